using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads one venue's watch over a span.</summary>
internal sealed class CoverageQuery(Database database, string venue)
{
    internal VenueCoverage Run(long fromMs, long toMs)
    {
        var timeline = new CoverageTimeline(fromMs, toMs);
        Each("SELECT feed, min(from_ms) FROM covered_span WHERE venue = ?1 GROUP BY feed",
            rows => timeline.FirstCovered(rows.Text(0), rows.Integer(1)));
        Each("SELECT feed, from_ms, to_ms FROM covered_span WHERE venue = ?1 AND from_ms < ?3 AND to_ms > ?2",
            rows => timeline.AddCovered(rows.Text(0), rows.Integer(1), rows.Integer(2)));
        // A gap without an end lasts until its feed is heard of again.
        Each(
            """
            SELECT feed, from_ms, coalesce(to_ms, min(
                coalesce((SELECT min(from_ms) FROM gap AS later
                    WHERE later.venue = gap.venue AND later.feed = gap.feed AND later.from_ms > gap.from_ms), ?3),
                coalesce((SELECT min(from_ms) FROM covered_span AS later
                    WHERE later.venue = gap.venue AND later.feed = gap.feed AND later.from_ms > gap.from_ms), ?3))), reason
            FROM gap WHERE venue = ?1 AND from_ms < ?3 AND coalesce(to_ms, ?3) > ?2
            """,
            rows => timeline.AddGap(rows.Text(0), rows.Integer(1), rows.Integer(2), Reason(rows.Text(3))));
        return timeline.Of(venue);

        void Each(string sql, Action<Statement.Rows> take)
        {
            var query = database.Prepare(sql).Bind(1, venue);
            if (sql.Contains("?3", StringComparison.Ordinal))
                query.Bind(2, fromMs).Bind(3, toMs);
            using var rows = query.Query();
            while (rows.Step())
                take(rows);
        }
    }

    // A name that is not known here was written by a newer program with the same tables.
    private static GapReason Reason(string name) =>
        Enum.TryParse<GapReason>(name, out var reason) ? reason : GapReason.InternalError;
}
