using System.Collections.Concurrent;

namespace LiqMon.Store;

/// <summary>
/// Connections that stay open between questions, with their prepared statements and the names they have read: to open one anew
/// costs more than a small question. For a program that answers many; a command that asks once opens its own reader.
/// </summary>
/// <param name="dataDirectory">The data folder.</param>
public sealed class StoreReaderPool(string dataDirectory) : IDisposable
{
    // As many as answer at once in the ordinary case. Each holds up to two megabytes of pages.
    private const int MostIdle = 6;

    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private int _idleCount;
    private volatile bool _isDisposed;

    /// <summary>A reader for one thread; disposing of it gives its connection back.</summary>
    /// <exception cref="StoreException">There is no store, it is damaged, or a newer program wrote it.</exception>
    public StoreReader Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_idle.TryTake(out var connection))
            return new StoreReader(StoreConnection.Open(dataDirectory), GiveBack);
        Interlocked.Decrement(ref _idleCount);
        try
        {
            connection.Refresh();
            return new StoreReader(connection, GiveBack);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
    }

    private void GiveBack(StoreConnection connection)
    {
        if (!connection.Database.TryRest() || Interlocked.Increment(ref _idleCount) > MostIdle)
        {
            connection.Dispose();
            return;
        }

        _idle.Add(connection);
        if (_isDisposed)
            CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }
}
