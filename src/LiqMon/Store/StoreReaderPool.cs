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

    private static readonly TimeSpan LongestReturn = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private int _idleCount;
    private int _lentCount;
    private volatile bool _isDisposed;

    /// <summary>A reader for one thread; disposing of it gives its connection back.</summary>
    /// <exception cref="StoreException">There is no store, it is damaged, or a newer program wrote it.</exception>
    public StoreReader Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_idle.TryTake(out var connection))
            return Lend(StoreConnection.Open(dataDirectory));
        Interlocked.Decrement(ref _idleCount);
        try
        {
            connection.Refresh();
            return Lend(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes all; readers that were cancelled have a moment to come back, so that the store closes after them.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        SpinWait.SpinUntil(() => Volatile.Read(ref _lentCount) == 0, LongestReturn);
        CloseIdle();
    }

    private StoreReader Lend(StoreConnection connection)
    {
        Interlocked.Increment(ref _lentCount);
        return new StoreReader(connection, TakeBack, dataDirectory);
    }

    private void TakeBack(StoreConnection connection)
    {
        try
        {
            Keep(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _lentCount);
        }
    }

    private void Keep(StoreConnection connection)
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
