using System.Globalization;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class MarketFlowTests
{
    [Fact]
    public async Task Equal_seeds_give_equal_liquidations()
    {
        string[] venues = ["binance", "bybit", "okx"];
        var first = await PlayAsync(new SimulationOptions { Seed = 42, Rate = 20, Venues = venues }, 50);
        var again = await PlayAsync(new SimulationOptions { Seed = 42, Rate = 20, Venues = venues }, 50);
        var other = await PlayAsync(new SimulationOptions { Seed = 43, Rate = 20, Venues = venues }, 50);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count, 500, 900);
        Assert.Equal(venues, first.Select(entry => entry.Venue).Distinct().Order());
    }

    [Fact]
    public async Task Binance_publishes_only_the_largest_of_a_symbol_and_second()
    {
        var entries = await PlayAsync(new SimulationOptions { Rate = 40, Venues = ["binance"] }, 50);
        var seconds = entries.GroupBy(entry => (entry.Symbol, entry.EventTimeMs / 1000)).ToList();
        Assert.Contains(seconds, second => second.Count() > 1);
        foreach (var second in seconds)
        {
            var published = second.Where(entry => entry.Outcome != LedgerOutcome.Suppressed).ToList();
            // A second that is still running has published nothing yet.
            Assert.True(published.Count <= 1);
            if (published.Count == 1) Assert.Equal(second.Max(entry => entry.MicroUsd), published[0].MicroUsd);
        }
    }

    [Fact]
    public async Task A_cascade_is_one_sided_and_moves_the_price()
    {
        var entries = await PlayAsync(new SimulationOptions { Rate = 5, Scenario = SimulationScenario.Cascade, Venues = ["bybit"] }, 250);
        var start = Noon.ToUnixTimeMilliseconds() + 5000;
        var cascade = entries.Where(entry => entry.EventTimeMs > start).ToList();
        var asset = cascade.GroupBy(entry => entry.Asset).MaxBy(group => group.Count())!;
        var longs = asset.Count(entry => entry.Position == LiquidatedPosition.Long);
        Assert.True(Math.Max(longs, asset.Count() - longs) > asset.Count() * 0.9);
        var prices = asset.Where(entry => entry.Symbol.EndsWith("USDT", StringComparison.Ordinal)).ToList();
        var change = (prices[^1].Price / prices[0].Price) - 1;
        Assert.True(longs * 2 > asset.Count() ? change < -0.01m : change > 0.01m);
    }

    [Fact]
    public async Task Open_interest_falls_by_what_was_closed()
    {
        await using var simulation = await SilentAsync("binance", new StepClock(Noon));
        var before = Number((await simulation.GetAsync("binance", "/fapi/v1/openInterest?symbol=BTCUSDT")).Text("openInterest"));
        simulation.Emit("binance", Long("BTCUSDT", 100_000m, 12.345m, 1));
        var after = Number((await simulation.GetAsync("binance", "/fapi/v1/openInterest?symbol=BTCUSDT")).Text("openInterest"));
        Assert.Equal(12.345m, before - after);
    }

    [Fact]
    public async Task Pause_stops_liquidations_and_keeps_control_streams()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await Simulation.StartAsync(new SimulationOptions { Rate = 20, Venues = ["okx"] }, clock, CancellationToken.None);
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        await client.AskAsync("""{"op":"subscribe","args":[{"channel":"mark-price","instId":"BTC-USDT-SWAP"}]}""");
        await client.JsonAsync();
        simulation.Pause();
        await simulation.AdvanceAsync(clock, 10);
        Assert.Equal(0, simulation.Ledger.Recorded);
        await client.JsonAsync();
        simulation.Resume();
        await simulation.AdvanceAsync(clock, 10);
        Assert.True(simulation.Ledger.Recorded > 50);
    }

    private static async Task<IReadOnlyList<LedgerEntry>> PlayAsync(SimulationOptions options, int ticks)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await Simulation.StartAsync(options, clock, CancellationToken.None);
        await simulation.AdvanceAsync(clock, ticks);
        return simulation.Ledger.Entries();
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
