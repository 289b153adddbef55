using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>The ledger over HTTP: the same field names as the product's squeeze totals, so both can be compared.</summary>
internal static class LedgerPage
{
    public static RestAnswer Answer(SimulationLedger ledger, ClientRequest request)
    {
        if (!TryTime(request["from"], out var from)) return Refuse("from");
        if (!TryTime(request["to"], out var to)) return Refuse("to");
        // Times are whole milliseconds, so an exclusive start is the next one.
        var start = (from ?? long.MinValue) + (IsSet(request, "from_exclusive") ? 1 : 0);
        var end = to is { } given ? given + (IsSet(request, "to_inclusive") ? 1 : 0) : long.MaxValue;
        var totals = ledger.Totals(request["asset"], request["venue"], start, end);
        return new RestAnswer(200, JsonBody.Of((request, from, to, totals), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("asset", it.request["asset"]);
            json.WriteString("venue", it.request["venue"]);
            WriteTime(json, "from", it.from);
            WriteTime(json, "to", it.to);
            WriteTotals(json, it.totals);
            json.WriteEndObject();
        }));
    }

    private static void WriteTotals(Utf8JsonWriter json, LedgerTotals totals)
    {
        WriteUsd(json, "long_usd", totals.LongMicroUsd);
        WriteUsd(json, "short_usd", totals.ShortMicroUsd);
        WriteUsd(json, "short_minus_long_usd", totals.ShortMicroUsd - totals.LongMicroUsd);
        WriteUsd(json, "total_usd", totals.ShortMicroUsd + totals.LongMicroUsd);
        json.WriteNumber("long_orders", totals.LongOrders);
        json.WriteNumber("short_orders", totals.ShortOrders);
        json.WritePropertyName("largest");
        if (totals.Largest is { } largest)
        {
            json.WriteStartObject();
            json.WriteString("venue", largest.Venue);
            json.WriteString("symbol", largest.Symbol);
            json.WriteString("side", largest.Position == LiquidatedPosition.Long ? "long" : "short");
            WriteUsd(json, "usd", largest.MicroUsd);
            json.WriteNumber("price", largest.Price);
            WriteTime(json, "time", largest.EventTimeMs);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
        WriteUsd(json, "suppressed_usd", totals.SuppressedMicroUsd);
        json.WriteNumber("suppressed_orders", totals.SuppressedOrders);
        WriteUsd(json, "undelivered_usd", totals.UndeliveredMicroUsd);
        json.WriteNumber("undelivered_orders", totals.UndeliveredOrders);
        WriteUsd(json, "withheld_usd", totals.WithheldMicroUsd);
        json.WriteNumber("withheld_orders", totals.WithheldOrders);
        json.WriteNumber("altered_orders", totals.AlteredOrders);
    }

    private static bool IsSet(ClientRequest request, string name) => request[name] is "true" or "1";

    /// <summary>Milliseconds since 1970, or ISO 8601 (UTC unless it says otherwise).</summary>
    private static bool TryTime(string? text, out long? timeMs)
    {
        timeMs = null;
        if (text is null) return true;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) timeMs = number;
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            timeMs = time.ToUnixTimeMilliseconds();
        // The range of DateTimeOffset, because the times are written back as ISO 8601.
        return timeMs is >= -62_135_596_800_000 and <= 253_402_300_799_999;
    }

    private static void WriteUsd(Utf8JsonWriter json, string name, long microUsd)
    {
        // Dividing by a one with many decimals drops the trailing zeros.
        var dollars = microUsd / 1_000_000m / 1.0000000000000000000000000000m;
        json.WriteNumber(name, dollars);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? timeMs)
    {
        if (timeMs is { } time)
            json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        else json.WriteNull(name);
    }

    private static RestAnswer Refuse(string name) => new(400, JsonBody.Of(name, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("error", it + " must be milliseconds since 1970 or ISO 8601");
        json.WriteEndObject();
    }));
}
