using FsCheck;
using FsCheck.Fluent;
using LiqMon.Estimates;
using LiqMon.Market;
using LiqMon.Simulator;

namespace LiqMon.Tests.Estimates;

public sealed class HiddenEstimatorTests
{
    private const long HourMs = 3_600_000;

    private static readonly BurstFlow Slow = new() { Branching = 0.8, Decay = TimeSpan.FromSeconds(5) };
    private static readonly BurstFlow Fast = new() { Branching = 0.95, Decay = TimeSpan.FromSeconds(1) };

    [Fact]
    public void An_estimate_lies_in_its_range_and_nothing_hidden_is_below_zero()
    {
        var estimator = Learn(1, ("full", Slow))!;
        var orders =
            from list in
                (from at in Gen.Choose(0, 600_000)
                 from isShort in Gen.Elements(false, true)
                 from usd in Gen.Choose(1, 1_000_000)
                 select (TimeMs: (long)at, Side: isShort ? LiquidatedSide.Short : LiquidatedSide.Long, Usd: usd)).ListOf()
            select list.OrderBy(order => order.TimeMs).ToList();
        Prop.ForAll(orders.ToArbitrary(), list =>
        {
            var reported = new ReportedOrders();
            foreach (var (timeMs, side, usd) in list)
                reported.Add(new("sampled", "X"), side, usd * 1_000_000L, timeMs);
            var hidden = estimator.Of(reported);
            return new[] { hidden.Long, hidden.Short, hidden.Both }.All(range => 0 <= range.Low && range.Low <= range.Estimate && range.Estimate <= range.High)
                && Math.Abs(hidden.Long.Estimate + hidden.Short.Estimate - hidden.Both.Estimate) <= 1e-6 * (1 + hidden.Both.Estimate)
                && (list.Count == 0 || hidden.Both.High > hidden.Both.Estimate);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Ranges_hold_the_truth_of_feeds_that_were_not_learned_from_at_the_stated_rate(int seed)
    {
        foreach (var flow in new[] { Slow, Fast })
        {
            var estimator = Learn(seed, ("full", flow with { Days = 2 }))!;
            var (inside, hours) = (0, 0);
            foreach (var (truth, reported) in Hours((flow with { Days = 2 }).Draw(seed + 100)))
            {
                var shown = (reported.LongMicroUsd + reported.ShortMicroUsd) / 1e6;
                var hidden = estimator.Of(reported).Both;
                inside += truth >= shown + hidden.Low - 0.01 && truth <= shown + hidden.High + 0.01 ? 1 : 0;
                hours++;
            }

            // Of 48 hours at 80 %, fewer than 32 would come once in a hundred times.
            Assert.True(inside >= 32, $"{inside} of {hours} hours lie in the range, with {flow}, seed {seed}");
        }
    }

    [Fact]
    public void What_was_learned_corrects_what_is_reported()
    {
        var estimator = Learn(1, ("full", Fast))!;
        var hours = Hours((Fast with { Days = 4 }).Draw(2));
        var truth = hours.Sum(hour => hour.Truth);
        var shown = hours.Sum(hour => (hour.Reported.LongMicroUsd + hour.Reported.ShortMicroUsd) / 1e6);
        var estimate = shown + hours.Sum(hour => estimator.Of(hour.Reported).Both.Estimate);

        Assert.InRange(shown / truth, 0.4, 0.8);
        Assert.InRange(estimate / truth, 0.9, 1.1);
    }

    [Fact]
    public void Several_full_feeds_give_a_range_from_the_lowest_to_the_highest_of_them()
    {
        var reported = Hours(Slow.Draw(2))[0].Reported;
        var slow = Learn(1, ("slow", Slow))!.Of(reported).Both;
        var fast = Learn(1, ("fast", Fast))!.Of(reported).Both;
        var both = Learn(1, ("slow", Slow), ("fast", Fast))!.Of(reported).Both;

        Assert.True(slow.Estimate < both.Estimate && both.Estimate < fast.Estimate);
        Assert.True(both.Low <= slow.Estimate && both.High >= fast.Estimate, $"{slow} {fast} {both}");
    }

    [Fact]
    public void Reading_backwards_learns_the_same()
    {
        var orders = Slow.Draw(1);
        var (forwards, backwards) = (new EstimateLearner(SamplingRule.LargestPerSecond), new EstimateLearner(SamplingRule.LargestPerSecond));
        foreach (var order in orders)
            Take(forwards, "full", order);
        foreach (var order in orders.Reverse())
            Take(backwards, "full", order);
        var reported = Hours(Slow.Draw(2))[0].Reported;
        var (one, other) = (forwards.Finish()!.Of(reported).Both, backwards.Finish()!.Of(reported).Both);

        Assert.Equal(one.Estimate, other.Estimate, 3);
        Assert.Equal(one.High, other.High, 3);
    }

    [Fact]
    public void From_too_little_nothing_is_learned()
    {
        Assert.Null(new EstimateLearner(SamplingRule.LargestPerSecond).Finish());
        var learner = new EstimateLearner(SamplingRule.LargestPerSecond);
        // Enough half-minutes, but of one hour only: too few spans to try a range on.
        for (var order = 0; order < HiddenEstimator.LeastEntries; order++)
            learner.Add(new("full", $"S{order}"), LiquidatedSide.Long, 1_000_000, order * 5_000);
        Assert.Null(learner.Finish());
    }

    [Fact]
    public void Busier_than_what_was_learned_is_told()
    {
        var estimator = Learn(1, ("full", new BurstFlow { Rate = 0.01 }))!;
        var (calm, busy) = (new ReportedOrders(), new ReportedOrders());
        for (var second = 0; second < 30; second++)
            busy.Add(new("sampled", "X"), LiquidatedSide.Long, 1_000_000, second * 1_000);
        calm.Add(new("sampled", "X"), LiquidatedSide.Long, 1_000_000, 0);

        Assert.Equal((0, 1), (estimator.Of(calm).UnlearnedShare, estimator.Of(busy).UnlearnedShare));
    }

    [Fact]
    public void A_bound_holds_both_sides_down_in_proportion()
    {
        var free = new HiddenEstimate(new(60, 30, 200), new(40, 10, 100), new(100, 50, 250), 0);

        Assert.Same(free, free.AtMost(250));
        Assert.Equal(new HiddenEstimate(new(60, 30, 120), new(40, 10, 100), new(100, 50, 120), 0), free.AtMost(120));
        Assert.Equal(new HiddenEstimate(new(30, 15, 50), new(20, 5, 50), new(50, 50, 50), 0), free.AtMost(50));
        Assert.Equal(new HiddenEstimate(default, default, default, 0), free.AtMost(0));
    }

    private static HiddenEstimator? Learn(int seed, params (string Venue, BurstFlow Flow)[] feeds)
    {
        var learner = new EstimateLearner(SamplingRule.LargestPerSecond);
        foreach (var (venue, flow) in feeds)
        {
            foreach (var order in flow.Draw(seed))
                Take(learner, venue, order);
        }

        return learner.Finish();
    }

    private static List<(double Truth, ReportedOrders Reported)> Hours(IReadOnlyList<BurstOrder> orders) =>
    [
        .. orders.GroupBy(order => order.TimeMs / HourMs).OrderBy(hour => hour.Key).Select(hour =>
        {
            var reported = new ReportedOrders();
            foreach (var order in hour.Where(order => order.IsPublished))
                reported.Add(new("sampled", order.Symbol), Side(order), order.MicroUsd, order.TimeMs);
            return (hour.Sum(order => order.MicroUsd) / 1e6, reported);
        }),
    ];

    private static void Take(EstimateLearner learner, string venue, BurstOrder order) =>
        learner.Add(new(venue, order.Symbol), Side(order), order.MicroUsd, order.TimeMs);

    private static LiquidatedSide Side(BurstOrder order) =>
        order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short;
}
