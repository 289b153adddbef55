using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Writes what belongs to totals and is not in them. Single orders are added up by minute, contract and reason.</summary>
internal sealed class DeficitRows(Database database)
{
    // One that had ended and begins again from the same moment lasts: after a start within the same minute, say.
    internal void Add(Deficit deficit) => database.Prepare(
        """
        INSERT INTO deficit AS row(venue, feed, symbol, reason, from_ms, to_ms, count, usd_micro) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (venue, feed, symbol, reason, from_ms) DO UPDATE SET
            to_ms = CASE WHEN excluded.to_ms IS NULL THEN NULL ELSE max(coalesce(row.to_ms, 0), excluded.to_ms) END,
            count = row.count + excluded.count,
            usd_micro = CASE WHEN excluded.usd_micro IS NULL THEN row.usd_micro
                ELSE min(coalesce(row.usd_micro, 0) + excluded.usd_micro, 9000000000000000000) END
        """)
        .Bind(1, deficit.Venue)
        .Bind(2, deficit.Feed)
        .Bind(3, deficit.Symbol)
        .Bind(4, deficit.Reason.ToString())
        .Bind(5, deficit.FromMs)
        .Bind(6, deficit.ToMs)
        .Bind(7, deficit.Count)
        .Bind(8, deficit.MicroUsd)
        .Run();

    internal void AddOrder(in Liquidation liquidation, DeficitReason reason) => AddOrder(
        liquidation.Instrument.Venue, liquidation.Instrument.Symbol, liquidation.EventTimeMs, reason, liquidation.NotionalMicroUsd);

    internal void AddOrder(PendingLiquidation pending, DeficitReason reason) =>
        AddOrder(pending.Venue, pending.Symbol, pending.TimeMs, reason, null);

    internal void End(DeficitEnded ended) => database.Prepare(
        """
        UPDATE deficit SET to_ms = max(from_ms, ?5)
        WHERE venue = ?1 AND to_ms IS NULL AND from_ms <= ?5
            AND (?2 IS NULL OR feed = ?2) AND (?3 IS NULL OR symbol = ?3) AND (?4 IS NULL OR reason = ?4)
        """)
        .Bind(1, ended.Venue)
        .Bind(2, ended.Feed)
        .Bind(3, ended.Symbol)
        .Bind(4, ended.Reason?.ToString())
        .Bind(5, ended.AtMs)
        .Run();

    /// <summary>Takes out what a repair made good.</summary>
    internal void Remove(DeficitsRepaired repaired)
    {
        foreach (var deficit in Overlapping(repaired))
        {
            var isWithin = deficit.FromMs >= repaired.FromMs && deficit.ToMs <= repaired.ToMs;
            if (!isWithin && deficit.Count > 0)
                continue;
            Delete(deficit);
            if (deficit.FromMs < repaired.FromMs)
                Add(deficit with { ToMs = repaired.FromMs });
            if (deficit.ToMs is not { } endMs || endMs > repaired.ToMs)
                Add(deficit with { FromMs = repaired.ToMs });
        }
    }

    private List<Deficit> Overlapping(DeficitsRepaired repaired)
    {
        var found = new List<Deficit>();
        using var rows = database.Prepare(
            """
            SELECT feed, symbol, reason, from_ms, to_ms, count, usd_micro FROM deficit
            WHERE venue = ?1 AND (?2 IS NULL OR feed = ?2) AND from_ms < ?4 AND (to_ms IS NULL OR to_ms > ?3)
            """)
            .Bind(1, repaired.Venue)
            .Bind(2, repaired.Feed)
            .Bind(3, repaired.FromMs)
            .Bind(4, repaired.ToMs)
            .Query();
        while (rows.Step())
        {
            // A reason that is not known here was written by a newer program: it is not ours to remove.
            if (!Enum.TryParse<DeficitReason>(rows.Text(2), out var reason) || !repaired.Reasons.Contains(reason))
                continue;
            if (repaired.Contracts is { } contracts && !contracts.Contains(rows.Text(1)))
                continue;
            found.Add(new Deficit
            {
                Venue = repaired.Venue,
                Feed = rows.Text(0),
                Symbol = rows.Text(1),
                Reason = reason,
                FromMs = rows.Integer(3),
                ToMs = rows.IntegerOrNull(4),
                Count = rows.Integer(5),
                MicroUsd = rows.IntegerOrNull(6),
            });
        }

        return found;
    }

    private void Delete(Deficit deficit) => database.Prepare(
        "DELETE FROM deficit WHERE venue = ?1 AND feed = ?2 AND symbol = ?3 AND reason = ?4 AND from_ms = ?5")
        .Bind(1, deficit.Venue)
        .Bind(2, deficit.Feed)
        .Bind(3, deficit.Symbol)
        .Bind(4, deficit.Reason.ToString())
        .Bind(5, deficit.FromMs)
        .Run();

    private void AddOrder(string venue, string symbol, long timeMs, DeficitReason reason, long? microUsd)
    {
        var minute = UnixTime.Minute(timeMs);
        Add(new Deficit
        {
            Venue = venue,
            Feed = CoveredSpan.WholeVenue,
            Symbol = symbol,
            FromMs = minute,
            ToMs = minute + UnixTime.MinuteMs,
            Reason = reason,
            Count = 1,
            MicroUsd = microUsd is >= 0 ? microUsd : null,
        });
    }
}
