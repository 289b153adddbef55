using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>A connection serves one question after the other, and none of them notices the one before.</summary>
public sealed class StoreReaderPoolTests : IDisposable
{
    private static readonly LiquidationFilter All = new() { FromMs = 0, ToMs = 4_000_000_000_000 };

    private readonly StoreFolder _folder = new();
    private readonly EventStore _store;
    private readonly StoreReaderPool _pool;

    public StoreReaderPoolTests()
    {
        _store = _folder.Open();
        _store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        _pool = new StoreReaderPool(_folder.Path);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_reader_that_was_given_back_is_used_again_and_sees_what_came_since()
    {
        object connection;
        using (var reader = _pool.Open())
        {
            connection = reader.Connection;
            Assert.Equal(1, Orders(reader));
        }

        // A contract that the connection does not know yet.
        _store.Commit([Sample.Item(Sample.Eth, Sample.Noon + 1)]);
        using var again = _pool.Open();
        Assert.Same(connection, again.Connection);
        Assert.Equal(2, Orders(again));
        Assert.Equal(2, again.Liquidations.List(All, 0, 10, newestFirst: true).Select(row => row.Asset).Distinct().Count());
    }

    /// <summary>A venue that names its markets by number: an order may come before the list with the name.</summary>
    [Fact]
    public void A_contract_that_gets_its_name_later_has_it_at_every_reader()
    {
        var numbered = Sample.Contract("lighter", "7", "QTC");
        var named = new Instrument { Venue = "lighter", Symbol = "QTC-USD", WireSymbol = "7", Asset = "QTC", Quote = "USDT" };
        _store.Commit([Sample.Item(numbered, Sample.Noon)]);
        using var lasting = OutboxReader.Open(_folder.Path);
        Assert.Equal(["7", "BTCUSDT"], Symbols());
        Assert.Contains(lasting.ByTime(Sample.Noon, 10).Batch.Liquidations, order => order.Instrument.Symbol == "7");

        _store.Commit([StoreItem.Of(new ListedInstruments("lighter", [named]))]);
        Assert.Equal(["BTCUSDT", "QTC-USD"], Symbols());
        Assert.Contains(lasting.ByTime(Sample.Noon, 10).Batch.Liquidations, order => order.Instrument.Symbol == "QTC-USD");

        List<string> Symbols()
        {
            using var reader = _pool.Open();
            return [.. reader.Liquidations.List(All, 0, 10, newestFirst: true).Select(row => row.Symbol).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void Two_at_once_have_connections_of_their_own()
    {
        using var first = _pool.Open();
        using var second = _pool.Open();
        Assert.NotSame(first.Connection, second.Connection);
    }

    [Fact]
    public async Task A_question_that_was_broken_off_breaks_nothing_off_that_comes_after_it()
    {
        using var leaving = new CancellationTokenSource();
        object connection;
        using (var reader = _pool.Open().StopOn(leaving.Token))
        {
            connection = reader.Connection;
            await leaving.CancelAsync();
            Assert.Throws<OperationCanceledException>(() => Orders(reader));
        }

        using var next = _pool.Open();
        Assert.Same(connection, next.Connection);
        Assert.Equal(1, Orders(next));
    }

    [Fact]
    public void A_reader_that_is_disposed_of_twice_is_given_back_once()
    {
        var reader = _pool.Open();
        reader.Dispose();
        reader.Dispose();
        using var first = _pool.Open();
        using var second = _pool.Open();
        Assert.NotSame(first.Connection, second.Connection);
    }

    [Fact]
    public void Of_many_readers_only_some_stay_open_and_none_after_the_end()
    {
        var readers = Enumerable.Range(0, 20).Select(_ => _pool.Open()).ToList();
        var connections = readers.ConvertAll(reader => reader.Connection);
        readers.ForEach(reader => reader.Dispose());
        Assert.InRange(connections.Count(IsOpen), 1, 8);

        using (var late = _pool.Open())
        {
            _pool.Dispose();
            Assert.True(IsOpen(late.Connection));
        }

        Assert.DoesNotContain(connections, IsOpen);
        Assert.Throws<ObjectDisposedException>(_pool.Open);
    }

    private static long Orders(StoreReader reader)
    {
        var totals = reader.Liquidations.Totals(All);
        return totals.LongOrders + totals.ShortOrders;
    }

    private static bool IsOpen(Database connection)
    {
        try
        {
            return !connection.Handle.IsInvalid && !connection.Handle.IsClosed;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
