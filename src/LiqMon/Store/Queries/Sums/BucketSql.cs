using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>The queries whose rows are cells, all with the same columns in the same order.</summary>
internal static class BucketSql
{
    private const string Columns =
        "SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price";

    private const string Between = "start_ms >= ?1 AND start_ms < ?2";

    internal const string Minutes = $"{Columns} FROM rollup_minute WHERE {Between}";

    internal const string Hours = $"{Columns} FROM rollup_hour WHERE {Between}";

    internal const string HoursOfSeries = $"{Columns} FROM rollup_hour WHERE series_id = ?3 AND {Between}";

    internal const string Days = $"{Columns} FROM rollup_day WHERE {Between}";

    internal const string DaysOfSeries = $"{Columns} FROM rollup_day WHERE series_id = ?3 AND {Between}";

    /// <summary>The minute that starts at ?1, of one series.</summary>
    internal const string MinuteOfSeries = $"{Columns} FROM rollup_minute WHERE start_ms = ?1 AND series_id = ?2";

    // Each event as a cell of its own. CROSS: the events are the outer loop.
    internal const string Events =
        """
        SELECT l.time_ms, i.series_id, l.side, l.usd_micro, 1, l.usd_micro, l.time_ms, l.instrument_id, l.price
        FROM liquidation l CROSS JOIN instrument i ON i.id = l.instrument_id
        WHERE l.time_ms >= ?1 AND l.time_ms < ?2
        """;

    internal static string Of(SpanPart part) => part switch
    {
        SpanPart.Days => Days,
        SpanPart.Hours => Hours,
        SpanPart.Minutes => Minutes,
        _ => Events,
    };

    internal static long Start(this Statement.Rows rows) => rows.Integer(0);

    internal static int Series(this Statement.Rows rows) => (int)rows.Integer(1);

    internal static LiquidatedSide Side(this Statement.Rows rows) => (LiquidatedSide)rows.Integer(2);

    internal static long LargestMicroUsd(this Statement.Rows rows) => rows.Integer(5);

    internal static Bucket Read(Statement.Rows rows, InstrumentCatalog names)
    {
        var series = names.Series(rows.Series());
        return new Bucket(
            series.Venue, series.Asset, series.AssetClass, rows.Side(), rows.Start(), rows.Integer(3), rows.Integer(4),
            rows.LargestMicroUsd(), rows.Integer(6), names.Instrument((int)rows.Integer(7)).Symbol, rows.Real(8));
    }
}
