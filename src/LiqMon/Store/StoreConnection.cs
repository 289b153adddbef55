using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>A reading connection to the store, and what it has read of names.</summary>
internal sealed record StoreConnection(Database Database, InstrumentCatalog Names) : IDisposable
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Opens the store of a data folder for reading.</summary>
    /// <exception cref="StoreException">There is none, it is damaged, or a newer program wrote it.</exception>
    internal static StoreConnection Open(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, EventStore.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException(
                StoreFailure.NotFound, $"There is no store in {dataDirectory} yet. Start 'liqmon run' once, or name another data folder.");
        }

        Database? database = null;
        try
        {
            database = Database.Open(path, SqliteOpenMode.ReadOnly, BusyTimeout);
            var version = Schema.RequireKnown(database);
            if (version < Schema.Version)
            {
                throw new StoreException(
                    StoreFailure.Other,
                    $"The store in {dataDirectory} has the older version {version}. Start 'liqmon run' once to bring it to version {Schema.Version}.");
            }

            return new StoreConnection(database, new InstrumentCatalog(database));
        }
        catch (Exception exception)
        {
            database?.Dispose();
            if (exception is SqliteException failure)
                throw StoreException.From(failure);
            throw;
        }
    }

    /// <summary>Serves another question: forgets what of the names is no longer true.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal void Refresh() => Database.Snapshot(() =>
    {
        Names.Refresh();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => Database.Dispose();
}
