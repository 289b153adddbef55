using LiqMon.Feeds;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A contract that a venue begins to trade while it is watched.</summary>
public sealed class NewContractTests
{
    private const string New = "币安人生USDT";

    [Fact]
    public async Task It_is_found_and_subscribed_within_a_minute_is_missing_until_then_and_costs_no_gap()
    {
        await using var bybit = await LiveVenue.StartAsync("bybit");
        var liveMs = bybit.NowMs;
        await bybit.Simulation.InjectAsync(new RenameContract { Venue = "bybit", Symbol = "ETHUSDT", To = New });

        // Open interest is polled every ten seconds, and shows it.
        await Wait.UntilAsync(() => IsAsked(bybit), () => "its topic to be subscribed", TimeSpan.FromMinutes(1));
        await Wait.UntilAsync(() => WasMissing(bybit, liveMs), "it to be known as missing, and then to be watched");
        var watchedMs = bybit.NowMs;
        bybit.Emit(New, 5);
        await bybit.UntilStoredAsync(5);
        await Wait.UntilAsync(() => bybit.NowMs > watchedMs + 4_000, "four seconds");
        await Wait.UntilAsync(() => bybit.CoveredShare(liveMs, watchedMs + 3_500) >= 1, "all to be proven");

        Assert.True(bybit.Squeeze(liveMs, watchedMs, "ETH").Floor);
        var after = bybit.Squeeze(watchedMs, watchedMs + 3_500, "ETH");
        Assert.False(after.Floor, FloorReasons.Of(after, []));
        Assert.Equal(5, after.LongOrders);
        Assert.All(bybit.Status.Feeds, feed => Assert.Equal((FeedState.Live, 0), (feed.State, feed.Reconnects)));
    }

    private static bool IsAsked(LiveVenue venue) =>
        venue.Simulation.ReceivedText("bybit").Any(text => text.Contains($"\"allLiquidation.{New}\"", StringComparison.Ordinal));

    private static bool WasMissing(LiveVenue venue, long sinceMs) =>
        venue.Squeeze(sinceMs, venue.NowMs, "ETH").Deficits is { Count: > 0 } deficits && deficits.All(deficit => !deficit.Open);
}
