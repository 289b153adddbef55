using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// Estimates what a sampled feed hides from what it shows. The estimate is the mean of what throttled full feeds hid in
/// half-minutes as busy. The range reaches as far as it must to hold the truth in <see cref="RangeRate"/> of the spans of
/// each full feed, each estimated from the others of its feed; with several full feeds it reaches from the lowest to the
/// highest of their ranges. So it holds at that rate for a sampled feed whose bursts are like those of one of them.
/// </summary>
public sealed class HiddenEstimator
{
    /// <summary>Name of the method.</summary>
    public const string Method = "throttled_full_feed_1";

    /// <summary>Part of the spans of a full feed whose truth its range held.</summary>
    public const double RangeRate = 0.8;

    /// <summary>Half-minutes and sides with an order from which something can be learned.</summary>
    public const int LeastEntries = 200;

    private readonly SpanSums _learned;
    private readonly HiddenModel _pooled;
    private readonly IReadOnlyList<HiddenModel> _feeds;
    private readonly (RangeScale Both, RangeScale Longs, RangeScale Shorts) _scales;

    internal HiddenEstimator(
        SpanSums learned, IReadOnlyList<HiddenModel> feeds, (RangeScale Both, RangeScale Longs, RangeScale Shorts) scales,
        IReadOnlyList<LearnedFrom> sources)
    {
        _learned = learned;
        _pooled = new HiddenModel(learned);
        (_feeds, _scales, Sources) = (feeds, scales, sources);
    }

    /// <summary>The full feeds it was learned from, sorted by venue.</summary>
    public IReadOnlyList<LearnedFrom> Sources { get; }

    /// <summary>What is hidden behind the orders that were reported.</summary>
    public HiddenEstimate Of(ReportedOrders orders)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var span = orders.Finish();
        var longs = Of(span, LiquidatedSide.Long, _scales.Longs);
        var shorts = Of(span, LiquidatedSide.Short, _scales.Shorts);
        var both = Of(span, null, _scales.Both);
        return new HiddenEstimate(longs, shorts, both, Unlearned(span));
    }

    private HiddenRange Of(SpanSums span, LiquidatedSide? side, RangeScale scale)
    {
        var estimate = _pooled.Predict(span, side).Mean;
        var (low, high) = (estimate, estimate);
        foreach (var feed in _feeds)
        {
            var (mean, variance) = feed.Predict(span, side);
            low = Math.Min(low, mean + scale.Below * Math.Sqrt(variance));
            high = Math.Max(high, mean + scale.Above * Math.Sqrt(variance));
        }

        return new HiddenRange(estimate, Math.Max(0, low), high);
    }

    /// <summary>The part of the dollars from half-minutes busier or rarer than any class that was learned.</summary>
    private double Unlearned(SpanSums span)
    {
        var (unlearned, all) = (0.0, 0.0);
        for (var block = 0; block < BurstBlock.Classes; block++)
        {
            var reported = span.Of(LiquidatedSide.Long, block).Reported + span.Of(LiquidatedSide.Short, block).Reported;
            var known = _learned.Of(LiquidatedSide.Long, block).Entries + _learned.Of(LiquidatedSide.Short, block).Entries;
            all += reported;
            unlearned += known < HiddenModel.LeastEntries ? reported : 0;
        }

        return all > 0 ? unlearned / all : 0;
    }
}

/// <summary>A full feed that an estimate was learned from.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="FromMs">Time of the first, Unix milliseconds.</param>
/// <param name="ToMs">Time of the last.</param>
public sealed record LearnedFrom(string Venue, long Orders, long FromMs, long ToMs);

/// <summary>Hidden dollars: an estimate and its range.</summary>
/// <param name="Estimate">The mean; not below zero.</param>
/// <param name="Low">Lower end, from zero to the estimate.</param>
/// <param name="High">Upper end, from the estimate on.</param>
public readonly record struct HiddenRange(double Estimate, double Low, double High)
{
    /// <summary>The same, but nothing of it above a bound.</summary>
    public HiddenRange AtMost(double bound) => new(Math.Min(Estimate, bound), Math.Min(Low, bound), Math.Min(High, bound));
}

/// <summary>What a sampled feed hides, long, short and together. The range of the sum is narrower than the sum of the ranges.</summary>
/// <param name="Long">Of liquidated longs.</param>
/// <param name="Short">Of liquidated shorts.</param>
/// <param name="Both">Of both.</param>
/// <param name="UnlearnedShare">Part of the reported dollars, 0 to 1, from half-minutes as busy as hardly any that was learned from.</param>
public sealed record HiddenEstimate(HiddenRange Long, HiddenRange Short, HiddenRange Both, double UnlearnedShare)
{
    /// <summary>The same, but together not above a bound; both sides give way in proportion.</summary>
    /// <param name="bound">Most dollars that can be hidden, not below zero.</param>
    public HiddenEstimate AtMost(double bound)
    {
        if (Both.High <= bound && Long.High <= bound && Short.High <= bound)
            return this;
        var part = Both.Estimate > bound ? bound / Both.Estimate : 1;
        return this with
        {
            Long = new HiddenRange(Long.Estimate * part, Long.Low * part, Math.Max(Long.Estimate * part, Math.Min(Long.High, bound))),
            Short = new HiddenRange(Short.Estimate * part, Short.Low * part, Math.Max(Short.Estimate * part, Math.Min(Short.High, bound))),
            Both = Both.AtMost(bound),
        };
    }
}
