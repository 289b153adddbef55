using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>Requests that what the tables hold is delivered to a destination again; also while another process writes the store.</summary>
internal static class OutboxResync
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks. What has been requested before, from an earlier time, stays.</summary>
    /// <returns>Whether there is such a destination.</returns>
    /// <exception cref="StoreException">There is no store, it is damaged, or a newer program wrote it.</exception>
    internal static bool Request(string dataDirectory, string destination, long fromMs)
    {
        // Checks that the store is there and of this version.
        StoreReader.Open(dataDirectory).Dispose();
        try
        {
            using var database = Database.Open(Path.Combine(dataDirectory, EventStore.FileName), SqliteOpenMode.ReadWrite, BusyTimeout);
            database.Prepare("UPDATE destination SET resync_from_ms = min(coalesce(resync_from_ms, ?2), ?2) WHERE name = ?1")
                .Bind(1, destination)
                .Bind(2, fromMs)
                .Run();
            return database.Changes() > 0;
        }
        catch (SqliteException failure)
        {
            throw StoreException.From(failure);
        }
    }
}
