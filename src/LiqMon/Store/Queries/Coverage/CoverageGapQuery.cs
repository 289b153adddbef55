using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Finds out what of a venue's past may be repaired.</summary>
internal sealed class CoverageGapQuery(Database database, string venue)
{
    internal IReadOnlyList<CoverageGap> Run(long fromMs, long toMs, long nowMs, bool neverWatched)
    {
        // Events from before this moment are no longer taken.
        fromMs = Math.Max(fromMs, database.Scalar("SELECT raw_from_ms FROM state") ?? 0);
        if (fromMs >= toMs)
            return [];
        var merged = new List<CoverageGap>();
        foreach (var gap in new CoverageQuery(database, venue).Run(fromMs, toMs, nowMs).Gaps)
        {
            if (gap.Reason == GapReason.NotWatched && !neverWatched)
                continue;
            if (merged.Count > 0 && merged[^1].ToMs == gap.FromMs)
                merged[^1] = merged[^1] with { ToMs = gap.ToMs };
            else
                merged.Add(new CoverageGap(gap.FromMs, gap.ToMs, gap.Reason));
        }

        var read = Repairs(fromMs, toMs).Select(repair => (repair.FromMs, repair.ToMs)).ToList();
        return [.. merged.SelectMany(span => span.Without(read))];
    }

    internal IReadOnlyCollection<string> FeedsThroughout(CoverageGap span)
    {
        var delivered = new List<(string Feed, long FromMs, long ToMs)>();
        using (var rows = database.Prepare("SELECT feed, from_ms, to_ms FROM covered_span WHERE venue = ?1 AND from_ms < ?3 AND to_ms > ?2")
            .Bind(1, venue).Bind(2, span.FromMs).Bind(3, span.ToMs).Query())
        {
            while (rows.Step())
                delivered.Add((rows.Text(0), rows.Integer(1), rows.Integer(2)));
        }

        var lost = new List<(string Feed, long FromMs, long ToMs)>();
        using (var rows = database.Prepare(
            "SELECT feed, from_ms, coalesce(to_ms, ?3) FROM gap WHERE venue = ?1 AND from_ms < ?3 AND coalesce(to_ms, ?3) > ?2 AND repaired_ms IS NULL")
            .Bind(1, venue).Bind(2, span.FromMs).Bind(3, span.ToMs).Query())
        {
            while (rows.Step())
                lost.Add((rows.Text(0), rows.Integer(1), rows.Integer(2)));
        }

        return
        [
            .. delivered.GroupBy(part => part.Feed, StringComparer.Ordinal)
                .Where(feed => !span.Without(feed.Select(part => (part.FromMs, part.ToMs))).Any() && !lost.Exists(gap => gap.Feed == feed.Key))
                .Select(feed => feed.Key),
        ];
    }

    internal IReadOnlyList<GapRepaired> Repairs(long fromMs, long toMs)
    {
        var repairs = new List<GapRepaired>();
        using var rows = database.Prepare(
            """
            SELECT from_ms, to_ms, reason, repaired_ms, repaired_events, repaired_class FROM gap
            WHERE venue = ?1 AND feed = '*' AND repaired_ms IS NOT NULL AND from_ms < ?3 AND to_ms > ?2 ORDER BY from_ms
            """)
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query();
        while (rows.Step())
        {
            repairs.Add(new GapRepaired(
                venue, rows.Integer(0), rows.Integer(1), CoverageQuery.Reason(rows.Text(2)), rows.Integer(3), rows.Integer(4),
                (FeedClass)rows.Integer(5)));
        }

        return repairs;
    }
}
