using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Web;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Open interest that Bybit still knows, years back; it publishes no past liquidations.
/// <para>
/// Units are those of the ticker: base asset on linear contracts, US dollars on inverse ones. <c>openInterest</c> counts
/// both sides, <c>singleOpenInterest</c> (since 2026-06-11) one; where only the former is given, half of it is taken.
/// Pages come newest first and are joined by a cursor. The step grows with the span.
/// Source: Bybit v5 documentation, «open interest», 2026-07.
/// </para>
/// </summary>
internal static class BybitHistory
{
    private const int RowsPerPage = 200;

    /// <summary>Three pages a contract, unless the span is longer than 600 days.</summary>
    private const int RowsAtMost = 600;

    private static readonly (string Name, int Minutes)[] Intervals =
        [("5min", 5), ("15min", 15), ("30min", 30), ("1h", 60), ("4h", 240), ("1d", 1_440)];

    /// <summary>The first calls, one for each contract.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var interval = Intervals.FirstOrDefault(interval => interval.Minutes * 60_000L * RowsAtMost >= toMs - fromMs, Intervals[^1]).Name;
        return
        [
            .. instruments.Select(instrument => new RestRequest(
                $"backfill:open-interest-{instrument.Symbol}",
                new Uri(rest, string.Create(
                    CultureInfo.InvariantCulture,
                    $"/v5/market/open-interest?category={(instrument.Margin == MarginKind.Inverse ? "inverse" : "linear")}&symbol={Uri.EscapeDataString(instrument.Symbol)}&intervalTime={interval}&startTime={fromMs}&endTime={toMs - 1}&limit={RowsPerPage}")))),
        ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RestRequest? Read(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.Number("retCode") is not { Mantissa: 0 }
            || !root.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty("list", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new JsonException($"no list of open interest: {(root.ValueKind == JsonValueKind.Object ? root.Text("retMsg") : null)}");
        // Rows do not name their contract; the address does.
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(query["symbol"] ?? ""), out var symbol))
            return null;
        var oldestMs = long.MaxValue;
        foreach (var row in result.Objects("list"))
        {
            var timeMs = row.Integer("timestamp");
            if (timeMs > 0)
                oldestMs = Math.Min(oldestMs, timeMs);
            if (timeMs != 0 && (timeMs < fromMs || timeMs >= toMs))
                continue;
            if ((row.Number("singleOpenInterest") ?? row.Number("openInterest")?.Half()) is not { } openInterest)
            {
                readings.Reject(RejectReason.BadNumber);
                continue;
            }

            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = query["category"] == "inverse" ? OpenInterestUnit.Usd : OpenInterestUnit.Base,
            });
        }

        return oldestMs > fromMs && oldestMs < long.MaxValue && result.Text("nextPageCursor") is { Length: > 0 } cursor
            ? Bybit.NextPage(request, cursor)
            : null;
    }
}
