namespace LiqMon.Feeds;

/// <summary>A venue at a moment, for people.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Feeds">Its feeds, by name.</param>
/// <param name="Instruments">How many contracts it lists.</param>
/// <param name="InstrumentsLoaded">When they were last loaded whole; null while they are known from before only.</param>
/// <param name="RestTrouble">Why REST calls fail; null when they do not.</param>
/// <param name="Paused">How long its REST host still asks to be left alone; zero if it does not.</param>
public sealed record VenueStatus(
    string Venue,
    string Name,
    IReadOnlyList<FeedStatus> Feeds,
    int Instruments,
    DateTimeOffset? InstrumentsLoaded,
    string? RestTrouble,
    TimeSpan Paused);
