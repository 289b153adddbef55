using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Demo;

/// <summary>What the simulated monitor missed in the past before a demo, so that gaps have something to show.</summary>
/// <param name="FromMs">Start of the past, Unix milliseconds.</param>
/// <param name="ToMs">Its end.</param>
internal sealed record HistoryPlan(long FromMs, long ToMs)
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    /// <summary>The venue whose feed was lost for a while.</summary>
    private const string LostVenue = "okx";

    /// <summary>When nothing of a venue was watched, in order of time.</summary>
    /// <param name="venue">Venue id.</param>
    internal IReadOnlyList<Gap> GapsOf(string venue)
    {
        // Three hours in which LiqMon was down, and forty minutes without one venue.
        var down = new Gap(venue, CoveredSpan.WholeVenue, ToMs - (4 * DayMs), ToMs - (4 * DayMs) + (3 * HourMs), GapReason.NotRunning);
        var lost = new Gap(venue, CoveredSpan.WholeVenue, ToMs - (2 * DayMs), ToMs - (2 * DayMs) + (HourMs * 2 / 3), GapReason.ConnectionLost);
        Gap[] gaps = venue == LostVenue ? [down, lost] : [down];
        return [.. gaps.Where(gap => gap.FromMs > FromMs && gap.ToMs < ToMs && !IsRepaired(venue, gap))];
    }

    /// <summary>Whether a monitor would have read the gap from the venue's history since.</summary>
    private static bool IsRepaired(string venue, Gap gap) =>
        VenueCatalog.Find(venue)?.Profile is { History: { } history, FeedClass: FeedClass.Full }
        && (history.Reach is not { } reach || gap.ToMs - gap.FromMs < reach.TotalMilliseconds);

    /// <summary>When a venue was watched: all else.</summary>
    /// <param name="venue">Venue id.</param>
    internal IEnumerable<CoveredSpan> CoveredOf(string venue)
    {
        var fromMs = FromMs;
        foreach (var gap in GapsOf(venue))
        {
            yield return new CoveredSpan(venue, CoveredSpan.WholeVenue, fromMs, gap.FromMs);
            fromMs = gap.ToMs!.Value;
        }

        yield return new CoveredSpan(venue, CoveredSpan.WholeVenue, fromMs, ToMs);
    }
}
