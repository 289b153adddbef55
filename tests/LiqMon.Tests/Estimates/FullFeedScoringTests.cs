using LiqMon.Estimates;
using LiqMon.Market;
using LiqMon.Simulator;

namespace LiqMon.Tests.Estimates;

public sealed class FullFeedScoringTests
{
    private const long DayMs = 86_400_000;

    [Fact]
    public void A_full_feed_is_throttled_learned_from_and_estimated_by_every_rule()
    {
        var flow = new BurstFlow { Branching = 0.9, Decay = TimeSpan.FromSeconds(1), Days = 2, Symbols = 4 };
        var orders = flow.Draw(3).OrderBy(order => order.TimeMs).ToList();
        var scoring = new FullFeedScoring(DayMs);
        foreach (var order in orders)
            scoring.Add(new("bybit", order.Symbol), Side(order), order.MicroUsd, order.TimeMs);

        var scores = scoring.Finish().ToDictionary(score => score.Sampling);

        Assert.Equal(Enum.GetValues<SamplingRule>(), scores.Keys.Order());
        var estimated = orders.Where(order => order.TimeMs >= DayMs).ToList();
        Assert.All(scores.Values, score => Assert.Equal(("bybit", estimated.Count, 24), (score.Venue, (int)score.Orders, score.Hours)));
        // What the simulator let through, by code of its own.
        var largest = scores[SamplingRule.LargestPerSecond];
        Assert.Equal(
            (double)estimated.Where(order => order.IsPublished).Sum(order => order.MicroUsd) / estimated.Sum(order => order.MicroUsd), largest.Shown!.Value, 9);
        Assert.True(scores[SamplingRule.LatestPerSecond].Shown < largest.Shown);
        Assert.True(largest.Shown <= scores[SamplingRule.LargestPerSideAndSecond].Shown);
        Assert.InRange(largest.Estimated!.Value, 0.9, 1.1);
        Assert.True(largest.HourLow <= largest.HourHigh);
        Assert.True(largest.Covered > 0.6, $"{largest.Covered}");
    }

    [Fact]
    public void A_feed_with_too_little_to_learn_from_has_no_score()
    {
        var scoring = new FullFeedScoring(DayMs);
        scoring.Add(new("gate", "X"), LiquidatedSide.Long, 1_000_000, DayMs - 1);
        scoring.Add(new("gate", "X"), LiquidatedSide.Long, 1_000_000, DayMs);

        Assert.Empty(scoring.Finish());
    }

    private static LiquidatedSide Side(BurstOrder order) =>
        order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short;
}
