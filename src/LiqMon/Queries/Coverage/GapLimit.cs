using LiqMon.Completeness;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>How many gaps an answer lists: a breakdown repeats them for each of its parts, and would grow without bound.</summary>
public static class GapLimit
{
    /// <summary>Most gaps of one answer; all are listed while there are no more.</summary>
    public const int MostGaps = 20_000;

    /// <summary>Most gaps that are listed of each venue in each part of an answer.</summary>
    /// <param name="question">The query.</param>
    /// <param name="parts">How many parts the answer has.</param>
    /// <param name="coverage">The gaps of the whole span.</param>
    public static int Of(SpanQuery question, int parts, IReadOnlyList<VenueCoverage> coverage)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(coverage);
        long gaps = coverage.Sum(venue => venue.Gaps.Count);
        var expected = question.By switch
        {
            Grouping.Asset => gaps * parts,
            // One that spans several parts is listed in each.
            Grouping.Hour => gaps + Cuts(coverage, UnixTime.HourMs),
            Grouping.Day => gaps + Cuts(coverage, UnixTime.DayMs),
            _ => gaps,
        };
        var lists = question.By == Grouping.Venue ? coverage.Count : (long)coverage.Count * parts;
        return expected <= MostGaps ? MostGaps : (int)Math.Max(1, MostGaps / Math.Max(1, lists));
    }

    /// <summary>The longest gaps of a venue, in order of time.</summary>
    internal static IReadOnlyList<VenueGap> Longest(IReadOnlyList<VenueGap> gaps, int most) => gaps.Count <= most
        ? gaps
        : [.. gaps.OrderByDescending(gap => gap.ToMs - gap.FromMs).Take(most).OrderBy(gap => gap.FromMs)];

    private static long Cuts(IReadOnlyList<VenueCoverage> coverage, long widthMs) =>
        coverage.Sum(venue => venue.Gaps.Sum(gap => (gap.ToMs - gap.FromMs) / widthMs + 1));
}
