using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What OKX still knows of the past.
/// <para>
/// Liquidations by contract family, newest first, <c>after</c> meaning "earlier than". The path left the documentation in
/// 2025 and answered in 2026-09; it reaches back about 24 hours, so what it brings is what there is. Rows are those of the socket, with the same values, and so with the same identity.
/// </para>
/// <para>
/// Open interest by contract: contracts, coins and dollars at the time of the row, one-sided. Of the newest 1,440 rows no
/// more is kept, so the step grows with the span. The largest contracts only: the path allows five calls a second.
/// Source: OKX v5 documentation, "contract open interest history", 2026-08; the old one, "liquidation orders".
/// </para>
/// </summary>
internal static class OkxHistory
{
    /// <summary>How many contracts' open interest is requested.</summary>
    private const int Contracts = 50;

    private const int RowsPerPage = 100;
    private const string OpenInterestPath = "/api/v5/rubik/stat/contracts/open-interest-history";

    private static readonly PageRules LiquidationPages = new(RowsPerPage);

    private static readonly PageRules OpenInterestPages = new(RowsPerPage) { RowDistanceMs = 5 * EventTime.MinuteMs };

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
            .. families.Select(family => Liquidations(rest, family.Type, family.Family, toMs - 1)),
            .. instruments.Take(Contracts).Select(instrument => OpenInterest(rest, instrument.Symbol, period, fromMs, toMs - 1)),
        ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (root.Text("code") is not (null or "0") || !list.IsArray)
            throw new JsonException($"no history: {(root.ValueKind == JsonValueKind.Object ? $"{root.Text("code")} {root.Text("msg")}" : null)}");
        var paging = new HistoryPaging(fromMs, toMs, readings);
        return request.Kind == RestKind.OpenInterest
            ? ReadOpenInterest(rest, request.TagOf<HistoryTag>(), list, fromMs, paging, readings)
            : ReadLiquidations(rest, request.TagOf<FamilyTag>(), list, paging, readings);
    }

    private static HistoryStep ReadLiquidations(
        Uri rest, FamilyTag tag, in JsonList list, HistoryPaging paging, FrameReadings readings)
    {
        foreach (var contract in list)
        {
            if (contract.ValueKind == JsonValueKind.Object && contract.Text("instType") is { } type && type != tag.Type)
                continue;
            if (contract.ValueKind != JsonValueKind.Object || !contract.TryGetProperty("details", out var details)
                || details.ValueKind != JsonValueKind.Array)
            {
                paging.Refuse(RejectReason.BadNumber);
                continue;
            }

            foreach (var row in details.EnumerateArray())
            {
                if (!paging.IsRow(row))
                    continue;
                var timeMs = row.Integer("ts");
                if (paging.Includes(timeMs))
                {
                    readings.AddLiquidation(
                        contract.Bytes("instId"), OkxLiquidations.Side(row.Bytes("posSide"), row.Bytes("side")), row.Number("bkPx"),
                        PriceKind.Bankruptcy, row.Number("sz"), timeMs);
                }
            }
        }

        return paging.NewestFirst(LiquidationPages, tag.EdgeMs, untilMs => Liquidations(rest, tag.Type, tag.Subject, untilMs));
    }

    private static HistoryStep ReadOpenInterest(
        Uri rest, HistoryTag tag, in JsonList list, long fromMs, HistoryPaging paging, FrameReadings readings)
    {
        // Rows do not name their contract; the call does.
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        foreach (var row in list)
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < 4 || row[0].Number() is not { Scale: 0, Mantissa: var timeMs }
                || row[1].Number() is not { } contracts)
            {
                paging.Refuse(RejectReason.BadNumber);
                continue;
            }

            if (!paging.Includes(timeMs))
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

        return paging.NewestFirst(
            OpenInterestPages, tag.EdgeMs, untilMs => OpenInterest(rest, tag.Subject, tag.Step!, fromMs, untilMs));
    }

    /// <summary><c>after</c> itself is left out by the venue.</summary>
    private static RestRequest Liquidations(Uri rest, string type, string family, long untilMs) => new(
        $"backfill:liquidations-{type}-{family}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v5/public/liquidation-orders?instType={type}&uly={family}&state=filled&after={untilMs + 1}&limit={RowsPerPage}")))
    {
        Kind = RestKind.Liquidations,
        Tag = new FamilyTag(family, untilMs, type),
    };

    /// <summary>Both ends are left out by the venue. Five calls a second, of the ten that the other paths allow.</summary>
    private static RestRequest OpenInterest(Uri rest, string symbol, string period, long fromMs, long untilMs) => new(
        $"backfill:open-interest-{symbol}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{OpenInterestPath}?instId={symbol}&period={period}&begin={fromMs - 1}&end={untilMs + 1}&limit={RowsPerPage}")),
        Weight: 2)
    {
        Kind = RestKind.OpenInterest,
        Tag = new HistoryTag(symbol, untilMs) { Step = period },
    };

    /// <summary>A page of a contract family's liquidations.</summary>
    /// <param name="Subject">The family: <c>BTC-USDT</c>.</param>
    /// <param name="EdgeMs">The last moment of interest.</param>
    /// <param name="Type">The venue's word for its kind of contracts: <c>SWAP</c>.</param>
    private sealed record FamilyTag(string Subject, long EdgeMs, string Type) : HistoryTag(Subject, EdgeMs);
}
