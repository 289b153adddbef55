using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Writes and reads the table of cascades.</summary>
internal sealed class CascadeRows(Database database)
{
    private const string Columns =
        """
        SELECT asset, side, start_ms, end_ms, usd_micro, side_usd_micro, orders, peak_minute_ms, peak_minute_usd_micro, multiple,
            venues, price_change, price_change_hour_after, oi_change, coverage, is_open, is_withdrawn, revision
        FROM cascade
        """;

    // No cascade lasts longer; the index on its start finds those that reach into a span.
    private const long LongestMs = 7 * UnixTime.DayMs;

    /// <summary>Writes one in the running transaction.</summary>
    internal void Write(CascadeWrite write)
    {
        var cascade = write.Cascade;
        database.Prepare(
            """
            INSERT INTO cascade(asset, side, start_ms, end_ms, usd_micro, side_usd_micro, orders, peak_minute_ms,
                peak_minute_usd_micro, multiple, venues, price_change, price_change_hour_after, oi_change, coverage, is_open,
                is_settled, is_withdrawn, revision)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                (SELECT coalesce(max(revision), 0) + 1 FROM cascade))
            ON CONFLICT (asset, side, start_ms) DO UPDATE SET end_ms = excluded.end_ms, usd_micro = excluded.usd_micro,
                side_usd_micro = excluded.side_usd_micro, orders = excluded.orders, peak_minute_ms = excluded.peak_minute_ms,
                peak_minute_usd_micro = excluded.peak_minute_usd_micro, multiple = excluded.multiple, venues = excluded.venues,
                price_change = excluded.price_change, price_change_hour_after = excluded.price_change_hour_after,
                oi_change = excluded.oi_change, coverage = excluded.coverage, is_open = excluded.is_open,
                is_settled = excluded.is_settled, is_withdrawn = excluded.is_withdrawn, revision = excluded.revision
            """)
            .Bind(1, cascade.Asset)
            .Bind(2, (long)cascade.Side)
            .Bind(3, cascade.StartMs)
            .Bind(4, cascade.EndMs)
            .Bind(5, cascade.MicroUsd)
            .Bind(6, cascade.SideMicroUsd)
            .Bind(7, cascade.Orders)
            .Bind(8, cascade.PeakMinuteMs)
            .Bind(9, cascade.PeakMinuteMicroUsd)
            .Bind(10, cascade.Multiple)
            .Bind(11, string.Join(',', cascade.Venues))
            .Bind(12, cascade.PriceChange)
            .Bind(13, cascade.PriceChangeHourAfter)
            .Bind(14, cascade.OpenInterestChange)
            .Bind(15, cascade.Coverage)
            .Bind(16, cascade.IsOpen ? 1L : 0)
            .Bind(17, write.IsSettled ? 1L : 0)
            .Bind(18, write.IsWithdrawn ? 1L : 0)
            .Run();
    }

    /// <summary>Cascades that reach into [from, to), the newest first; withdrawn ones are left out.</summary>
    internal List<Cascade> Between(long fromMs, long toMs)
    {
        var found = new List<Cascade>();
        using var rows = database.Prepare(
            $"{Columns} WHERE start_ms >= ?1 AND start_ms < ?3 AND end_ms > ?2 AND is_withdrawn = 0 ORDER BY start_ms DESC, asset, side")
            .Bind(1, fromMs - LongestMs).Bind(2, fromMs).Bind(3, toMs).Query();
        while (rows.Step())
            found.Add(Read(rows).Cascade);
        return found;
    }

    /// <summary>Rows written after a revision, in the order they were written.</summary>
    internal List<CascadeRow> After(long revision, int limit)
    {
        var found = new List<CascadeRow>();
        using var rows = database.Prepare($"{Columns} WHERE revision > ?1 ORDER BY revision LIMIT ?2")
            .Bind(1, revision).Bind(2, limit).Query();
        while (rows.Step())
            found.Add(Read(rows));
        return found;
    }

    /// <summary>Cascades that ended before a moment and have not been settled.</summary>
    internal List<Cascade> Unsettled(long endedBeforeMs, int limit)
    {
        var found = new List<Cascade>();
        using var rows = database.Prepare($"{Columns} WHERE is_settled = 0 AND is_open = 0 AND is_withdrawn = 0 AND end_ms < ?1 LIMIT ?2")
            .Bind(1, endedBeforeMs).Bind(2, limit).Query();
        while (rows.Step())
            found.Add(Read(rows).Cascade);
        return found;
    }

    private static CascadeRow Read(Statement.Rows rows)
    {
        var cascade = new Cascade
        {
            Asset = rows.Text(0),
            Side = (LiquidatedSide)rows.Integer(1),
            StartMs = rows.Integer(2),
            EndMs = rows.Integer(3),
            MicroUsd = rows.Integer(4),
            SideMicroUsd = rows.Integer(5),
            Orders = rows.Integer(6),
            PeakMinuteMs = rows.Integer(7),
            PeakMinuteMicroUsd = rows.Integer(8),
            Multiple = rows.RealOrNull(9),
            Venues = rows.Text(10).Split(',', StringSplitOptions.RemoveEmptyEntries),
            PriceChange = rows.RealOrNull(11),
            PriceChangeHourAfter = rows.RealOrNull(12),
            OpenInterestChange = rows.RealOrNull(13),
            Coverage = rows.Real(14),
            IsOpen = rows.Integer(15) != 0,
        };
        return new CascadeRow(cascade, rows.Integer(17), rows.Integer(16) != 0);
    }
}
