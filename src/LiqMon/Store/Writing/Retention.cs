namespace LiqMon.Store;

/// <summary>
/// Removes what is past its time, a few thousand rows at a step, and packs samples of past hours. Each part has a transaction of
/// its own: one that the database refuses holds up no other.
/// </summary>
internal sealed class Retention(Database database, StoreOptions options, UnpackedSamples unpacked)
{
    private const int RowsPerStep = 5_000;
    private const int BlocksPerStep = 500;
    private readonly SamplePacking _packing = new(database, unpacked);
    private readonly SampleThinning _thinning = new(database);
    private long? _coverageDoneMs;

    /// <summary>The parts: each does one step in the running transaction, and is true when there is more to do.</summary>
    internal IReadOnlyList<Func<long, bool>> Parts =>
    [
        Quarantine,
        Liquidations,
        Coverage,
        nowMs => ContextRows.Prune(database, ThinBeforeMs(nowMs), RowsPerStep),
        nowMs => _packing.Step(nowMs, UnixTime.Hour(ThinBeforeMs(nowMs))),
        nowMs => _thinning.Step(UnixTime.Hour(ThinBeforeMs(nowMs)), BlocksPerStep),
        nowMs => CandleRows.Settle(database, nowMs),
    ];

    internal void RolledBack()
    {
        _thinning.Restart();
        _coverageDoneMs = null;
    }

    private long ThinBeforeMs(long nowMs) => nowMs - (long)options.SampleDetail.TotalMilliseconds;

    private bool Quarantine(long nowMs)
    {
        // The bound may have been lowered since the rows were written.
        database.Prepare(
            "DELETE FROM quarantined WHERE id IN (SELECT id FROM quarantined WHERE id <= (SELECT max(id) FROM quarantined) - ?1 LIMIT ?2)")
            .Bind(1, options.QuarantineRows)
            .Bind(2, RowsPerStep)
            .Run();
        return database.Changes() == RowsPerStep;
    }

    /// <summary>
    /// What ended before the oldest time of which coverage is kept goes; what still lasts stays. What makes a span incomplete
    /// goes after the span that says it was covered, never before: else old sums would pass for complete.
    /// </summary>
    private bool Coverage(long nowMs)
    {
        var retention = options.LiquidationRetention is { } single && single < options.CoverageRetention ? single : options.CoverageRetention;
        var beforeMs = UnixTime.Hour(nowMs - (long)retention.TotalMilliseconds);
        if (beforeMs == _coverageDoneMs)
            return false;
        const string uncovered =
            """
            AND NOT EXISTS (SELECT 1 FROM covered_span AS span
                WHERE span.venue = row.venue AND span.from_ms < row.to_ms AND span.to_ms > row.from_ms)
            """;
        var more = Remove("covered_span", "venue, feed, from_ms", "", beforeMs)
            | Remove("feed_absence", "venue, feed, from_ms", "", beforeMs)
            | Remove("gap", "venue, feed, from_ms", uncovered, beforeMs)
            | Remove("deficit", "venue, feed, symbol, reason, from_ms", uncovered, beforeMs);
        // Each look reads these tables whole, so once an hour is enough.
        if (!more)
            _coverageDoneMs = beforeMs;
        return more;
    }

    private bool Remove(string table, string key, string condition, long beforeMs)
    {
        database.Prepare(
            $"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} AS row WHERE row.to_ms < ?1 {condition} LIMIT ?2)")
            .Bind(1, beforeMs)
            .Bind(2, RowsPerStep)
            .Run();
        return database.Changes() == RowsPerStep;
    }

    private bool Liquidations(long nowMs)
    {
        if (options.LiquidationRetention is not { } retention)
            return false;
        // Whole hours, so that what is left is exactly what no longer needs its roll-ups alone. Never back: rows before
        // the mark may be gone already.
        var beforeMs = UnixTime.Hour(nowMs - (long)retention.TotalMilliseconds);
        database.Prepare("UPDATE state SET raw_from_ms = max(raw_from_ms, ?1)").Bind(1, beforeMs).Run();
        database.Prepare(
            """
            DELETE FROM liquidation WHERE (time_ms, instrument_id, identity) IN (
                SELECT time_ms, instrument_id, identity FROM liquidation WHERE time_ms < ?1 ORDER BY time_ms LIMIT ?2)
            """)
            .Bind(1, beforeMs)
            .Bind(2, RowsPerStep)
            .Run();
        return database.Changes() == RowsPerStep;
    }
}
