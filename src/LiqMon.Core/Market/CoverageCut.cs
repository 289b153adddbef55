namespace LiqMon.Market;

/// <summary>
/// The wall clock was set back: what was recorded beyond the new present is cut. Covered spans and closed gaps end at the
/// moment at the latest, and those that begin after it are gone. What the clock runs through twice is a gap of every feed
/// that had come so far, for nobody knows which of the two times was right; and what was repaired by the clock that ran
/// ahead is repaired again.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed; null for all of them.</param>
/// <param name="AtMs">The new present, Unix milliseconds.</param>
public sealed record CoverageCut(string Venue, string? Feed, long AtMs)
{
    /// <summary>How far the clock had come before, Unix milliseconds; 0 where only what was recorded shows it.</summary>
    public long PassedMs { get; init; }

    /// <summary>What begins at this moment or later is left alone. Unix milliseconds, exclusive.</summary>
    public long UntilMs { get; init; } = long.MaxValue;
}
