using System.Globalization;
using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Says in plain language why a total is only a floor.</summary>
public static class FloorReasons
{
    /// <summary>Nothing is missing, and the total is a floor all the same.</summary>
    private const string NotOver = "what is still to come";

    /// <summary>The reasons, several joined by semicolons; null when the total is complete.</summary>
    public static string? Of(ICompletenessView answer, IReadOnlyList<KnownVenue> venues)
    {
        var reasons = Reasons(answer, venues);
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>
    /// How complete an answer is, in one sentence: what part of the normal volume was watched, and what is missing.
    /// </summary>
    public static string Sentence(ICompletenessView answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!answer.Floor)
            return "complete: every venue publishes all and was watched throughout";
        if (answer.LeastCovered is null)
            return "at least: no venue that publishes liquidations is watched";
        List<string> missing = [];
        var unwatched = answer.Coverage.Where(venue => venue.Share < 1 && venue.Class != FeedClass.None).Select(venue => venue.Venue).ToList();
        if (unwatched.Count > 0)
            missing.Add($"gaps at {Few(unwatched)}");
        missing.AddRange(DeficitText.Of(answer.Deficits));
        var partial = answer.Coverage.Where(venue => venue.Class is not (FeedClass.Full or FeedClass.None)).Select(venue => venue.Venue).ToList();
        if (partial.Count > 0)
            missing.Add($"what {Few(partial)} {(partial.Count == 1 ? "does" : "do")} not publish");
        if (missing.Count == 0)
            missing.Add(NotOver);
        return $"at least: {NumberText.Coverage(answer.Covered)} of normal volume was watched"
            + (missing.Count > 0 ? "; missing: " + string.Join(", ", missing) : "");
    }

    /// <summary>The reasons, each a sentence without its full stop; none when the total is complete.</summary>
    public static IReadOnlyList<string> Reasons(ICompletenessView answer, IReadOnlyList<KnownVenue> venues)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var coverage = answer.Coverage;
        List<string> reasons = [];
        if (answer is { Floor: true, LeastCovered: null })
            reasons.Add("no venue that publishes liquidations is watched");
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
        reasons.AddRange(DeficitText.Of(answer.Deficits));
        if (answer.Floor && reasons.Count == 0)
            reasons.Add(NotOver);
        return reasons;
    }

    /// <summary>A length of time as people read it: <c>00:12:03</c>, <c>2d 03:04:05</c>.</summary>
    public static string Length(TimeSpan length) => length >= TimeSpan.FromDays(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{length.Days}d {length:hh\\:mm\\:ss}")
        : length.ToString(length < TimeSpan.FromSeconds(1) ? @"hh\:mm\:ss\.fff" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Few(List<string> venues) => venues.Count <= 4
        ? string.Join(", ", venues)
        : $"{string.Join(", ", venues.Take(3))} and {venues.Count - 3} more venues";

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
