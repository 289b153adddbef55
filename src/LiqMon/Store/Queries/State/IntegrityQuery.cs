namespace LiqMon.Store;

/// <summary>Where sums that must be equal are not.</summary>
/// <param name="Finer">What was summed up.</param>
/// <param name="Coarser">What it must be equal to.</param>
/// <param name="FromMs">Start of the first span in which they differ, Unix milliseconds.</param>
/// <param name="Orders">Orders in the finer more than in the coarser.</param>
/// <param name="MicroUsd">The same in micro-dollars.</param>
public sealed record SumDiscrepancy(string Finer, string Coarser, long FromMs, long Orders, Int128 MicroUsd);

/// <summary>Finds what is wrong with the file or with what is in it.</summary>
internal sealed class IntegrityQuery(Database database)
{
    // Dollars and their millionths apart: SQLite ends with an error where a sum of integers passes 64 bits.
    private const string HourFromMinutes =
        """
        SELECT span, sum(orders), sum(usd), sum(micro) FROM (
            SELECT start_ms - start_ms % 3600000 AS span, sum(orders) AS orders, sum(usd_micro / 1000000) AS usd, sum(usd_micro % 1000000) AS micro FROM rollup_minute GROUP BY 1
            UNION ALL SELECT start_ms, -sum(orders), -sum(usd_micro / 1000000), -sum(usd_micro % 1000000) FROM rollup_hour GROUP BY 1)
        GROUP BY span HAVING sum(orders) <> 0 OR sum(usd) * 1000000.0 + sum(micro) <> 0 ORDER BY span LIMIT 1
        """;

    private const string DayFromHours =
        """
        SELECT span, sum(orders), sum(usd), sum(micro) FROM (
            SELECT start_ms - start_ms % 86400000 AS span, sum(orders) AS orders, sum(usd_micro / 1000000) AS usd, sum(usd_micro % 1000000) AS micro FROM rollup_hour GROUP BY 1
            UNION ALL SELECT start_ms, -sum(orders), -sum(usd_micro / 1000000), -sum(usd_micro % 1000000) FROM rollup_day GROUP BY 1)
        GROUP BY span HAVING sum(orders) <> 0 OR sum(usd) * 1000000.0 + sum(micro) <> 0 ORDER BY span LIMIT 1
        """;

    // Single orders from before this mark may be gone, by the user's wish; it is the start of an hour.
    private const string HourFromOrders =
        """
        SELECT span, sum(orders), sum(usd), sum(micro) FROM (
            SELECT time_ms - time_ms % 3600000 AS span, count(*) AS orders, sum(usd_micro / 1000000) AS usd, sum(usd_micro % 1000000) AS micro FROM liquidation
                WHERE time_ms >= (SELECT raw_from_ms FROM state) GROUP BY 1
            UNION ALL SELECT start_ms, -sum(orders), -sum(usd_micro / 1000000), -sum(usd_micro % 1000000) FROM rollup_hour
                WHERE start_ms >= (SELECT raw_from_ms FROM state) GROUP BY 1)
        GROUP BY span HAVING sum(orders) <> 0 OR sum(usd) * 1000000.0 + sum(micro) <> 0 ORDER BY span LIMIT 1
        """;

    internal string? Damage()
    {
        using var rows = database.Prepare("PRAGMA quick_check(1)").Query();
        return rows.Step() && rows.Text(0) is var words && words != "ok" ? words.ReplaceLineEndings(" ") : null;
    }

    internal SumDiscrepancy? Discrepancy() =>
        First(DayFromHours, "hours", "days") ?? First(HourFromMinutes, "minutes", "hours") ?? First(HourFromOrders, "single orders", "hours");

    private SumDiscrepancy? First(string sql, string finer, string coarser)
    {
        using var rows = database.Prepare(sql).Query();
        return rows.Step() ? new SumDiscrepancy(finer, coarser, rows.Integer(0), rows.Integer(1), ((Int128)rows.Integer(2) * 1_000_000) + rows.Integer(3)) : null;
    }
}
