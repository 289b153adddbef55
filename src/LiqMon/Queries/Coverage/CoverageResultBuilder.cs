using LiqMon.Completeness;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Turns what is known of completeness into what answers say of it.</summary>
public static class CoverageResultBuilder
{
    /// <summary>Each requested venue.</summary>
    /// <param name="completeness">What is known.</param>
    /// <param name="mostGaps">Most gaps to list of each venue, the longest.</param>
    public static IReadOnlyList<CoverageResult> Of(CompletenessResult completeness, int mostGaps = GapLimit.MostGaps)
    {
        ArgumentNullException.ThrowIfNull(completeness);
        return
        [
            .. completeness.Venues.Select(venue => new CoverageResult(
                venue.Venue, venue.Class, venue.Share,
                [.. GapLimit.Longest(venue.Gaps, mostGaps).Select(gap => new GapResult(Timestamps.FromUnixMs(gap.FromMs), Timestamps.FromUnixMs(gap.ToMs), gap.Reason))])
            {
                Weight = venue.Weight,
                GapsLeftOut = Math.Max(0, venue.Gaps.Count - mostGaps),
            }),
        ];
    }

    /// <summary>The least covered venue; null if none publishes liquidations.</summary>
    public static LeastCoveredResult? Least(CompletenessResult completeness)
    {
        ArgumentNullException.ThrowIfNull(completeness);
        return completeness.Least is { } least ? new LeastCoveredResult(least.Venue, least.Share) : null;
    }

    /// <summary>What belongs to the total and is not in it.</summary>
    public static IReadOnlyList<DeficitResult> Deficits(CompletenessResult completeness)
    {
        ArgumentNullException.ThrowIfNull(completeness);
        return [.. completeness.Deficits.Select(DeficitResult.Of)];
    }

    /// <summary>A stored share with at most six decimals, never rounded up: 1 means that nothing is missing.</summary>
    public static decimal Share(double share) => ProvenShare.Of(share);
}
