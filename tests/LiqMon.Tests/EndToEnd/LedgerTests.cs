using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;
using LiqMon.Windows;

namespace LiqMon.Tests.EndToEnd;

/// <summary>What venues sent is what the store says, to the micro-dollar, whatever goes wrong on the way.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(SimulationScenario.Mixed, 11)]
    [InlineData(SimulationScenario.Cascade, 12)]
    public async Task Totals_by_venue_asset_and_side_equal_the_ledger(SimulationScenario scenario, int seed)
    {
        await using var simulation = await StartAsync(new() { Scenario = scenario, Seed = seed, Rate = 40 });
        await using var watch = await Watch.StartAsync(simulation, _data);
        await Wait.UntilAsync(() => Books.Orders(Watch.Sent(simulation)) > 1_500, "the market to move");
        simulation.Pause();
        await watch.UntilStoredAsync(simulation);
        Assert.Equal(Watch.Sent(simulation), watch.Stored());

        await Wait.UntilAsync(
            () => watch.Pipeline.Windows.Totals(WindowSpan.Presets[3]) is var hour
                && hour.LongOrders + hour.ShortOrders == Books.Orders(Watch.Sent(simulation)),
            "the windows to count what is stored");
        var totals = simulation.Ledger.Totals(null, null, 0, long.MaxValue);
        var window = watch.Pipeline.Windows.Totals(WindowSpan.Presets[3]);
        Assert.Equal((totals.LongMicroUsd, totals.ShortMicroUsd), (window.LongMicroUsd, window.ShortMicroUsd));
        Assert.Equal(totals.Largest?.MicroUsd, window.Largest?.MicroUsd);
    }

    [Fact]
    public async Task Duplicated_malformed_and_oversized_frames_change_no_total()
    {
        await using var simulation = await StartAsync(new() { Rate = 40, Seed = 13 });
        await using var watch = await Watch.StartAsync(simulation, _data);
        simulation.Misbehave("bybit", Misbehaviour.Duplicate);
        // Fewer unreadable frames than end a connection.
        simulation.Misbehave("okx", Misbehaviour.Malformed | Misbehaviour.Duplicate, new() { MalformedEvery = 100 });
        simulation.SendRaw("binance", "{\"e\":\"forceOrder\",\"o\":{\"s\":\"BTC"u8.ToArray());
        simulation.SendRaw("binance", """{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","S":"SELL","q":"-1","p":"NaN","ap":"1","z":"-1","T":1}}"""u8.ToArray());
        await Wait.UntilAsync(() => Books.Orders(Watch.Sent(simulation)) > 600, "the market to move");
        simulation.Pause();
        await watch.UntilStoredAsync(simulation);
        Assert.Equal(Watch.Sent(simulation), watch.Stored());
        Assert.True(watch.Pipeline.Commits.Duplicates > 0);
        Assert.Equal(0, watch.Pipeline.Lanes.SelectMany(lane => lane.Feed!.Feeds).Sum(feed => feed.Reconnects));

        simulation.SendRaw("binance", new byte[2 << 20]);
        await Wait.UntilAsync(
            () => watch.Pipeline.Lanes.Single(lane => lane.Venue == "binance").Feed!.Feeds.Single().Reconnects == 1, "the oversized frame to end its connection");
        await watch.UntilLiveAsync();
        simulation.Emit("binance", new() { Symbol = "BTCUSDT", Position = LiquidatedPosition.Long, Price = 50_000.5m, Quantity = 0.123m });
        await watch.UntilStoredAsync(simulation);
        Assert.Equal(Watch.Sent(simulation), watch.Stored());

        using var reader = StoreReader.Open(_data);
        var quarantined = reader.Quarantine.Counts();
        Assert.Contains(quarantined, row => row is { Venue: "binance", Reason: "Malformed" });
        Assert.Contains(quarantined, row => row is { Venue: "binance", Reason: nameof(LiqMon.Venues.RejectReason.NonPositiveQuantity) });
        Assert.Contains(Gaps(reader, "binance"), gap => gap.Reason == GapReason.OversizedFrame);
    }

    [Fact]
    public async Task Dropped_connections_come_back_and_leave_a_gap_that_says_why()
    {
        await using var simulation = await StartAsync(new() { Rate = 40, Seed = 14 });
        await using var watch = await Watch.StartAsync(simulation, _data);
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) > 50, "the market to move");
        simulation.Pause();
        await watch.UntilStoredAsync(simulation);
        foreach (var venue in simulation.Endpoints.Keys)
            simulation.Misbehave(venue, Misbehaviour.Drop);
        await Wait.UntilAsync(
            () => watch.Pipeline.Lanes.All(lane => lane.Feed!.Feeds.All(feed => feed.Reconnects >= 1)), "every connection to be lost");
        await watch.UntilLiveAsync();
        simulation.Resume();
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) > 300, "the market to go on");
        simulation.Pause();
        await watch.UntilStoredAsync(simulation);
        Assert.Equal(Watch.Sent(simulation), watch.Stored());
        using var reader = StoreReader.Open(_data);
        foreach (var venue in simulation.Endpoints.Keys)
            Assert.Contains(Gaps(reader, venue), gap => gap.Reason is GapReason.ClosedByVenue or GapReason.ConnectionLost);
    }

    [Fact]
    public async Task A_contract_that_is_listed_late_is_valued_then()
    {
        await using var simulation = await StartAsync(new() { Rate = 0 });
        simulation.SetListed("okx", "ETH-USDT-SWAP", listed: false);
        await using (var watch = await Watch.StartAsync(simulation, _data))
        {
            simulation.Emit("okx", new() { Symbol = "ETH-USDT-SWAP", Position = LiquidatedPosition.Short, Price = 3_000.5m, Quantity = 7m });
            await Wait.UntilAsync(() => watch.Pipeline.Commits.PendingAdded == 1, "the event to be kept");
            Assert.Empty(watch.Stored());
        }

        simulation.SetListed("okx", "ETH-USDT-SWAP", listed: true);
        await using var later = await Watch.StartAsync(simulation, _data);
        await later.UntilStoredAsync(simulation);
        Assert.Equal(Watch.Sent(simulation), later.Stored());
    }

    [Fact]
    public async Task Open_interest_and_prices_are_sampled_from_every_venue()
    {
        await using var simulation = await StartAsync(new() { Rate = 0 });
        await using var watch = await Watch.StartAsync(simulation, _data);
        await Wait.UntilAsync(
            () =>
            {
                using var reader = StoreReader.Open(_data);
                var rows = reader.Market.OpenInterest(new() { Assets = ["BTC"], FromMs = 0, ToMs = 4_000_000_000_000 });
                return rows.Where(row => row is { Usd: > 1_000, Base: > 0, Mark: > 1_000 }).Select(row => row.Venue).Distinct().Count() == simulation.Endpoints.Count;
            },
            "open interest in dollars from every venue");
    }

    private static IReadOnlyList<VenueGap> Gaps(StoreReader reader, string venue)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return reader.Coverage.OfVenues([venue], now - 600_000, now, now).Single().Gaps;
    }

    private static Task<Simulation> StartAsync(SimulationOptions options) =>
        Simulation.StartAsync(options with { Venues = Books.Venues }, TimeProvider.System, CancellationToken.None);
}
