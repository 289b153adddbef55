using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads what of a span is proven, what is missing, and what was received and is in no total.</summary>
public sealed class CoverageReader
{
    private readonly Database _database;

    internal CoverageReader(Database database) => _database = database;

    /// <summary>How much of [from, to) each venue was covered. What lies after <paramref name="nowMs"/> does not count.</summary>
    public IReadOnlyList<VenueCoverage> OfVenues(IReadOnlyList<string> venues, long fromMs, long toMs, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(venues);
        return _database.Snapshot(() =>
            venues.Select(venue => new CoverageQuery(_database, venue).Run(fromMs, Math.Min(toMs, nowMs), nowMs)).ToList());
    }

    /// <summary>When any of some venues was first covered, Unix milliseconds; null if none ever was.</summary>
    public long? FirstCoveredMs(IReadOnlyCollection<string> venues) => _database.Snapshot(() =>
    {
        long? first = null;
        using var rows = _database.Prepare("SELECT venue, min(from_ms) FROM covered_span GROUP BY venue").Query();
        while (rows.Step())
        {
            if (venues.Contains(rows.Text(0)))
                first = Math.Min(first ?? long.MaxValue, rows.Integer(1));
        }

        return first;
    });

    /// <summary>When anything of a venue was last proven before a moment, Unix milliseconds; null for never.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="beforeMs">The moment, Unix milliseconds.</param>
    public long? LastCoveredMs(string venue, long beforeMs) => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare("SELECT min(max(to_ms), ?2) FROM covered_span WHERE venue = ?1 AND from_ms < ?2")
            .Bind(1, venue).Bind(2, beforeMs).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    });

    /// <summary>
    /// What belongs to the totals of some venues over a span and is not in them, orders that wait for their contract
    /// included; by venue, symbol and reason.
    /// </summary>
    /// <param name="venues">Venue ids.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    public IReadOnlyList<StoredDeficit> Deficits(IReadOnlyList<string> venues, long fromMs, long toMs) =>
        _database.Snapshot(() => venues.SelectMany(venue => new DeficitQuery(_database, venue).Run(fromMs, toMs)).ToList());

    /// <summary>
    /// Deficits of a venue in [from, to) that last no more, as they are stored, in order of time. What counts orders has to lie
    /// within; what counts none is cut to the span.
    /// </summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive; time before the oldest kept liquidation is left out.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    public IReadOnlyList<Deficit> EndedDeficits(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => EndedDeficitQuery.Run(_database, venue, fromMs, toMs));

    /// <summary>Spans of a venue that are missing and that no history has been read for yet, in order of time.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive; time before the oldest kept liquidation is left out.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    /// <param name="nowMs">The present.</param>
    /// <param name="neverWatched">Whether time counts in which the venue had never been watched.</param>
    public IReadOnlyList<CoverageGap> Missing(string venue, long fromMs, long toMs, long nowMs, bool neverWatched) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).Run(fromMs, Math.Min(toMs, nowMs), nowMs, neverWatched));

    /// <summary>Feeds of a venue that delivered throughout a span.</summary>
    public IReadOnlyCollection<string> FeedsThroughout(string venue, CoverageGap span) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).FeedsThroughout(span));

    /// <summary>Repairs of a venue that touch [from, to), in order of time.</summary>
    public IReadOnlyList<GapRepaired> Repairs(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).Repairs(fromMs, toMs));
}
