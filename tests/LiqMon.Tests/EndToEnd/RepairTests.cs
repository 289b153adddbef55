using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>What happened while a connection was down is fetched from history where there is one, and only there.</summary>
public sealed class RepairTests : IDisposable
{
    private static readonly GapRepairOptions Soon = new()
    {
        CheckEvery = TimeSpan.FromMilliseconds(200),
        Settle = TimeSpan.FromMilliseconds(100),
        Shortest = TimeSpan.FromSeconds(2),
        FirstPause = TimeSpan.FromMilliseconds(200),
    };

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    // Of all clocks: a gap lasts as long as it is moved meanwhile.
    private readonly ShiftedTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly ListLogger _log = new();

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("deribit")]
    [InlineData("bitfinex")]
    [InlineData("kraken")]
    [InlineData("dydx")]
    public async Task A_gap_is_filled_after_the_reconnect(string venue)
    {
        await using var simulation = await StartAsync(venue);
        await using var watch = await WatchAsync(simulation);
        Emit(simulation, venue, 5, 100);
        await watch.UntilStoredAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, [venue], watch);
        Emit(simulation, venue, 3, 300);
        await Wait.UntilAsync(() => Covers(venue, fromMs, toMs), "the gap to be repaired");
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) == simulation.Ledger.Recorded, "all of the ledger to be stored");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
        using var reader = StoreReader.Open(_data);
        var repairs = reader.Repairs(venue, fromMs, toMs);
        Assert.Contains(repairs, repair => repair is { Events: 40, Class: FeedClass.Full });
        var counters = watch.Pipeline.Lanes.Single().Counters!;
        Assert.Equal(counters.Liquidations, counters.Valued + counters.Pending + counters.FilteredLiquidations + counters.Unvalued);
    }

    [Fact]
    public async Task Time_in_which_nothing_ran_is_filled_after_the_start()
    {
        await using var simulation = await StartAsync("kraken");
        await using (var first = await WatchAsync(simulation))
        {
            Emit(simulation, "kraken", 5, 100);
            await first.UntilStoredAsync(simulation);
        }

        var fromMs = NowMs;
        Emit(simulation, "kraken", 30, 200);
        _time.Move(TimeSpan.FromMilliseconds(300));
        var toMs = NowMs;
        await using var watch = await WatchAsync(simulation, Soon with { Shortest = TimeSpan.FromMilliseconds(100) });
        await Wait.UntilAsync(() => Covers("kraken", fromMs, toMs), "the gap to be repaired");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
        using var reader = StoreReader.Open(_data);
        // The gap begins at the last moment in which every feed was proven; some of the first five may lie in it.
        Assert.InRange(Assert.Single(reader.Repairs("kraken", fromMs, toMs)).Events, 30, 35);
    }

    [Fact]
    public async Task What_a_partial_history_tells_is_taken_and_the_gap_stays()
    {
        await using var simulation = await StartAsync("okx");
        await using var watch = await WatchAsync(simulation);
        Emit(simulation, "okx", 5, 100);
        await watch.UntilStoredAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, ["okx"], watch);
        await Wait.UntilAsync(() => Repairs("okx", fromMs, toMs).Count > 0, "the history to be read");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
        Assert.Contains(Repairs("okx", fromMs, toMs), repair => repair is { Events: 40, Class: FeedClass.Partial });
        Assert.False(Covers("okx", fromMs, toMs));
    }

    [Fact]
    public async Task A_venue_without_history_keeps_its_gap()
    {
        await using var simulation = await StartAsync("bybit", "kraken");
        await using var watch = await WatchAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, ["bybit", "kraken"], watch);
        // Both venues are looked at equally often, and one of them has a history.
        await Wait.UntilAsync(() => Covers("kraken", fromMs, toMs), "the other venue's gap to be repaired");
        Assert.False(Covers("bybit", fromMs, toMs));
        Assert.DoesNotContain(watch.Stored().Keys, key => key.Contains("bybit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_stays_while_history_cannot_be_read_and_is_filled_later()
    {
        await using var simulation = await StartAsync("deribit");
        await using var watch = await WatchAsync(simulation);
        await LoseAsync(simulation, "deribit", watch, Misbehaviour.RestDown);
        var fromMs = NowMs;
        _time.Move(TimeSpan.FromSeconds(1.2));
        Emit(simulation, "deribit", 10, 200);
        _time.Move(TimeSpan.FromSeconds(1.2));
        var toMs = NowMs;
        simulation.Misbehave("deribit", Misbehaviour.RestDown);
        await watch.UntilLiveAsync();
        await Wait.UntilAsync(
            () => _log.Lines.Any(line => line.Text.Contains("is not repaired yet", StringComparison.Ordinal)), "an attempt to fail");
        Assert.False(Covers("deribit", fromMs, toMs));
        simulation.Misbehave("deribit", Misbehaviour.None);
        await Wait.UntilAsync(() => Covers("deribit", fromMs, toMs), "the gap to be repaired once REST is back");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Cuts the connections, lets 40 orders of each venue happen unseen, and waits until the feeds are back.</summary>
    private async Task<(long FromMs, long ToMs)> BreakAsync(Simulation simulation, string[] venues, Watch watch)
    {
        foreach (var venue in venues)
            await LoseAsync(simulation, venue, watch);
        // More than a second on both sides: one venue's history has whole seconds only.
        _time.Move(TimeSpan.FromSeconds(1.1));
        var fromMs = NowMs;
        foreach (var venue in venues)
            Emit(simulation, venue, 40, 200);
        _time.Move(TimeSpan.FromSeconds(1.1));
        var toMs = NowMs;
        _time.Move(TimeSpan.FromSeconds(1.1));
        foreach (var venue in venues)
            simulation.Misbehave(venue, Misbehaviour.None);
        await watch.UntilLiveAsync();
        return (fromMs, toMs);
    }

    /// <summary>Cuts a venue's connections and waits until both ends know.</summary>
    private static async Task LoseAsync(Simulation simulation, string venue, Watch watch, Misbehaviour more = Misbehaviour.None)
    {
        var connections = simulation.OpenConnections(venue);
        simulation.Misbehave(venue, Misbehaviour.Drop | Misbehaviour.RefuseConnections | more);
        await Wait.UntilAsync(() => simulation.OpenConnections(venue) == 0, "the connections to be lost");
        await watch.UntilLostAsync(venue, connections);
    }

    private static void Emit(Simulation simulation, string venue, int count, int price)
    {
        var symbols = simulation.Instruments(venue).Select(instrument => instrument.Symbol).ToList();
        for (var i = 0; i < count; i++)
        {
            simulation.Emit(venue, new()
            {
                Symbol = symbols[i % symbols.Count],
                Position = i % 3 == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short,
                Price = price + i,
                Quantity = 10 + i,
            });
        }
    }

    private IReadOnlyList<GapRepaired> Repairs(string venue, long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Repairs(venue, fromMs, toMs);
    }

    private bool Covers(string venue, long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage([venue], fromMs, toMs, NowMs).Single() is { Share: 1, Gaps.Count: 0 };
    }

    private Task<Simulation> StartAsync(params string[] venues) => Simulation.StartAsync(
        new() { Venues = venues, Rate = 0, Assets = ["BTC", "ETH"] }, _time, CancellationToken.None);

    private Task<Watch> WatchAsync(Simulation simulation, GapRepairOptions? repairs = null) => Watch.StartAsync(
        simulation, _data, repairs: repairs ?? Soon, change: setup => setup with { Time = _time, Logs = new OneLogger(_log) });
}
