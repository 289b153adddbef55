using LiqMon.Backfill;
using LiqMon.Feeds;
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
        Current = TimeSpan.Zero,
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
    [InlineData("gate")]
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
        var repairs = reader.Coverage.Repairs(venue, fromMs, toMs);
        // The gap begins before the last proof and ends with the next: of the others before and behind, some may lie in it.
        Assert.Contains(repairs, repair => repair is { Events: >= 40 and <= 48, Class: FeedClass.Full });
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
        Assert.InRange(Assert.Single(reader.Coverage.Repairs("kraken", fromMs, toMs)).Events, 30, 35);
    }

    [Theory]
    [InlineData("kraken")]
    [InlineData("dydx")]
    [InlineData("gate")]
    public async Task A_contract_that_ended_while_nothing_ran_is_read_too_or_the_gap_stays(string venue)
    {
        await using var simulation = await StartAsync(venue);
        var symbols = simulation.Instruments(venue).Where(contract => contract.Asset == "ETH").Select(contract => contract.Symbol).ToList();
        await using (var first = await WatchAsync(simulation))
        {
            await Wait.UntilAsync(() => HasSampled(venue, symbols[0]), "open interest of it to be stored");
        }

        _time.Move(TimeSpan.FromSeconds(10));
        var fromMs = NowMs;
        for (var i = 0; i < 5; i++)
            simulation.Emit(venue, new() { Symbol = symbols[0], Position = LiquidatedPosition.Long, Price = 100 + i, Quantity = 10 + i });
        _time.Move(TimeSpan.FromSeconds(2));
        var toMs = NowMs;
        await simulation.InjectAsync(new EndContract { Venue = venue, Symbol = symbols[0] });
        _time.Move(TimeSpan.FromSeconds(10));
        await using var watch = await WatchAsync(simulation);
        await Wait.UntilAsync(() => Covers(venue, fromMs, toMs) || Logged($"{venue}: gap", "is not repaired") > 0, "the history to be read");
        if (Covers(venue, fromMs, toMs))
            Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
        else
            Assert.True(Books.Orders(watch.Stored()) < simulation.Ledger.Recorded);
    }

    private bool HasSampled(string venue, string symbol)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Market.SampledSince(venue, 0).Any(contract => contract.WireName == symbol);
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

    [Fact]
    public async Task A_history_that_lacks_what_was_received_repairs_nothing_until_it_holds_it()
    {
        await using var simulation = await StartAsync("deribit");
        await using var watch = await WatchAsync(simulation, Soon with { Margin = TimeSpan.FromMinutes(2) });
        Emit(simulation, "deribit", 5, 100);
        await watch.UntilStoredAsync(simulation);
        await simulation.InjectAsync(new TruncateHistory { Venue = "deribit" });
        var (fromMs, toMs) = await BreakAsync(simulation, ["deribit"], watch);
        await Wait.UntilAsync(() => Lacking("deribit", fromMs, toMs) == 5, "the five orders to be found missing");
        await Wait.UntilAsync(() => Logged("lacks 5 orders that were received") >= 2, "another attempt");
        Assert.Equal(5, Lacking("deribit", fromMs, toMs));
        Assert.False(Covers("deribit", fromMs, toMs));
        Assert.Empty(Repairs("deribit", fromMs, toMs));
        await simulation.RemoveFaultsAsync();
        await Wait.UntilAsync(() => Covers("deribit", fromMs, toMs), "the gap to be repaired");
        Assert.Equal(0, Lacking("deribit", fromMs, toMs));
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    [Fact]
    public async Task A_gap_of_one_socket_is_repaired_while_others_deliver()
    {
        await using var simulation = await StartAsync("gate");
        await using var watch = await WatchAsync(simulation);
        await simulation.InjectAsync(new RefuseTopic { Venue = "gate", Topic = "liquidates:usdt" });
        await simulation.InjectAsync(new DropConnections { Venue = "gate" });
        // Of all three first: on their way down there are two live ones too.
        await Wait.UntilAsync(() => watch.Pipeline.Lanes.Single().Feed!.Feeds.All(feed => feed.Reconnects > 0), "each connection to be lost");
        await Wait.UntilAsync(
            () => watch.Pipeline.Lanes.Single().Feed!.Feeds.Count(feed => feed.State == FeedState.Live) == 2, "two of three sockets to be live");
        var fromMs = NowMs;
        Emit(simulation, "gate", 40, 200);
        await Books.SettleAsync(simulation);
        _time.Move(TimeSpan.FromSeconds(3));
        var toMs = NowMs;
        await simulation.RemoveFaultsAsync();
        await watch.UntilLiveAsync();
        await Wait.UntilAsync(() => Covers("gate", fromMs, toMs), "the gap of one socket to be repaired");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    [Fact]
    public async Task An_order_that_a_socket_sends_long_after_its_repair_counts_once()
    {
        await using var simulation = await StartAsync("gate");
        await using var watch = await WatchAsync(simulation);
        var (fromMs, toMs) = await BreakAsync(simulation, ["gate"], watch);
        await Wait.UntilAsync(() => Covers("gate", fromMs, toMs), "the gap to be repaired");
        var counters = watch.Pipeline.Lanes.Single().Counters!;
        var read = counters.Liquidations;
        var late = simulation.Ledger.Entries().Select(entry => FormattableString.Invariant(
            $"{{\"price\":\"{entry.Price}\",\"size\":\"{(entry.Position == LiquidatedPosition.Long ? -entry.Quantity : entry.Quantity)}\",\"time\":{entry.EventTimeMs},\"contract\":\"{entry.Symbol}\"}}"));
        simulation.SendRaw("gate", System.Text.Encoding.UTF8.GetBytes(
            $$"""{"time":1,"channel":"futures.public_liquidates","event":"update","result":[{{string.Join(',', late)}}]}"""));
        // Each of three sockets brings all forty.
        await Wait.UntilAsync(() => counters.Liquidations == read + 120, "the late orders to arrive");
        Emit(simulation, "gate", 1, 900);
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) >= 41, "an order after them to be stored");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    [Fact]
    public async Task An_order_published_in_a_gap_and_dated_long_before_is_found_where_orders_are_known_to_be_late()
    {
        await using var simulation = await StartAsync("deribit");
        await using var watch = await WatchAsync(simulation, Soon with { Margin = TimeSpan.FromMilliseconds(100) });
        await simulation.InjectAsync(new DelayOrders { Venue = "deribit", By = TimeSpan.FromSeconds(60) });
        Emit(simulation, "deribit", 3, 100);
        _time.Move(TimeSpan.FromSeconds(60));
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) == 3, "three late orders to be stored");
        Emit(simulation, "deribit", 4, 200);
        // They are due in forty seconds: none arrives before the connection is lost.
        _time.Move(TimeSpan.FromSeconds(20));
        await LoseAsync(simulation, "deribit", watch);
        var fromMs = NowMs;
        _time.Move(TimeSpan.FromSeconds(45));
        await Books.SettleAsync(simulation);
        var toMs = NowMs;
        simulation.Misbehave("deribit", Misbehaviour.None);
        await watch.UntilLiveAsync();
        await Wait.UntilAsync(() => Covers("deribit", fromMs, toMs), "the gap to be repaired");
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) == 7, "the orders from before the gap to be stored");
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), watch.Stored());
    }

    [Fact]
    public async Task Attempts_go_on_as_long_as_history_reaches_the_gap_and_then_it_is_final()
    {
        await using var simulation = await StartAsync("deribit", "kraken");
        await using var watch = await WatchAsync(simulation, Soon with { Attempts = 2, LongestPause = TimeSpan.FromMilliseconds(300) });
        // The histories of the two, and nothing else.
        await simulation.InjectAsync(new RestError { Venue = "deribit", Path = "get_last_trades", Status = 400 });
        await simulation.InjectAsync(new RestError { Venue = "kraken", Path = "/v3/history", Status = 400 });
        var (fromMs, toMs) = await BreakAsync(simulation, ["deribit", "kraken"], watch);
        await Wait.UntilAsync(() => Logged("deribit: gap", "from now on") >= 1 && Logged("kraken: gap", "from now on") >= 1, "the first attempts to fail");
        var failed = Logged("deribit: gap", "is not repaired yet");
        await Wait.UntilAsync(() => Logged("deribit: gap", "is not repaired yet") > failed, "attempts to go on");
        Assert.Equal(0, Logged("is final"));
        // Kraken's history reaches back a week, Deribit's thirty days.
        _time.Move(TimeSpan.FromDays(8));
        await Wait.UntilAsync(() => Logged("kraken: gap", "is final") >= 1, "the gap to be final");
        Assert.Equal(0, Logged("deribit: gap", "is final"));
        await simulation.RemoveFaultsAsync();
        await Wait.UntilAsync(() => Repairs("deribit", fromMs, toMs).Count > 0, "the other gap to be repaired a week later");
        Assert.False(Covers("kraken", fromMs, toMs));
    }

    private int Logged(params string[] parts) =>
        _log.Lines.Count(line => parts.All(part => line.Text.Contains(part, StringComparison.Ordinal)));

    private long Lacking(string venue, long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.Deficits([venue], fromMs, toMs).Where(deficit => deficit.Reason == DeficitReason.HistoryIncomplete).Sum(deficit => deficit.Count);
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
        return reader.Coverage.Repairs(venue, fromMs, toMs);
    }

    private bool Covers(string venue, long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.OfVenues([venue], fromMs, toMs, NowMs).Single() is { Share: 1, Gaps.Count: 0 };
    }

    private Task<Simulation> StartAsync(params string[] venues) => Simulation.StartAsync(
        new() { Venues = venues, Rate = 0, Assets = ["BTC", "ETH"] }, _time, CancellationToken.None);

    private Task<Watch> WatchAsync(Simulation simulation, GapRepairOptions? repairs = null) => Watch.StartAsync(
        simulation, _data, repairs: repairs ?? Soon, change: setup => setup with { Time = _time, Logs = new OneLogger(_log) });
}
