using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Web;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What OKX still knows of the past.
/// <para>
/// Liquidations by contract family, newest first, <c>after</c> meaning «earlier than». The path left the documentation in
/// 2025 and answered in 2026-09; how far back it goes is not known (one to seven days, less in a rush), so what it brings
/// is what there is. Rows are those of the socket, with the same values, and so with the same identity.
/// </para>
/// <para>
/// Open interest by contract: contracts, coins and dollars at the time of the row, one-sided. Of the newest 1,440 rows no
/// more is kept, so the step grows with the span. The largest contracts only: the path allows five calls a second.
/// Source: OKX v5 documentation, «contract open interest history», 2026-08; the old one, «liquidation orders».
/// </para>
/// </summary>
internal static class OkxHistory
{
    /// <summary>How many contracts' open interest is asked for.</summary>
    private const int Contracts = 50;

    private const int RowsPerPage = 100;
    private const string OpenInterestPath = "/api/v5/rubik/stat/contracts/open-interest-history";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The first calls.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var period = (toMs - fromMs) switch
        {
            var span when span <= Day.TotalMilliseconds => "5m",
            var span when span <= 30 * Day.TotalMilliseconds => "1H",
            _ => "1Dutc",
        };
        var families = instruments.Where(instrument => instrument.IndexSymbol is not null)
            .Select(instrument => (Type: instrument.Kind == InstrumentKind.Perpetual ? "SWAP" : "FUTURES", Family: instrument.IndexSymbol!))
            .Distinct();
        return
        [
            .. families.Select(family => Liquidations(rest, family.Type, family.Family, toMs)),
            .. instruments.Take(Contracts).Select(instrument => OpenInterest(rest, instrument.Symbol, period, fromMs, toMs)),
        ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RestRequest? Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.Text("code") is not (null or "0")
            || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw new JsonException($"no history: {(root.ValueKind == JsonValueKind.Object ? $"{root.Text("code")} {root.Text("msg")}" : null)}");
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        return request.Url.AbsolutePath == OpenInterestPath
            ? ReadOpenInterest(rest, query, data, fromMs, toMs, readings)
            : ReadLiquidations(rest, query, data, fromMs, toMs, readings);
    }

    private static RestRequest? ReadLiquidations(
        Uri rest, System.Collections.Specialized.NameValueCollection query, JsonElement data, long fromMs, long toMs, FrameReadings readings)
    {
        var type = query["instType"] ?? "";
        var rows = 0;
        var oldestMs = long.MaxValue;
        foreach (var contract in data.EnumerateArray())
        {
            if (contract.ValueKind != JsonValueKind.Object || contract.Text("instType") is { } told && told != type)
                continue;
            foreach (var row in contract.Objects("details"))
            {
                rows++;
                var timeMs = row.Integer("ts");
                if (timeMs > 0)
                    oldestMs = Math.Min(oldestMs, timeMs);
                if (timeMs == 0 || (timeMs >= fromMs && timeMs < toMs))
                {
                    readings.AddLiquidation(
                        contract.Bytes("instId"), OkxLiquidations.Side(row.Bytes("posSide"), row.Bytes("side")), row.Number("bkPx"),
                        PriceKind.Bankruptcy, row.Number("sz"), timeMs);
                }
            }
        }

        var asked = Number(query["after"], toMs);
        // More rows of the page's oldest millisecond may follow: it is asked for again, unless it alone filled the page.
        return rows < RowsPerPage || oldestMs <= fromMs || oldestMs >= asked || query["uly"] is not { Length: > 0 } family
            ? null
            : Liquidations(rest, type, family, oldestMs + 1 < asked ? oldestMs + 1 : oldestMs);
    }

    private static RestRequest? ReadOpenInterest(
        Uri rest, System.Collections.Specialized.NameValueCollection query, JsonElement data, long fromMs, long toMs, FrameReadings readings)
    {
        // Rows do not name their contract; the address does.
        var symbolText = query["instId"] ?? "";
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(symbolText), out var symbol))
            return null;
        var rows = 0;
        var oldestMs = long.MaxValue;
        foreach (var row in data.EnumerateArray())
        {
            rows++;
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < 4 || row[0].Number() is not { Scale: 0, Mantissa: var timeMs }
                || row[1].Number() is not { } contracts)
            {
                readings.Reject(RejectReason.BadNumber);
                continue;
            }

            if (timeMs > 0)
                oldestMs = Math.Min(oldestMs, timeMs);
            if (timeMs < fromMs || timeMs >= toMs)
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = contracts,
                OpenInterestUnit = OpenInterestUnit.Contracts,
                OpenInterestUsd = row[3].Number(),
            });
        }

        return rows < RowsPerPage || oldestMs <= fromMs || oldestMs >= Number(query["end"], toMs)
            ? null
            : OpenInterest(rest, symbolText, query["period"] ?? "1H", fromMs, oldestMs);
    }

    private static RestRequest Liquidations(Uri rest, string type, string family, long beforeMs) => new(
        $"backfill:liquidations-{type}-{family}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v5/public/liquidation-orders?instType={type}&uly={family}&state=filled&after={beforeMs}&limit={RowsPerPage}")));

    /// <summary>Both ends are left out by the venue. Five calls a second, of the ten that the other paths allow.</summary>
    private static RestRequest OpenInterest(Uri rest, string symbol, string period, long fromMs, long beforeMs) => new(
        $"backfill:open-interest-{symbol}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{OpenInterestPath}?instId={symbol}&period={period}&begin={fromMs - 1}&end={beforeMs}&limit={RowsPerPage}")),
        Weight: 2);

    private static long Number(string? text, long otherwise) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
