using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Turns stored coverage into answers, for the whole span or a part of it.</summary>
public static class CoverageResultBuilder
{
    /// <summary>The coverage of a part of the span that <paramref name="whole"/> describes.</summary>
    /// <param name="whole">Coverage of each venue over the whole span.</param>
    /// <param name="venues">What is known of the venues.</param>
    /// <param name="fromMs">Start of the part, inclusive.</param>
    /// <param name="toMs">End of the part, exclusive.</param>
    /// <param name="isWhole">Whether the part is the whole, whose share is then taken as stored.</param>
    public static IReadOnlyList<CoverageResult> Of(
        IReadOnlyList<VenueCoverage> whole, IReadOnlyList<KnownVenue> venues, long fromMs, long toMs, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        List<CoverageResult> answers = [];
        foreach (var coverage in whole)
        {
            List<GapResult> gaps = [];
            var missing = 0L;
            foreach (var gap in coverage.Gaps)
            {
                var from = Math.Max(gap.FromMs, fromMs);
                var to = Math.Min(gap.ToMs, toMs);
                if (from >= to)
                    continue;
                missing += to - from;
                gaps.Add(new GapResult(Timestamps.FromUnixMs(from), Timestamps.FromUnixMs(to), gap.Reason));
            }

            var share = isWhole ? Share(coverage.Share) : Share(fromMs, toMs, missing);
            answers.Add(new CoverageResult(coverage.Venue, ClassOf(venues, coverage.Venue), share, gaps));
        }

        return answers;
    }

    /// <summary>A stored share with at most six decimals, never rounded up: 1 means that nothing is missing.</summary>
    public static decimal Share(double share) =>
        share >= 1 ? 1 : share > 0 ? Math.Floor((decimal)share * 1_000_000m) / 1_000_000m : 0;

    /// <summary>Whether totals over these venues are only a floor.</summary>
    public static bool IsFloor(
        IReadOnlyList<CoverageResult> coverage, IEnumerable<string> contributors, IReadOnlyList<KnownVenue> venues) =>
        coverage.Any(c => c.Share < 1 || c.Class != Market.FeedClass.Full)
        || contributors.Any(id => ClassOf(venues, id) != Market.FeedClass.Full);

    private static decimal Share(long fromMs, long toMs, long missing) =>
        toMs <= fromMs ? 0 : Math.Floor((toMs - fromMs - missing) * 1_000_000m / (toMs - fromMs)) / 1_000_000m;

    // A venue that a newer version stored is unknown here; what it publishes is then unknown too.
    private static Market.FeedClass ClassOf(IReadOnlyList<KnownVenue> venues, string id) =>
        venues.FirstOrDefault(v => v.Id == id)?.FeedClass ?? Market.FeedClass.Partial;
}
