using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Orders that arrive and cannot be counted, or would arrive and are not asked for.</summary>
public sealed class UncountedOrderTests
{
    /// <summary>Polls of open interest come every half minute, and a sample is stored when the next cell of its raster has begun.</summary>
    internal static readonly TimeSpan TwoPolls = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Span_in_which_every_side_is_spelt_otherwise_is_a_floor_with_one_warning_and_an_example()
    {
        await using var bybit = await LiveVenue.StartAsync("bybit");
        var fromMs = bybit.NowMs;
        await bybit.Simulation.InjectAsync(new ChangeWord { Venue = "bybit", Text = "Liquidated" });
        bybit.Emit("BTCUSDT", 10);
        await Wait.UntilAsync(() => bybit.Warnings.Any(text => text.Contains("Liquidated", StringComparison.Ordinal)), () => "a warning in: " + string.Join('\n', bybit.Warnings));
        await Wait.UntilAsync(() => bybit.Status.Feeds.All(feed => feed.LastFrame?.ToUnixTimeMilliseconds() > fromMs + 3_000), "three more seconds");

        Assert.Equal(0, bybit.Stored);
        Assert.True(bybit.Squeeze(fromMs, fromMs + 3_000).Floor);
        Assert.Single(bybit.Warnings, text => text.Contains("Liquidated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contract_before_its_launch_is_subscribed_and_counted()
    {
        await using var bybit = await LiveVenue.StartAsync("bybit", new PreLaunchContract { Venue = "bybit", Symbol = "ETHUSDT" });
        await Wait.UntilAsync(
            () => bybit.Simulation.ReceivedText("bybit").Any(text => text.Contains("\"allLiquidation.ETHUSDT\"", StringComparison.Ordinal)), "its topic to be subscribed");
        bybit.Emit("ETHUSDT", 3);
        await bybit.UntilStoredAsync(3);
    }

    [Fact]
    public async Task Open_interest_of_a_contract_that_has_ended_ends_within_two_polls()
    {
        await using var venue = await LiveVenue.StartAsync("kucoin");
        var fromMs = venue.NowMs;
        var ended = venue.Symbol(it => it.Asset == "BTC");
        await Wait.UntilAsync(() => Counted(venue, fromMs).Contains(ended), () => "its open interest to be stored", TwoPolls);
        await venue.Simulation.InjectAsync(new EndContract { Venue = "kucoin", Symbol = ended });

        await Wait.UntilAsync(() => !Counted(venue, fromMs).Contains(ended), () => "its open interest to end", TwoPolls);
        Assert.NotEmpty(Counted(venue, fromMs));
    }

    internal static List<string> Counted(LiveVenue venue, long fromMs) =>
        [.. venue.OpenInterest(fromMs, venue.NowMs).Instruments.Where(it => it.Usd > 0).Select(it => it.Symbol)];
}
