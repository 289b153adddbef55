namespace LiqMon.Venues;

/// <summary>How far one venue's clock is ahead of ours.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="OffsetMs">Milliseconds ahead of our clock; negative when behind or slow.</param>
public readonly record struct VenueClock(string Venue, long OffsetMs);

/// <summary>
/// Whose clock is wrong. When most venues are off by about as much, it is ours; a venue that is off from the others has
/// a wrong clock itself.
/// </summary>
public sealed record ClockAssessment
{
    /// <summary>
    /// Nothing but a clock brings a message before its time: more than 5 s ahead is wrong. Applies to our clock in both
    /// directions, because most venues deliver within a second.
    /// </summary>
    public const long AheadMs = 5_000;

    /// <summary>A venue may also be slow: more than 30 s behind the others is wrong.</summary>
    public const long BehindMs = 30_000;

    /// <summary>Fewer venues than this cannot outvote our clock.</summary>
    public const int LeastVenues = 3;

    /// <summary>
    /// By how much our own clock is wrong, milliseconds: positive when it is ahead of the true time; null when it is right
    /// or too few venues are known to say so.
    /// </summary>
    public long? OwnErrorMs { get; private init; }

    /// <summary>Whether enough venues are known to distinguish a venue's wrong clock from ours.</summary>
    public bool IsSure { get; private init; }

    /// <summary>
    /// Venues whose clocks are wrong, by the true time as far as it is known: positive when ahead. With too few venues it
    /// may be our clock instead.
    /// </summary>
    public IReadOnlyList<VenueClock> WrongVenues { get; private init; } = [];

    /// <summary>Evaluates what is known of all venues.</summary>
    /// <param name="venues">Each venue once, in any order.</param>
    public static ClockAssessment Evaluate(IEnumerable<VenueClock> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        var clocks = venues.OrderBy(clock => clock.OffsetMs).ThenBy(clock => clock.Venue, StringComparer.Ordinal).ToArray();
        var middleMs = 0L;
        if (clocks.Length >= LeastVenues)
        {
            var median = clocks[clocks.Length / 2].OffsetMs;
            var agreeing = clocks.Count(clock => Math.Abs(clock.OffsetMs - median) <= AheadMs);
            if (Math.Abs(median) > AheadMs && agreeing * 2 > clocks.Length)
                middleMs = median;
        }

        return new ClockAssessment
        {
            IsSure = clocks.Length >= LeastVenues,
            OwnErrorMs = middleMs == 0 ? null : -middleMs,
            WrongVenues =
            [
                .. clocks.Select(clock => clock with { OffsetMs = clock.OffsetMs - middleMs })
                    .Where(clock => clock.OffsetMs is > AheadMs or < -BehindMs),
            ],
        };
    }
}
