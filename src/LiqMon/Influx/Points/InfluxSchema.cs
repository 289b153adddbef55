namespace LiqMon.Influx;

/// <summary>What a field holds. InfluxDB never lets a field change its type, so neither does LiqMon.</summary>
public enum InfluxFieldType
{
    /// <summary>A 64-bit floating-point number.</summary>
    Number,

    /// <summary>A 64-bit integer that counts something.</summary>
    Count,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>A measurement: its tags, and the fields with their types.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Names of its tags.</param>
/// <param name="Fields">Its fields.</param>
public sealed record InfluxMeasurement(string Name, IReadOnlyList<string> Tags, IReadOnlyDictionary<string, InfluxFieldType> Fields);

/// <summary>Everything that LiqMon writes to InfluxDB. Names and types are fixed for ever; there may be more later.</summary>
public static class InfluxSchema
{
    /// <summary>Tag value of a total over all assets or all venues.</summary>
    public const string All = "ALL";

    /// <summary>All measurements.</summary>
    public static IReadOnlyList<InfluxMeasurement> Measurements { get; } =
    [
        Of("liquidation", ["venue", "asset", "symbol", "side", "margin"], ["usd", "qty_base", "price"], texts: ["id"]),
        Of("liquidation_1m", ["venue", "asset", "side"], ["usd", "max_usd"], ["orders"]),
        // A tenth of the series of liquidation_1m: what panels of all assets read.
        Of("liquidation_venue_1m", ["venue", "asset", "side"], ["usd", "max_usd"], ["orders"]),
        Of(
            "squeeze", ["asset", "venue", "window"],
            ["long_usd", "short_usd", "short_minus_long_usd", "short_share", "coverage"], ["long_orders", "short_orders"]),
        Of("open_interest", ["venue", "asset", "symbol", "margin"], ["usd", "base", "contracts"]),
        Of("open_interest_1m", ["venue", "asset"], ["usd", "base", "funding_annual"], ["contracts_known"]),
        Of("open_interest_change", ["venue", "asset", "window"], ["start_usd", "change_usd", "start_base", "change_base"], ["contracts_known"]),
        Of("mark_price", ["venue", "asset", "symbol"], ["mark", "index", "funding_rate", "basis_bps"]),
        Of(
            "cascade", ["asset", "side"], ["end_time", "usd", "peak_minute_usd", "multiple", "price_change", "oi_change"],
            texts: ["title", "description", "tags"]),
        Of("asset_1m", ["asset"], ["oi_usd", "oi_base", "coin_flow_usd", "price_effect_usd", "funding_annual"]),
        Of("liquidation_map", ["asset", "level"], ["price", "away", "long_usd", "short_usd"]),
        Of("long_short", ["asset", "venue"], ["ratio", "long_share"]),
        Of(
            "feed_health", ["venue", "feed"], ["connected", "coverage", "lag_ms"],
            ["frames", "events", "reconnects", "quarantined", "gaps"], ["class"]),
        Of(
            "collector", ["collector"], ["commit_ms", "influx_lag_s", "cpu_seconds"],
            ["store_queue", "windows_queue", "stored", "duplicates", "influx_points", "influx_retries", "influx_quarantined", "memory_bytes"]),
    ];

    private static InfluxMeasurement Of(string name, string[] tags, string[] numbers, string[]? counts = null, string[]? texts = null)
    {
        var fields = new Dictionary<string, InfluxFieldType>(StringComparer.Ordinal);
        foreach (var (names, type) in new[] { (numbers, InfluxFieldType.Number), (counts ?? [], InfluxFieldType.Count), (texts ?? [], InfluxFieldType.Text) })
        {
            foreach (var field in names)
                fields.Add(field, type);
        }

        return new(name, tags, fields);
    }
}
