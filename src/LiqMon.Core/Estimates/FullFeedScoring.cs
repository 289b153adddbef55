using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// Measures on full feeds how good estimates are: each feed is throttled by a rule, and what it then hides is estimated hour
/// by hour from what was learned of an earlier time. The truth is known. Orders come in order of time.
/// </summary>
/// <param name="fromMs">Before it feeds are learned from, from it on they are estimated; Unix milliseconds.</param>
public sealed class FullFeedScoring(long fromMs)
{
    private const long HourMs = 3_600_000;

    private static readonly SamplingRule[] Rules = Enum.GetValues<SamplingRule>();

    private readonly Dictionary<(string Venue, SamplingRule Rule), EstimateLearner> _own = [];
    private readonly Dictionary<(string Venue, SamplingRule Rule), SortedDictionary<long, ReportedOrders>> _hours = [];

    /// <summary>Takes an order of a full feed.</summary>
    public void Add(ContractKey key, LiquidatedSide side, long microUsd, long timeMs)
    {
        foreach (var rule in Rules)
        {
            if (timeMs < fromMs)
            {
                if (!_own.TryGetValue((key.Venue, rule), out var learner))
                    _own.Add((key.Venue, rule), learner = new EstimateLearner(rule));
                learner.Add(key, side, microUsd, timeMs);
                continue;
            }

            if (!_hours.TryGetValue((key.Venue, rule), out var hours))
                _hours.Add((key.Venue, rule), hours = []);
            if (!hours.TryGetValue(timeMs / HourMs, out var orders))
                hours.Add(timeMs / HourMs, orders = new ReportedOrders(rule));
            orders.Add(key, side, microUsd, timeMs);
        }
    }

    /// <summary>The scores, by venue and rule; of a feed with too few orders to learn from there is none.</summary>
    public IReadOnlyList<FullFeedScore> Finish()
    {
        var scores = new List<FullFeedScore>();
        foreach (var (feed, hours) in _hours.OrderBy(feed => feed.Key.Venue, StringComparer.Ordinal).ThenBy(feed => feed.Key.Rule))
        {
            if (_own.TryGetValue(feed, out var learner) && learner.Finish() is { } estimator)
                scores.Add(Score(feed.Venue, feed.Rule, estimator, hours));
        }

        return scores;
    }

    private static FullFeedScore Score(
        string venue, SamplingRule rule, HiddenEstimator estimator, SortedDictionary<long, ReportedOrders> hours)
    {
        var (orders, truths, shown, estimated, covered) = (0L, 0.0, 0.0, 0.0, 0);
        var ratios = new List<double>();
        foreach (var hour in hours.Values)
        {
            var (truth, published) = ((hour.LongMicroUsd + hour.ShortMicroUsd) / 1e6, hour.PublishedUsd);
            var hidden = estimator.Of(hour).Both;
            orders += hour.Orders;
            truths += truth;
            shown += published;
            estimated += published + hidden.Estimate;
            if (truth > 0)
                ratios.Add((published + hidden.Estimate) / truth);
            // The smallest part of a cent that sums of doubles may differ by is no miss.
            covered += truth >= published + hidden.Low - 0.01 && truth <= published + hidden.High + 0.01 ? 1 : 0;
        }

        ratios.Sort();
        return new FullFeedScore(
            venue, rule, orders, hours.Count, truths > 0 ? shown / truths : null, truths > 0 ? estimated / truths : null,
            ratios.Count > 0 ? Statistics.Quantiles.Of(ratios, 0.1) : null, ratios.Count > 0 ? Statistics.Quantiles.Of(ratios, 0.9) : null,
            (double)covered / hours.Count);
    }
}

/// <summary>How well what a throttled full feed hides was estimated.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Sampling">How it was throttled.</param>
/// <param name="Orders">Orders of the hours that were estimated.</param>
/// <param name="Hours">Hours with an order, each estimated by itself.</param>
/// <param name="Shown">Dollars that the throttled feed showed, as a part of the true ones.</param>
/// <param name="Estimated">Estimated dollars of all hours over the true ones.</param>
/// <param name="HourLow">The same of single hours: a tenth of them lay below.</param>
/// <param name="HourHigh">A tenth of them lay above.</param>
/// <param name="Covered">Part of the hours whose truth lay in the range.</param>
public sealed record FullFeedScore(
    string Venue, SamplingRule Sampling, long Orders, int Hours, double? Shown, double? Estimated, double? HourLow, double? HourHigh,
    double Covered);
