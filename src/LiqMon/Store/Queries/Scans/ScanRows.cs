namespace LiqMon.Store;

/// <summary>The queries for a <see cref="Scan"/> of whole tables.</summary>
internal static class ScanRows
{
    /// <summary>Key: time, contract, identity.</summary>
    internal const string Liquidations =
        """
        SELECT time_ms, instrument_id, identity, side, price, price_kind, contracts, qty_base, usd_micro, received_ms
        FROM liquidation WHERE (time_ms, instrument_id, identity) > (?1, ?2, ?3) AND time_ms < ?4
        ORDER BY time_ms, instrument_id, identity LIMIT ?5
        """;

    /// <summary>Key: start, series, side. The rows are those of <see cref="BucketSql"/>.</summary>
    internal const string Minutes =
        """
        SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro, max_time_ms, max_instrument_id, max_price
        FROM rollup_minute WHERE (start_ms, series_id, side) > (?1, ?2, ?3) AND start_ms < ?4
        ORDER BY start_ms, series_id, side LIMIT ?5
        """;
}
