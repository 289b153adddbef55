using LiqMon.Feeds;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A venue that has no message for a confirmed subscription is live only when every topic is proven open.</summary>
public sealed class RefusedWithoutAckTests
{
    [Theory]
    [InlineData("lighter", "trade:*")]
    [InlineData("backpack", "liquidation*")]
    public async Task A_venue_that_refuses_all_orders_is_at_no_moment_live_or_covered(string id, string topics)
    {
        await using var venue = await LiveVenue.StartAsync(id);
        await venue.Simulation.InjectAsync(new RefuseTopic { Venue = id, Topic = topics });
        await venue.CutAsync();
        var fromMs = venue.NowMs;
        venue.Emit(venue.Symbol(it => it.Asset == "BTC"), 5);

        // Frames of other topics go on: time enough to be taken for live.
        var seen = new HashSet<FeedState>();
        await Wait.UntilAsync(
            () =>
            {
                seen.Add(venue.Status.Feeds.Single().State);
                return venue.NowMs > fromMs + 8_000;
            },
            "eight seconds");

        Assert.DoesNotContain(FeedState.Live, seen);
        Assert.Equal(0, venue.CoveredShare(fromMs, fromMs + 6_000));
        Assert.True(venue.Squeeze(fromMs, fromMs + 6_000).Floor);
    }
}
