using System.Globalization;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>
/// The stated rule by which a monitor is ready: a feed is live, the disk has room, the store writes, no background loop has
/// failed within five minutes, and the clock is right. A venue that is missing does not make it unready; docs/completeness.md says why.
/// </summary>
public static class ReadinessRule
{
    /// <summary>How long items may wait without a commit.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How far the clock may be off by the middle of three or more venues.</summary>
    public static readonly TimeSpan LargestOffset = TimeSpan.FromSeconds(10);

    /// <summary>How far it may be off by fewer venues: one of them may be wrong itself, or late.</summary>
    public static readonly TimeSpan LargestOffsetOfFew = TimeSpan.FromSeconds(60);

    /// <summary>Decides.</summary>
    public static ReadinessResult Of(ReadinessFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IReadOnlyList<string> reasons = [.. Reasons(facts)];
        return new(reasons.Count == 0, reasons, facts.Watch.Live, facts.Watch.Expected, facts.Watch.Missing) { Clocks = facts.Watch.Clocks };
    }

    private static IEnumerable<string> Reasons(ReadinessFacts facts)
    {
        if (facts.Watch.Expected == 0)
            yield return "no venue that publishes liquidations is switched on";
        else if (!facts.IsAnyFeedLive)
            yield return "no feed is live";
        if (facts.FreeBytes is { } free && free < facts.ReserveBytes)
            yield return $"the disk has {free >> 20} MiB left; {facts.ReserveBytes >> 20} MiB are kept free, so nothing is stored";
        if (facts.StoreError is { } error)
            yield return "the store cannot be read: " + error;
        if (facts.FailedCommits > 0)
            yield return $"the store cannot write: {facts.FailedCommits} commit{(facts.FailedCommits == 1 ? "" : "s")} failed in a row";
        else if (facts.ItemsWait && facts.SinceCommit > LongestWait)
            yield return Invariant($"the store has written nothing for {facts.SinceCommit.Value.TotalSeconds:0} s while items wait");
        foreach (var loop in facts.FailedLoops)
            yield return loop;
        if (Clock(facts) is { } clock)
            yield return clock;
    }

    private static string? Clock(ReadinessFacts facts)
    {
        if (facts.SinceCommit < -LargestOffsetOfFew)
            return Invariant($"the clock is wrong: it was set back by {-facts.SinceCommit.Value.TotalSeconds:0} s since the last commit");
        var count = facts.VenueLagsMs.Count;
        if (count == 0)
            return null;
        var isMany = count >= ClockAssessment.LeastVenues;
        var errorMs = isMany
            ? ClockAssessment.Evaluate(facts.VenueLagsMs.Select((lagMs, place) => new VenueClock(place.ToString(CultureInfo.InvariantCulture), -lagMs))).OwnErrorMs ?? 0
            : facts.VenueLagsMs.MinBy(Math.Abs);
        var error = TimeSpan.FromMilliseconds(errorMs);
        return error.Duration() <= (isMany ? LargestOffset : LargestOffsetOfFew) ? null
            : Invariant($"the clock is wrong: it is {error.Duration().TotalSeconds:0} s {(error > TimeSpan.Zero ? "ahead" : "behind")} by {count} venue{(count == 1 ? "" : "s")}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
