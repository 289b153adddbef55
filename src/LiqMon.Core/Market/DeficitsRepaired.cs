namespace LiqMon.Market;

/// <summary>
/// A venue's history was read whole for a span and held everything that was known of it: deficits of these reasons that
/// lie within the span are made good. One that only overlaps it is shortened, unless it counts orders, for nobody knows
/// which of them lie within.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed; null for every feed.</param>
/// <param name="FromMs">Start of the span, Unix milliseconds of event time, inclusive.</param>
/// <param name="ToMs">Its end, exclusive.</param>
/// <param name="Reasons">Which kinds.</param>
public sealed record DeficitsRepaired(string Venue, string? Feed, long FromMs, long ToMs, IReadOnlyList<DeficitReason> Reasons)
{
    /// <summary>
    /// The venue's symbols of the contracts whose history was read: the deficits of others stay. An empty text among them
    /// stands for deficits of no named contract. Null for all.
    /// </summary>
    public IReadOnlySet<string>? Contracts { get; init; }
}
