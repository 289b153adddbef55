using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Writes when feeds delivered and when they did not.</summary>
internal sealed class CoverageRows(Database database)
{
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
        INSERT INTO covered_span AS row(venue, feed, from_ms, to_ms) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (venue, feed, from_ms) DO UPDATE SET to_ms = max(row.to_ms, excluded.to_ms)
        """)
        .Bind(1, span.Venue)
        .Bind(2, span.Feed)
        .Bind(3, span.FromMs)
        .Bind(4, Math.Max(span.FromMs, span.ToMs))
        .Run();

    /// <summary>Ends gaps that a killed process left open: after its last commit nobody was there to see them last.</summary>
    internal void CloseAbandoned(long lastCommitMs) => database.Prepare(
        "UPDATE gap SET to_ms = max(from_ms, ?1) WHERE to_ms IS NULL")
        .Bind(1, lastCommitMs)
        .Run();
}
