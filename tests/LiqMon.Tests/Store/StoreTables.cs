namespace LiqMon.Tests.Store;

/// <summary>The whole content of a store, without the numbers that depend on the order of arrival.</summary>
internal static class StoreTables
{
    internal const string All =
        """
        WITH name AS (
            SELECT i.id, s.id AS series_id, i.venue || ':' || i.symbol || ':' || i.valid_from_ms AS text,
                s.venue || ':' || s.asset || ':' || s.asset_class AS series
            FROM instrument i JOIN series s ON s.id = i.series_id),
        series_name AS (SELECT DISTINCT series_id, series FROM name),
        line(text) AS (
            SELECT 'instrument ' || text || series FROM name
            UNION ALL SELECT 'liquidation ' || time_ms || ' ' || n.text || ' ' || identity || ' ' || side || ' ' || price
                || ' ' || price_kind || ' ' || quantity || ' ' || contracts || ' ' || qty_base || ' ' || usd_micro || ' ' || received_ms
                FROM liquidation JOIN name n ON n.id = instrument_id
            UNION ALL SELECT 'minute ' || start_ms || ' ' || sn.series || ' ' || side || ' ' || usd_micro || ' ' || orders || ' '
                || max_usd_micro || ' ' || max_time_ms || ' ' || n.text || ' ' || max_price
                FROM rollup_minute r JOIN series_name sn ON sn.series_id = r.series_id JOIN name n ON n.id = r.max_instrument_id
            UNION ALL SELECT 'hour ' || start_ms || ' ' || sn.series || ' ' || side || ' ' || usd_micro || ' ' || orders || ' '
                || max_usd_micro || ' ' || max_time_ms || ' ' || n.text || ' ' || max_price
                FROM rollup_hour r JOIN series_name sn ON sn.series_id = r.series_id JOIN name n ON n.id = r.max_instrument_id
            UNION ALL SELECT 'day ' || start_ms || ' ' || sn.series || ' ' || side || ' ' || usd_micro || ' ' || orders || ' '
                || max_usd_micro || ' ' || max_time_ms || ' ' || n.text || ' ' || max_price
                FROM rollup_day r JOIN series_name sn ON sn.series_id = r.series_id JOIN name n ON n.id = r.max_instrument_id
            UNION ALL SELECT 'pending ' || venue || ' ' || symbol || ' ' || time_ms || ' ' || identity || ' ' || side || ' ' || price
                || ' ' || quantity || ' ' || received_ms FROM pending
            UNION ALL SELECT 'oi ' || grid_ms || ' ' || n.text || ' ' || time_ms || ' ' || coalesce(contracts, '-') || ' '
                || coalesce(base, '-') || ' ' || coalesce(usd, '-') FROM open_interest JOIN name n ON n.id = instrument_id
            UNION ALL SELECT 'mark ' || grid_ms || ' ' || n.text || ' ' || time_ms || ' ' || coalesce(mark, '-') || ' '
                || coalesce(index_price, '-') || ' ' || coalesce(funding_rate, '-') || ' ' || coalesce(next_funding_ms, '-')
                FROM mark_price JOIN name n ON n.id = instrument_id
            UNION ALL SELECT 'packed ' || (b.id >> 32) || ' ' || n.text || ' ' || hex(samples)
                FROM sample_block b JOIN name n ON n.id = (b.id & 4294967295)
            UNION ALL SELECT 'sampled ' || n.text || ' ' || kind || ' ' || first_ms || ' ' || last_ms
                FROM sampled JOIN name n ON n.id = instrument_id
            UNION ALL SELECT 'gap ' || venue || ' ' || feed || ' ' || from_ms || ' ' || coalesce(to_ms, '-') || ' ' || reason FROM gap
            UNION ALL SELECT 'covered ' || venue || ' ' || feed || ' ' || from_ms || ' ' || to_ms FROM covered_span
            UNION ALL SELECT 'quarantined ' || venue || ' ' || feed || ' ' || received_ms || ' ' || reason || ' ' || hex(frame) FROM quarantined
            UNION ALL SELECT 'refused ' || venue || ' ' || reason || ' ' || frames FROM quarantine_total)
        SELECT text FROM line ORDER BY text
        """;
}
