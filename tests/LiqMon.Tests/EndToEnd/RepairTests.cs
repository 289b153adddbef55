using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
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

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("deribit")]
    [InlineData("bitfinex")]
    [InlineData("kraken")]
    [InlineData("dydx")]
    public async Task A_gap_is_filled_after_the_reconnect(string venue)
    {
        await using var simulation = await StartAsync(venue);
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: Soon);
        Emit(simulation, venue, 5, 100);
        await watch.UntilStoredAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, venue, watch);
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
        await using (var first = await Watch.StartAsync(simulation, _data, repairs: Soon))
        {
            Emit(simulation, "kraken", 5, 100);
            await first.UntilStoredAsync(simulation);
        }

        var fromMs = NowMs;
        Emit(simulation, "kraken", 30, 200);
        await Task.Delay(300);
        var toMs = NowMs;
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: Soon with { Shortest = TimeSpan.FromMilliseconds(100) });
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
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: Soon);
        Emit(simulation, "okx", 5, 100);
        await watch.UntilStoredAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, "okx", watch);
        await Wait.UntilAsync(() => Repairs("okx", fromMs, toMs).Count > 0, "the history to be read");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
        Assert.Contains(Repairs("okx", fromMs, toMs), repair => repair is { Events: 40, Class: FeedClass.Partial });
        Assert.False(Covers("okx", fromMs, toMs));
    }

    [Fact]
    public async Task A_venue_without_history_keeps_its_gap()
    {
        await using var simulation = await StartAsync("bybit");
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: Soon);
        var (fromMs, toMs) = await BreakAsync(simulation, "bybit", watch);
        await Task.Delay(1_000);
        Assert.False(Covers("bybit", fromMs, toMs));
        Assert.Empty(watch.Stored());
    }

    [Fact]
    public async Task A_gap_stays_while_history_cannot_be_read_and_is_filled_later()
    {
        await using var simulation = await StartAsync("deribit");
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: Soon);
        simulation.Misbehave("deribit", Misbehaviour.Drop | Misbehaviour.RefuseConnections | Misbehaviour.RestDown);
        await Wait.UntilAsync(() => simulation.OpenConnections("deribit") == 0, "the connection to be lost");
        var fromMs = NowMs;
        await Task.Delay(1_200);
        Emit(simulation, "deribit", 10, 200);
        await Task.Delay(1_200);
        var toMs = NowMs;
        simulation.Misbehave("deribit", Misbehaviour.RestDown);
        await watch.UntilLiveAsync();
        await Task.Delay(1_500);
        Assert.False(Covers("deribit", fromMs, toMs));
        simulation.Misbehave("deribit", Misbehaviour.None);
        await Wait.UntilAsync(() => Covers("deribit", fromMs, toMs), "the gap to be repaired once REST is back");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Cuts the connection, lets 40 orders happen unseen, and waits until the feeds are back.</summary>
    private static async Task<(long FromMs, long ToMs)> BreakAsync(Simulation simulation, string venue, Watch watch)
    {
        simulation.Misbehave(venue, Misbehaviour.Drop | Misbehaviour.RefuseConnections);
        await Wait.UntilAsync(() => simulation.OpenConnections(venue) == 0, "the connection to be lost");
        // More than a second on both sides: one venue's history has whole seconds only.
        await Task.Delay(1_100);
        var fromMs = NowMs;
        Emit(simulation, venue, 40, 200);
        await Task.Delay(1_100);
        var toMs = NowMs;
        await Task.Delay(1_100);
        simulation.Misbehave(venue, Misbehaviour.None);
        await watch.UntilLiveAsync();
        return (fromMs, toMs);
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

    private static Task<Simulation> StartAsync(string venue) => Simulation.StartAsync(
        new() { Venues = [venue], Rate = 0, Assets = ["BTC", "ETH"] }, TimeProvider.System, CancellationToken.None);
}
