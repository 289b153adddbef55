using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Histories that are hard to read: a gap is repaired with all of it, or stays.</summary>
public sealed class UnreadableHistoryTests
{
    [Fact]
    public async Task Dydx_times_with_an_offset_are_read()
    {
        await using var dydx = await LiveVenue.StartAsync("dydx", new OffsetTimes { Venue = "dydx" });
        var (fromMs, toMs) = await MissAsync(dydx, "dydx", 5);
        await Wait.UntilAsync(() => dydx.CoveredShare(fromMs, toMs) >= 1, "the gap to be repaired");
        Assert.Equal(5, dydx.Stored);
    }

    [Fact]
    public async Task Dydx_server_that_ignores_the_cursor_is_not_called_for_ever_and_the_gap_stays()
    {
        await using var dydx = await LiveVenue.StartAsync("dydx", new IgnoreCursor { Venue = "dydx" });
        var calls = 0;
        // More than a page, so that the next page is asked for.
        var (fromMs, toMs) = await MissAsync(dydx, "dydx", 250, new MisbehaviourDetail { RestInstead = (path, _) => CountTrades(path, ref calls) });
        await Wait.UntilAsync(() => dydx.Log.Lines.Any(line => line.Text.Contains("is not repaired", StringComparison.Ordinal)), "the repair to be given up");
        Assert.True(dydx.CoveredShare(fromMs, toMs) < 1);
        Assert.InRange(Volatile.Read(ref calls), 1, 60);
    }

    [Fact]
    public async Task Gate_with_one_empty_list_repairs_the_others()
    {
        await using var gate = await LiveVenue.StartAsync("gate", new EmptyList { Venue = "gate", Path = "/usd1/" });
        var (fromMs, toMs) = await MissAsync(gate, "gate", 5);
        await Wait.UntilAsync(() => gate.Repairs(fromMs, toMs).Any(repair => repair is { Class: FeedClass.Full }), "the gap to be repaired");
        Assert.Equal(5, gate.Stored);
    }

    /// <summary>Lets orders happen while the connection is down.</summary>
    private static async Task<(long FromMs, long ToMs)> MissAsync(LiveVenue venue, string id, int orders, MisbehaviourDetail? detail = null)
    {
        var symbol = venue.Symbol(it => it is { Asset: "BTC", Inverse: false });
        venue.Simulation.Misbehave(id, Misbehaviour.Drop | Misbehaviour.RefuseConnections, detail);
        await Wait.UntilAsync(() => venue.Simulation.OpenConnections(id) == 0, "the connections to be lost");
        await Wait.UntilAsync(() => venue.Status.Feeds.All(feed => feed.State != FeedState.Live), "LiqMon to notice it");
        var ticks = venue.Simulation.Ticks;
        await Wait.UntilAsync(() => venue.Simulation.Ticks > ticks + 15, "a second and a half");
        var fromMs = venue.NowMs;
        venue.Emit(symbol, orders);
        await Wait.UntilAsync(() => venue.Simulation.Ticks > ticks + 30, "three seconds");
        var toMs = venue.NowMs;
        await Wait.UntilAsync(() => venue.Simulation.Ticks > ticks + 45, "four seconds and a half");
        venue.Simulation.Misbehave(id, Misbehaviour.None, detail);
        await venue.UntilLiveAsync();
        return (fromMs, toMs);
    }

    private static string? CountTrades(string path, ref int calls)
    {
        if (path.Contains("trades", StringComparison.Ordinal))
            Interlocked.Increment(ref calls);
        return null;
    }
}
