using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>
/// Notices that somebody has removed a file of the open store. SQLite goes on writing into the removed file and says nothing;
/// all of it would be gone with the process.
/// </summary>
internal sealed class StoreFiles(string path)
{
    private readonly string _log = path + "-wal";

    // A file system without shared memory has no log; then there is none to miss.
    private readonly bool _hasLog = File.Exists(path + "-wal");

    /// <summary>Throws when a file is gone, after what its log held has been moved into the database file.</summary>
    internal void Require(Database database)
    {
        var isDatabaseThere = File.Exists(path);
        if (isDatabaseThere && (!_hasLog || File.Exists(_log)))
            return;
        throw new StoreException(StoreFailure.FileGone, isDatabaseThere
            ? $"The file {_log} was removed while LiqMon was running. {Save(database)} Start LiqMon again."
            : $"The file {path} was removed while LiqMon was running; what it held is lost unless it can be brought back. "
              + "Put a copy in its place, or start LiqMon again with an empty store.");
    }

    private static string Save(Database database)
    {
        try
        {
            database.Execute("PRAGMA wal_checkpoint(FULL)");
            return "What it held has been moved to the database file, so nothing that was committed is lost.";
        }
        catch (SqliteException failure)
        {
            return $"What it held could not be moved to the database file ({failure.Message}); the last commits are lost.";
        }
    }
}
