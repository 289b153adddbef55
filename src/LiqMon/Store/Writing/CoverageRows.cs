using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Writes when feeds delivered and when they did not.</summary>
internal sealed class CoverageRows(Database database)
{
    private static readonly string[] CutSql =
    [
        """
        INSERT INTO gap AS row(venue, feed, from_ms, to_ms, reason)
            SELECT venue, feed, ?3, max(to_ms), 'ClockStepped' FROM (
                SELECT venue, feed, to_ms FROM covered_span
                    WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND feed <> '*' AND to_ms > ?3 AND from_ms < ?4
                UNION ALL SELECT venue, feed, to_ms FROM gap
                    WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND feed <> '*' AND to_ms > ?3 AND from_ms < ?4)
            GROUP BY venue, feed
        ON CONFLICT (venue, feed, from_ms) DO UPDATE SET to_ms = max(row.to_ms, excluded.to_ms)
        """,
        "DELETE FROM covered_span WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND from_ms >= ?3 AND from_ms < ?4",
        "UPDATE covered_span SET to_ms = ?3 WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND to_ms > ?3 AND from_ms < ?3",
        "DELETE FROM gap WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND from_ms > ?3 AND from_ms < ?4",
        "UPDATE gap SET to_ms = ?3 WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND to_ms > ?3 AND from_ms < ?3",
        "UPDATE OR REPLACE feed_absence SET from_ms = ?3 WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND from_ms > ?3 AND from_ms < ?4",
        "UPDATE feed_absence SET to_ms = ?3 WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND to_ms > ?3 AND from_ms < ?3",
        // By a clock that ran ahead, history was taken for read before it had happened.
        "DELETE FROM gap WHERE venue = ?1 AND feed = '*' AND repaired_ms >= ?3 AND repaired_ms < ?4",
        "UPDATE gap SET repaired_ms = NULL, repaired_events = NULL, repaired_class = NULL WHERE venue = ?1 AND repaired_ms >= ?3 AND repaired_ms < ?4",
        // One that lasts would never end: an end before its start is not taken.
        "UPDATE OR REPLACE deficit SET from_ms = ?3 WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND to_ms IS NULL AND from_ms > ?3 AND from_ms < ?4",
    ];

    internal void Add(Gap gap) => database.Prepare(
        """
        INSERT INTO gap AS row(venue, feed, from_ms, to_ms, reason) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (venue, feed, from_ms) DO UPDATE SET
            to_ms = CASE WHEN row.to_ms IS NULL THEN excluded.to_ms
                WHEN excluded.to_ms IS NULL THEN row.to_ms ELSE max(row.to_ms, excluded.to_ms) END,
            reason = CASE WHEN row.to_ms IS NOT NULL AND excluded.to_ms IS NULL THEN row.reason ELSE excluded.reason END
        """)
        .Bind(1, gap.Venue)
        .Bind(2, gap.Feed)
        .Bind(3, gap.FromMs)
        .Bind(4, gap.ToMs)
        .Bind(5, gap.Reason.ToString())
        .Run();

    internal void Add(CoveredSpan span) => database.Prepare(
        """
        INSERT INTO covered_span AS row(venue, feed, from_ms, to_ms, holds_ms) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (venue, feed, from_ms) DO UPDATE SET to_ms = max(row.to_ms, excluded.to_ms),
            holds_ms = CASE WHEN excluded.to_ms >= row.to_ms THEN excluded.holds_ms ELSE row.holds_ms END
        """)
        .Bind(1, span.Venue)
        .Bind(2, span.Feed)
        .Bind(3, span.FromMs)
        .Bind(4, Math.Max(span.FromMs, span.ToMs))
        .Bind(5, span.HoldsMs)
        .Run();

    /// <summary>
    /// Notes that a feed was not needed. One that ends was followed by others before it ended, so that its absence begins where
    /// its own book ends.
    /// </summary>
    internal void Add(FeedAbsence absence) => database.Prepare(
        """
        INSERT INTO feed_absence AS row(venue, feed, from_ms, to_ms) VALUES (?1, ?2,
            CASE WHEN ?4 IS NULL THEN coalesce((SELECT max(to_ms) FROM (
                SELECT to_ms FROM covered_span WHERE venue = ?1 AND feed = ?2 AND to_ms <= ?3
                UNION ALL SELECT to_ms FROM gap WHERE venue = ?1 AND feed = ?2 AND to_ms <= ?3)), ?3) ELSE ?3 END, ?4)
        ON CONFLICT (venue, feed, from_ms) DO UPDATE SET
            to_ms = CASE WHEN row.to_ms IS NULL OR excluded.to_ms IS NULL THEN NULL ELSE max(row.to_ms, excluded.to_ms) END
        """)
        .Bind(1, absence.Venue)
        .Bind(2, absence.Feed)
        .Bind(3, absence.FromMs)
        .Bind(4, absence.ToMs)
        .Run();

    /// <summary>
    /// Notes a repaired span in a row of its own, for the whole venue: time in which nothing ran has no row of any feed.
    /// The feeds' gaps within it are marked too.
    /// </summary>
    internal void Add(GapRepaired repaired)
    {
        database.Prepare(
            """
            INSERT INTO gap(venue, feed, from_ms, to_ms, reason, repaired_ms, repaired_events, repaired_class)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (venue, feed, from_ms) DO UPDATE SET to_ms = excluded.to_ms, repaired_ms = excluded.repaired_ms,
                repaired_events = excluded.repaired_events, repaired_class = excluded.repaired_class
            WHERE excluded.to_ms >= to_ms
            """)
            .Bind(1, repaired.Venue)
            .Bind(2, CoveredSpan.WholeVenue)
            .Bind(3, repaired.FromMs)
            .Bind(4, repaired.ToMs)
            .Bind(5, repaired.Reason.ToString())
            .Bind(6, repaired.RepairedMs)
            .Bind(7, repaired.Events)
            .Bind(8, (long)repaired.Class)
            .Run();
        database.Prepare(
            """
            UPDATE gap SET repaired_ms = ?4, repaired_events = ?5, repaired_class = ?6
            WHERE venue = ?1 AND feed <> ?7 AND from_ms >= ?2 AND to_ms <= ?3
            """)
            .Bind(1, repaired.Venue)
            .Bind(2, repaired.FromMs)
            .Bind(3, repaired.ToMs)
            .Bind(4, repaired.RepairedMs)
            .Bind(5, repaired.Events)
            .Bind(6, (long)repaired.Class)
            .Bind(7, CoveredSpan.WholeVenue)
            .Run();
    }

    /// <summary>Takes away what was recorded beyond a present to which the clock was set back, and claims nothing of it again.</summary>
    internal void Cut(CoverageCut cut)
    {
        foreach (var sql in CutSql)
        {
            var statement = database.Prepare(sql).Bind(1, cut.Venue).Bind(2, cut.Feed).Bind(3, cut.AtMs);
            if (sql.Contains("?4", StringComparison.Ordinal))
                statement.Bind(4, cut.UntilMs);
            statement.Run();
        }

        if (cut.Feed is { } feed && cut.PassedMs > cut.AtMs)
            Add(new Gap(cut.Venue, feed, cut.AtMs, cut.PassedMs, GapReason.ClockStepped));
    }

    /// <summary>Ends gaps that a killed process left open: after its last commit nobody was there to see them last.</summary>
    internal void CloseAbandoned(long lastCommitMs) => database.Prepare(
        "UPDATE gap SET to_ms = max(from_ms, ?1) WHERE to_ms IS NULL")
        .Bind(1, lastCommitMs)
        .Run();
}
