using LiqMon.Feeds;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A venue that confirms no subscription is live only when every topic is proven open.</summary>
public sealed class RefusedWithoutAckTests
{
    [Fact]
    public async Task Lighter_that_refuses_all_trades_is_not_live_and_not_covered()
    {
        await using var lighter = await LiveVenue.StartAsync("lighter");
        await lighter.Simulation.InjectAsync(new RefuseTopic { Venue = "lighter", Topic = "trade:*" });
        await lighter.CutAsync();
        var fromMs = lighter.NowMs;
        lighter.Emit(lighter.Symbol(it => it.Asset == "BTC"), 5);
        // Frames of other topics go on: time enough to be taken for live.
        await Wait.UntilAsync(() => lighter.NowMs > fromMs + 8_000, "eight seconds");

        // What had left the venue before the cut may still be read in the second after it; nothing beyond is covered.
        await Wait.UntilAsync(() => lighter.CoveredShare(fromMs + 1_000, fromMs + 6_000) == 0, "nothing to be covered");
        Assert.True(lighter.Squeeze(fromMs, fromMs + 6_000).Floor);
        // A connection that has just risen may count as live until the refusal is read.
        await Wait.UntilAsync(() => lighter.Status.Feeds.All(feed => feed.State != FeedState.Live), "the feed not to be live");
    }
}
