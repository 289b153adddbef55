using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>
/// What the totals of a span would be if sampled feeds hid nothing, by a method learned from full feeds. Beside the totals,
/// never in them. Either there is a reason why there is no estimate, or all of long, short and total.
/// </summary>
public sealed record EstimateResult
{
    /// <summary>Name of the method: <c>throttled_full_feed_1</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The part of spans of full feeds, 0 to 1, whose truth lay in such a range.</summary>
    public required decimal RangeRate { get; init; }

    /// <summary>Why there is no estimate; null when there is one.</summary>
    public string? NoEstimate { get; init; }

    /// <summary>Of liquidated longs.</summary>
    public EstimatedUsd? Long { get; init; }

    /// <summary>Of liquidated shorts.</summary>
    public EstimatedUsd? Short { get; init; }

    /// <summary>Of both.</summary>
    public EstimatedUsd? Total { get; init; }

    /// <summary>The sampled venues that were estimated, sorted. What the others reported is in the sums as it is.</summary>
    public IReadOnlyList<VenueEstimateResult> Venues { get; init; } = [];

    /// <summary>Venues that publish a part by a rule that nobody knows, sorted: what they hide is in no estimate, nor what gaps hide.</summary>
    public IReadOnlyList<string> NotEstimated { get; init; } = [];

    /// <summary>Venues of which a range is known and no number, sorted: what they hide is in no <c>estimate_usd</c>.</summary>
    public IReadOnlyList<string> RangeOnly { get; init; } = [];

    /// <summary>The full feeds it was learned from, sorted by venue.</summary>
    public IReadOnlyList<LearnedFromResult> LearnedFrom { get; init; } = [];
}

/// <summary>Reported dollars, an estimate of the true ones, and its range.</summary>
/// <param name="ReportedUsd">As reported.</param>
/// <param name="EstimateUsd">
/// The estimate; never below what was reported. Null for feeds that allow a range only. In a sum what such feeds hide is left out of it,
/// but not of the range.
/// </param>
/// <param name="LowUsd">Lower end of the range, from what was reported on.</param>
/// <param name="HighUsd">Upper end of the range.</param>
public sealed record EstimatedUsd(decimal ReportedUsd, decimal? EstimateUsd, decimal LowUsd, decimal HighUsd);

/// <summary>The estimate for one sampled venue, or for those of its contracts that are sampled by one rule.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Sampling">Which orders of a second it publishes.</param>
/// <param name="Long">Of liquidated longs.</param>
/// <param name="Short">Of liquidated shorts.</param>
/// <param name="Total">Of both.</param>
/// <param name="UnlearnedShare">
/// Part of the reported dollars, 0 to 1, from half-minutes as busy as hardly any that was learned from; where it is high, so is
/// the risk that the estimate is too low.
/// </param>
/// <param name="OpenInterestMovedUsd">
/// Dollars by which open interest of the contracts fell and rose from sample to sample: more cannot plausibly be hidden. Null
/// where a contract was not sampled all over the span; nothing is bounded then.
/// </param>
/// <param name="Bounded">Whether that bound holds the estimate or its range down.</param>
public sealed record VenueEstimateResult(
    string Venue, SamplingRule Sampling, EstimatedUsd Long, EstimatedUsd Short, EstimatedUsd Total, decimal UnlearnedShare,
    decimal? OpenInterestMovedUsd, bool Bounded);

/// <summary>A full feed that was learned from.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Orders">Its orders.</param>
/// <param name="From">Time of the first.</param>
/// <param name="To">Time of the last.</param>
public sealed record LearnedFromResult(string Venue, long Orders, DateTimeOffset From, DateTimeOffset To);
