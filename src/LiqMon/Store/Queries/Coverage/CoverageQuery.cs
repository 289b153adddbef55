using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads one venue's watch over a span.</summary>
internal sealed class CoverageQuery(Database database, string venue)
{
    /// <summary>A writer that lives commits at least this often while a feed delivers.</summary>
    private const long WriterLivesMs = 5_000;

    /// <summary>Coverage of [fromMs, toMs), as known at a moment.</summary>
    internal VenueCoverage Run(long fromMs, long toMs, long nowMs)
    {
        // While the writer lives, a feed that was proven less than its own rhythm ago and is not known to be lost counts as
        // covered up to now: otherwise the newest seconds of every answer would be missing.
        var lastCommitMs = database.Scalar("SELECT last_commit_ms FROM state") ?? 0;
        var writerLives = Math.Abs(nowMs - lastCommitMs) <= WriterLivesMs;
        var freshFromMs = writerLives ? nowMs : long.MaxValue;
        var timeline = new CoverageTimeline(fromMs, toMs);
        Each("SELECT feed, min(from_ms) FROM covered_span WHERE venue = ?1 GROUP BY feed",
            rows => timeline.FirstCovered(rows.Text(0), rows.Integer(1)));
        Each(
            """
            SELECT feed, from_ms, CASE WHEN to_ms + coalesce(holds_ms, 0) >= ?4 AND NOT EXISTS (SELECT 1 FROM gap
                    WHERE gap.venue = span.venue AND gap.feed = span.feed AND gap.from_ms >= span.from_ms
                        AND (gap.to_ms IS NULL OR gap.to_ms > span.to_ms))
                THEN max(to_ms, ?4) ELSE to_ms END AS until_ms
            FROM covered_span AS span WHERE venue = ?1 AND from_ms < ?3 AND (to_ms > ?2 OR to_ms + coalesce(holds_ms, 0) >= ?4)
            """,
            rows => timeline.AddCovered(rows.Text(0), rows.Integer(1), rows.Integer(2)));
        // An absence without an end lasts until its feed is heard of again.
        Each(
            """
            SELECT feed, from_ms, coalesce(to_ms, min(
                coalesce((SELECT min(from_ms) FROM gap AS later
                    WHERE later.venue = gone.venue AND later.feed = gone.feed AND later.from_ms >= gone.from_ms), ?3),
                coalesce((SELECT min(from_ms) FROM covered_span AS later
                    WHERE later.venue = gone.venue AND later.feed = gone.feed AND later.from_ms >= gone.from_ms), ?3)))
            FROM feed_absence AS gone WHERE venue = ?1 AND from_ms < ?3 AND coalesce(to_ms, ?3) > ?2
            """,
            rows => timeline.AddAbsence(rows.Text(0), rows.Integer(1), rows.Integer(2)));
        // Only a history of every liquidation (class 0) proves that nothing is missing any more; see GapRepaired.
        Each(
            """
            SELECT from_ms, to_ms FROM gap
            WHERE venue = ?1 AND feed = '*' AND repaired_class = 0 AND from_ms < ?3 AND to_ms > ?2
            """,
            rows => timeline.AddRepaired(rows.Integer(0), rows.Integer(1)));
        // A gap without an end lasts until its feed is heard of again.
        Each(
            """
            SELECT feed, from_ms, coalesce(to_ms, min(
                coalesce((SELECT min(from_ms) FROM gap AS later
                    WHERE later.venue = gap.venue AND later.feed = gap.feed AND later.from_ms > gap.from_ms), ?3),
                coalesce((SELECT min(from_ms) FROM covered_span AS later
                    WHERE later.venue = gap.venue AND later.feed = gap.feed AND later.from_ms > gap.from_ms), ?3))), reason
            FROM gap WHERE venue = ?1 AND from_ms < ?3 AND coalesce(to_ms, ?3) > ?2 AND NOT (feed = '*' AND repaired_ms IS NOT NULL)
            """,
            rows => timeline.AddGap(rows.Text(0), rows.Integer(1), rows.Integer(2), Reason(rows.Text(3))));
        return timeline.Of(venue);

        void Each(string sql, Action<Statement.Rows> take)
        {
            var query = database.Prepare(sql).Bind(1, venue);
            if (sql.Contains("?3", StringComparison.Ordinal))
                query.Bind(2, fromMs).Bind(3, toMs);
            if (sql.Contains("?4", StringComparison.Ordinal))
                query.Bind(4, freshFromMs);
            using var rows = query.Query();
            while (rows.Step())
                take(rows);
        }
    }

    // A name that is not known here was written by a newer program with the same tables.
    internal static GapReason Reason(string name) =>
        Enum.TryParse<GapReason>(name, out var reason) ? reason : GapReason.InternalError;
}
