using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What HTX still knows of the past.
/// <para>
/// Liquidations: <c>swap_liquidation_orders</c> v3 per contract, at most 48 hours a call, with the socket's own fields. The
/// newer <c>/v5/market/liquidation_orders</c> has a time and a price whose relation to the socket's is not known.
/// </para>
/// <para>
/// Open interest: <c>swap_his_open_interest</c> per contract, the newest 200 rows of a step and no other, whatever span is
/// wanted. So the hours are requested first (eight days), then wider steps until the start is reached (200 days at most).
/// It counts contracts of both sides as the current figure does, so half is taken; so is half of <c>value</c>, which is in
/// the quote currency on linear contracts and is not documented on others. Coin-margined futures are requested by
/// "quarter" and the like, and the quarter of a past day may be another contract than today's: they are left out.
/// Source: HTX derivatives documentation, "query liquidation orders", "query information on open interest".
/// </para>
/// </summary>
internal static class HtxHistory
{
    private const long LiquidationsMs = 48 * EventTime.HourMs;
    private const int OpenInterestRows = 200;

    private static readonly string[] Periods = ["60min", "4hour", "12hour", "1day"];

    /// <summary>The first calls.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs
            ? []
            :
            [
                .. instruments.Select(LiquidationsPath).Distinct().Select(path => Liquidations(rest, path, fromMs, toMs)),
                .. instruments.Where(instrument => HtxContracts.Family(instrument) != HtxFamily.CoinFutures)
                    .Select(instrument => OpenInterest(rest, instrument.Margin == MarginKind.Linear, instrument.Symbol, period: 0)),
            ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        return request.Kind == RestKind.OpenInterest
            ? ReadOpenInterest(rest, request.TagOf<StepTag>(), body, fromMs, paging, readings)
            : ReadLiquidations(rest, request.TagOf<OrderTag>(), body, toMs, paging, readings);
    }

    private static HistoryStep ReadLiquidations(
        Uri rest, OrderTag tag, ReadOnlySpan<byte> body, long toMs, HistoryPaging paging, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no list of liquidations");
        ReadOnlySpan<byte> words = default;
        Utf8JsonReader data = default;
        long code = 0;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("code"u8))
                code = reader.Integer();
            else if (name.SequenceEqual("msg"u8))
                words = reader.Text();
            else
            {
                if (name.SequenceEqual("data"u8))
                    data = reader;
                reader.SkipNested();
            }
        }

        reader.End();
        if (code != 200 || data.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"no list of liquidations: {code} {Utf8JsonReaderExtensions.Words(words)}");
        long newestId = 0, oldestId = long.MaxValue;
        while (paging.NextRow(ref data))
        {
            if (Htx.ReadOrder(ref data, paging, readings) is > 0 and var id)
                (newestId, oldestId) = (Math.Max(newestId, id), Math.Min(oldestId, id));
        }

        if (paging.Rows > 0 && newestId == 0)
            return HistoryStep.Ends(HistoryEnd.NoTime);
        if (newestId > tag.AfterId)
            return HistoryStep.Continues(Liquidations(rest, tag.Subject, tag.EdgeMs, toMs, newestId));
        // The cursor's own row may come once more; older ones come when the cursor is ignored.
        if (oldestId < tag.AfterId)
            return HistoryStep.Ends(HistoryEnd.NoProgress);
        var endMs = tag.EdgeMs + LiquidationsMs;
        return endMs >= toMs
            ? HistoryStep.Ends(HistoryEnd.ReachedEnd)
            : HistoryStep.Continues(Liquidations(rest, tag.Subject, endMs, toMs));
    }

    private static HistoryStep ReadOpenInterest(
        Uri rest, StepTag tag, ReadOnlySpan<byte> body, long fromMs, HistoryPaging paging, FrameReadings readings)
    {
        var list = JsonList.Open(body, "data", "tick");
        var root = list.Outline;
        if (root.Text("status") != "ok" || !list.IsArray)
            throw new JsonException($"no open interest: {root.Text("err_msg") ?? root.Text("err-msg")}");
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        foreach (var row in list)
        {
            if (!paging.IsRow(row))
                continue;
            var timeMs = row.Integer("ts");
            var openInterest = row.Integer("amount_type") == 1 ? row.Number("volume")?.Half() : null;
            if (!paging.Includes(timeMs, isReadable: openInterest is not null))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Contracts,
                OpenInterestUsd = tag.IsLinear ? row.Number("value")?.Half() : null,
            });
        }

        if (paging is { Rows: > 0, HasTime: false })
            return HistoryStep.Ends(HistoryEnd.NoTime);
        if (paging.Rows < OpenInterestRows)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        if (paging.OldestMs <= fromMs)
            return HistoryStep.Ends(HistoryEnd.ReachedStart);
        return tag.Period + 1 == Periods.Length
            ? HistoryStep.Ends(HistoryEnd.VenueLimit)
            : HistoryStep.Continues(OpenInterest(rest, tag.IsLinear, tag.Subject, tag.Period + 1));
    }

    /// <summary>The call for liquidations of a contract, or of a coin's futures together.</summary>
    private static string LiquidationsPath(Instrument instrument) => HtxContracts.Family(instrument) == HtxFamily.CoinFutures
        ? "/api/v3/contract_liquidation_orders?symbol=" + HtxContracts.Coin(instrument)
        : $"{Api(instrument.Margin == MarginKind.Linear)}/v3/swap_liquidation_orders?contract={instrument.Symbol}";

    private static string Api(bool isLinear) => isLinear ? "/linear-swap-api" : "/swap-api";

    private static RestRequest Liquidations(Uri rest, string path, long start, long toMs, long afterId = 0)
    {
        var family = path.StartsWith("/linear", StringComparison.Ordinal) ? HtxFamily.Linear
            : path.StartsWith("/swap", StringComparison.Ordinal) ? HtxFamily.CoinSwap : HtxFamily.CoinFutures;
        var page = afterId > 0 ? string.Create(CultureInfo.InvariantCulture, $"&from_id={afterId}") : "";
        return new($"backfill:{HtxContracts.Word(family)}", new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{path}&trade_type=0&start_time={start}&end_time={Math.Min(toMs, start + LiquidationsMs)}&direct=next{page}")))
        {
            Kind = RestKind.Liquidations,
            Tag = new OrderTag(path, start, afterId),
        };
    }

    private static RestRequest OpenInterest(Uri rest, bool isLinear, string symbol, int period) => new(
        $"backfill:open-interest-{symbol}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{Api(isLinear)}/v1/swap_his_open_interest?contract_code={symbol}&period={Periods[period]}&size={OpenInterestRows}&amount_type=1")))
    {
        Kind = RestKind.OpenInterest,
        Tag = new StepTag(symbol, period, isLinear),
    };

    /// <summary>A page of liquidations.</summary>
    /// <param name="Subject">Path and contract.</param>
    /// <param name="EdgeMs">Start of the window of 48 hours.</param>
    /// <param name="AfterId">The newest id of the page before; 0 on a window's first page.</param>
    private sealed record OrderTag(string Subject, long EdgeMs, long AfterId) : HistoryTag(Subject, EdgeMs);

    /// <summary>The newest rows of a step of open interest.</summary>
    /// <param name="Subject">The contract.</param>
    /// <param name="Period">Place of the step among <see cref="Periods"/>.</param>
    /// <param name="IsLinear">Whether the contract is linear.</param>
    private sealed record StepTag(string Subject, int Period, bool IsLinear) : HistoryTag(Subject, 0);
}
