using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>The queries whose rows are cells, all with the same columns in the same order.</summary>
internal static class CellRows
{
    internal const string Minutes =
        """
        SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price
        FROM rollup_minute WHERE start_ms >= ?1 AND start_ms < ?2
        """;

    internal const string Hours =
        """
        SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price
        FROM rollup_hour WHERE start_ms >= ?1 AND start_ms < ?2
        """;

    internal const string HoursOfSeries =
        """
        SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price
        FROM rollup_hour WHERE series_id = ?3 AND start_ms >= ?1 AND start_ms < ?2
        """;

    // Each event as a cell of its own.
    internal const string Events =
        """
        SELECT l.time_ms, i.series_id, l.side, l.usd_micro, 1, l.usd_micro, l.time_ms, l.instrument_id, l.price
        FROM liquidation l CROSS JOIN instrument i ON i.id = l.instrument_id
        WHERE l.time_ms >= ?1 AND l.time_ms < ?2
        """;

    internal static WindowCell Read(Statement.Rows rows, Names names)
    {
        var series = names.Series((int)rows.Integer(1));
        return new WindowCell(
            series.Venue, series.Asset, series.AssetClass, (LiquidatedSide)rows.Integer(2), rows.Integer(0),
            rows.Integer(3), rows.Integer(4), rows.Integer(5), rows.Integer(6), names.Instrument((int)rows.Integer(7)).Symbol,
            rows.Real(8));
    }

    /// <summary>Two cells of one series and side as one that starts where the first does.</summary>
    internal static WindowCell Plus(this in WindowCell cell, in WindowCell other)
    {
        var larger = LargestFirst.Compare(other, cell) < 0 ? other : cell;
        return larger with
        {
            StartMs = cell.StartMs,
            MicroUsd = cell.MicroUsd + other.MicroUsd,
            Orders = cell.Orders + other.Orders,
        };
    }
}
