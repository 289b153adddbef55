using System.Globalization;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Says in plain language why a total is only a floor.</summary>
public static class FloorReasons
{
    /// <summary>The reasons, several joined by semicolons; null when the total is complete.</summary>
    public static string? Of(IReadOnlyList<CoverageResult> coverage, IReadOnlyList<KnownVenue> venues)
    {
        var reasons = Reasons(coverage, venues);
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>The reasons, each a sentence without its full stop; none when the total is complete.</summary>
    public static IReadOnlyList<string> Reasons(IReadOnlyList<CoverageResult> coverage, IReadOnlyList<KnownVenue> venues)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        List<string> reasons = [];
        foreach (var venue in coverage)
        {
            if (venue.Class == FeedClass.None)
                reasons.Add($"{venue.Venue} publishes no liquidations");
            else if (venue.Class != FeedClass.Full && venues.FirstOrDefault(v => v.Id == venue.Venue) is { } known)
                reasons.Add($"{venue.Venue} publishes {known.FeedNote}");
        }

        // Venues that miss the same are named together: before the first run that is all of them.
        reasons.AddRange(coverage
            .Where(venue => venue.Share < 1 && venue.Class != FeedClass.None)
            .GroupBy(Missing)
            .Select(venues => $"{string.Join(", ", venues.Select(venue => venue.Venue))} {venues.Key}"));

        return reasons;
    }

    /// <summary>A length of time as people read it: <c>00:12:03</c>, <c>2d 03:04:05</c>.</summary>
    public static string Length(TimeSpan length) => length >= TimeSpan.FromDays(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{length.Days}d {length:hh\\:mm\\:ss}")
        : length.ToString(length < TimeSpan.FromSeconds(1) ? @"hh\:mm\:ss\.fff" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Missing(CoverageResult venue)
    {
        var byReason = venue.Gaps
            .GroupBy(gap => gap.Reason)
            .Select(group => (Reason: group.Key, Length: Sum(group)))
            .OrderByDescending(group => group.Length)
            .ToList();
        var length = byReason.Aggregate(TimeSpan.Zero, (sum, group) => sum + group.Length);
        var reasons = string.Join(", ", byReason.Take(3).Select(group => EnumNames.Of(group.Reason)));
        var amount = venue.Share == 0 ? "all of it" : Length(length);
        return byReason.Count == 0 ? "missing" : $"missing {amount} ({reasons})";
    }

    private static TimeSpan Sum(IEnumerable<GapResult> gaps) =>
        gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From));
}
