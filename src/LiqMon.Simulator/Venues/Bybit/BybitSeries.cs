using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>
/// Bybit's past: candles of the mark price and the ratio of accounts. The past is made up, the same every time, and ends
/// at the present mark price.
/// </summary>
internal static class BybitSeries
{
    private const long HourMs = PastAccounts.HourMs;
    private const int DefaultLimit = 200;
    private const int HighestLimit = 1_000;

    /// <summary>Rows of a series, the newest first; null when the path is none.</summary>
    public static RestAnswer? Answer(ClientRequest request, TradedInstrument instrument, long nowMs)
    {
        var limit = int.TryParse(request["limit"], CultureInfo.InvariantCulture, out var requested) ? Math.Clamp(requested, 1, HighestLimit) : DefaultLimit;
        return (request.Path, request["interval"] ?? request["period"]) switch
        {
            ("/v5/market/mark-price-kline", "240") => List(request["category"]!, nowMs, json => Candles(json, instrument, limit, nowMs)),
            ("/v5/market/account-ratio", "1h") => List(request["category"]!, nowMs, json => Ratios(json, instrument, limit, nowMs)),
            _ => null,
        };
    }

    private static void Candles(Utf8JsonWriter json, TradedInstrument instrument, int limit, long nowMs)
    {
        var mark = instrument.Quote.Mark;
        var start = nowMs - (nowMs % (4 * HourMs));
        for (var back = 0; back < limit; back++, start -= 4 * HourMs)
        {
            var (open, close) = (Past(start), Past(Math.Min(start + (4 * HourMs), nowMs)));
            json.WriteStartArray();
            json.WriteStringValue(start.ToString(CultureInfo.InvariantCulture));
            foreach (var price in new[] { open, Math.Max(open, close) * 1.004m, Math.Min(open, close) * 0.996m, close })
                json.WriteStringValue(instrument.ToTick(price).ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }

        decimal Past(long timeMs) => mark * (decimal)(Level(timeMs) / Level(nowMs));
    }

    private static void Ratios(Utf8JsonWriter json, TradedInstrument instrument, int limit, long nowMs)
    {
        foreach (var time in PastAccounts.Hours(limit, nowMs))
        {
            var buy = PastAccounts.LongShare(time, 0);
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Spec.Symbol);
            json.WriteText("buyRatio", buy);
            json.WriteText("sellRatio", 1m - buy);
            json.WriteText("timestamp", time);
            json.WriteEndObject();
        }
    }

    // Waves of weeks and of days.
    private static double Level(long timeMs)
    {
        var hours = timeMs / (double)HourMs;
        return 1 + (0.12 * Math.Sin(hours / 190)) + (0.03 * Math.Sin(hours / 17));
    }

    private static RestAnswer List(string category, long nowMs, Action<Utf8JsonWriter> rows) =>
        new(200, JsonBody.Of((category, nowMs, rows), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteNumber("retCode", 0);
            json.WriteString("retMsg", "OK");
            json.WriteStartObject("result");
            json.WriteString("category", it.category);
            json.WriteStartArray("list");
            it.rows(json);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteNumber("time", it.nowMs);
            json.WriteEndObject();
        }));
}
