using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads deficits of a venue that last no more and that a repair might still make good, as they are stored.</summary>
internal static class EndedDeficitQuery
{
    /// <summary>
    /// Those that overlap [fromMs, toMs). What counts orders is left out where it reaches beyond it, or before the oldest kept
    /// liquidation: it could not be made good as a whole. What counts none is cut to it.
    /// </summary>
    internal static IReadOnlyList<Deficit> Run(Database database, string venue, long fromMs, long toMs)
    {
        // Events from before this moment are no longer taken.
        fromMs = Math.Max(fromMs, database.Scalar("SELECT raw_from_ms FROM state") ?? 0);
        var found = new List<Deficit>();
        using var rows = database.Prepare(
            """
            SELECT feed, symbol, reason, from_ms, to_ms, count, usd_micro FROM deficit
            WHERE venue = ?1 AND from_ms < ?3 AND to_ms > ?2 AND (count = 0 OR (from_ms >= ?2 AND to_ms <= ?3))
            ORDER BY from_ms
            """)
            .Bind(1, venue).Bind(2, fromMs).Bind(3, toMs).Query();
        while (rows.Step())
        {
            // A reason that is not known here was written by a newer program.
            if (!Enum.TryParse<DeficitReason>(rows.Text(2), out var reason))
                continue;
            found.Add(new Deficit
            {
                Venue = venue,
                Feed = rows.Text(0),
                Symbol = rows.Text(1),
                Reason = reason,
                FromMs = Math.Max(rows.Integer(3), fromMs),
                ToMs = Math.Min(rows.Integer(4), toMs),
                Count = rows.Integer(5),
                MicroUsd = rows.IntegerOrNull(6),
            });
        }

        return found;
    }
}
