using LiqMon.Market;
using LiqMon.Simulator;

namespace LiqMon.Estimates;

/// <summary>
/// Measures how good estimates are where the truth is known: on simulated bursts of several speeds, learned from bursts of
/// the same speed, as when the full feed is like the sampled one, and of another, as when it is not.
/// </summary>
public static class EstimateScore
{
    /// <summary>Days of a full feed that are learned from.</summary>
    public const int LearnedDays = 2;

    /// <summary>Days of a sampled feed that are estimated, hour by hour.</summary>
    public const int EstimatedDays = 4;

    private const long HourMs = 3_600_000;
    private const string Venue = "sampled";

    /// <summary>The speed that is learned from when it is one other: bursts slower than a second, as an ordinary day has them.</summary>
    private const int OneOther = 2;

    /// <summary>From none on, ever faster.</summary>
    private static readonly BurstFlow[] Speeds =
    [
        new(),
        new() { Branching = 0.8, Decay = TimeSpan.FromSeconds(5) },
        new() { Branching = 0.9, Decay = TimeSpan.FromSeconds(5) },
        new() { Branching = 0.95, Decay = TimeSpan.FromSeconds(10) },
        new() { Branching = 0.95, Decay = TimeSpan.FromSeconds(1) },
        new() { Branching = 0.95, Decay = TimeSpan.FromSeconds(0.2) },
    ];

    /// <summary>Lines for each speed: learned from bursts of the same, of one other, and of all others. Equal seeds give equal scores.</summary>
    public static IReadOnlyList<EstimateScoreRow> Of(int seed)
    {
        var full = Speeds.Select(speed => (speed with { Days = LearnedDays }).Draw(seed)).ToList();
        var rows = new List<EstimateScoreRow>();
        for (var at = 0; at < Speeds.Length; at++)
        {
            // A feed of its own for each speed, and none that was learned from.
            var hours = Hours((Speeds[at] with { Days = EstimatedDays }).Draw(seed + 1 + at));
            rows.Add(Score(Speeds[at], LearnedFeeds.Same, Learn(full, [at]), hours));
            if (at != OneOther)
                rows.Add(Score(Speeds[at], LearnedFeeds.OneOther, Learn(full, [OneOther]), hours));
            rows.Add(Score(Speeds[at], LearnedFeeds.AllOthers, Learn(full, [.. Enumerable.Range(0, Speeds.Length).Where(other => other != at)]), hours));
        }

        return rows;
    }

    /// <summary>Learns from some of the full feeds, each a venue of its own.</summary>
    private static HiddenEstimator Learn(List<IReadOnlyList<BurstOrder>> full, int[] feeds)
    {
        var learner = new EstimateLearner(SamplingRule.LargestPerSecond);
        foreach (var feed in feeds)
        {
            foreach (var order in full[feed])
                learner.Add(new($"full{feed}", order.Symbol), SideOf(order), order.MicroUsd, order.TimeMs);
        }

        return learner.Finish() ?? throw new InvalidOperationException("two days of bursts are enough to learn from");
    }

    private static List<(double Truth, ReportedOrders Reported)> Hours(IReadOnlyList<BurstOrder> orders)
    {
        var hours = new SortedDictionary<long, (double Truth, ReportedOrders Reported)>();
        foreach (var order in orders)
        {
            var hour = order.TimeMs / HourMs;
            var (truth, reported) = hours.TryGetValue(hour, out var known) ? known : (0, new ReportedOrders());
            hours[hour] = (truth + order.MicroUsd / 1e6, reported);
            if (order.IsPublished)
                reported.Add(new(Venue, order.Symbol), SideOf(order), order.MicroUsd, order.TimeMs);
        }

        return [.. hours.Values];
    }

    private static EstimateScoreRow Score(
        BurstFlow speed, LearnedFeeds learned, HiddenEstimator estimator, List<(double Truth, ReportedOrders Reported)> hours)
    {
        var (truths, reports, estimates, covered) = (0.0, 0.0, 0.0, 0);
        var (errors, widths) = (new List<double>(), new List<double>());
        foreach (var (truth, orders) in hours)
        {
            var reported = (orders.LongMicroUsd + orders.ShortMicroUsd) / 1e6;
            var hidden = estimator.Of(orders).Both;
            truths += truth;
            reports += reported;
            estimates += reported + hidden.Estimate;
            errors.Add(Math.Abs(reported + hidden.Estimate - truth) / truth);
            widths.Add((hidden.High - hidden.Low) / truth);
            // The smallest part of a cent that sums of doubles may differ by is no miss.
            covered += truth >= reported + hidden.Low - 0.01 && truth <= reported + hidden.High + 0.01 ? 1 : 0;
        }

        return new EstimateScoreRow(
            speed.Branching, speed.Branching == 0 ? null : speed.Decay.TotalSeconds, learned, hours.Count, Math.Round(reports / truths, 4), Math.Round(estimates / truths, 4), Math.Round(Middle(errors), 4),
            Math.Round((double)covered / hours.Count, 4), Math.Round(Middle(widths), 4));
    }

    private static double Middle(List<double> numbers)
    {
        numbers.Sort();
        return numbers[numbers.Count / 2];
    }

    private static LiquidatedSide SideOf(BurstOrder order) =>
        order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short;
}

/// <summary>How good estimates are at one speed of bursts.</summary>
/// <param name="Branching">How many liquidations one sets off on average.</param>
/// <param name="DecaySeconds">Mean time until they follow; null without bursts.</param>
/// <param name="LearnedFrom">Which full feeds were learned from.</param>
/// <param name="Hours">Hours that were estimated, each by itself.</param>
/// <param name="Reported">Reported dollars of all hours over the true ones.</param>
/// <param name="Estimated">Estimated dollars of all hours over the true ones.</param>
/// <param name="MedianError">Middle of the hours' errors, as a part of the true dollars.</param>
/// <param name="Covered">Part of the hours whose true dollars lay in the range.</param>
/// <param name="MedianWidth">Middle of the ranges' widths, as a part of the true dollars.</param>
public sealed record EstimateScoreRow(
    double Branching, double? DecaySeconds, LearnedFeeds LearnedFrom, int Hours,
    double Reported, double Estimated, double MedianError, double Covered, double MedianWidth);

/// <summary>Which full feeds an estimate was learned from when it is scored.</summary>
public enum LearnedFeeds
{
    /// <summary>One with bursts of the speed that is estimated.</summary>
    Same,

    /// <summary>One with bursts of another speed.</summary>
    OneOther,

    /// <summary>One of each other speed.</summary>
    AllOthers,
}
