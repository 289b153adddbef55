namespace LiqMon.Market;

/// <summary>
/// The wall clock was set back: what was recorded beyond the new present is cut. Covered spans and closed gaps end at the
/// moment at the latest, and those that begin after it are gone.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed; null for all of them.</param>
/// <param name="AtMs">The new present, Unix milliseconds.</param>
public sealed record CoverageCut(string Venue, string? Feed, long AtMs)
{
    /// <summary>How far the clock had come before; what begins later is left alone. Unix milliseconds, exclusive.</summary>
    public long UntilMs { get; init; } = long.MaxValue;
}
