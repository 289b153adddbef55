using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>Opens the database of a store for its one writer.</summary>
internal static class StoreOpening
{
    /// <summary>The database in this program's version; it is made when there is none.</summary>
    internal static Database ForWriting(string path, StoreOptions options)
    {
        var database = Database.Open(path, SqliteOpenMode.ReadWriteCreate, options.BusyTimeout);
        try
        {
            Schema.RequireKnown(database);
            // A commit is on the disk before anything counts it, also when the power fails. Extra, and before anything is
            // written: a new file is made with a journal, which would undo everything if it came back after a power cut.
            database.Execute(
                $"""
                PRAGMA synchronous = EXTRA;
                PRAGMA journal_mode = WAL;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -{options.CacheBytes / 1024};
                """);
            Schema.Migrate(database);
            if (options.IsSimulated)
                MarkSimulated(database, options.DataDirectory);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void MarkSimulated(Database database, string folder)
    {
        if (database.Scalar("SELECT count(*) FROM state WHERE is_simulated = 0 AND sequence > 0") > 0)
        {
            throw new StoreException(
                StoreFailure.Other, $"The store in {folder} holds data that is not simulated, and the two are never mixed. Name another folder with --data.");
        }

        database.Execute("UPDATE state SET is_simulated = 1 WHERE is_simulated = 0");
    }
}
