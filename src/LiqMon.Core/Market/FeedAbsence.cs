namespace LiqMon.Market;

/// <summary>
/// A span in which a feed did not exist and nothing was missing for it: its contracts were not listed yet, had ended, or
/// belonged to other feeds of the venue.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed.</param>
/// <param name="FromMs">
/// Start, Unix milliseconds, inclusive; 0 for since ever. Of a feed that ends, when it ended: what it was proven for last is
/// where its absence begins.
/// </param>
/// <param name="ToMs">End, Unix milliseconds, exclusive; null until the feed is heard of again.</param>
public sealed record FeedAbsence(string Venue, string Feed, long FromMs, long? ToMs);
