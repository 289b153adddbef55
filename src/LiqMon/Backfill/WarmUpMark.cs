namespace LiqMon.Backfill;

/// <summary>How far back a venue's market data has been fetched: all of [from, to).</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="FromMs">Start, Unix milliseconds.</param>
/// <param name="ToMs">The first start, Unix milliseconds: what is later the feed itself delivers.</param>
internal sealed record WarmUpMark(string Venue, long FromMs, long ToMs);
