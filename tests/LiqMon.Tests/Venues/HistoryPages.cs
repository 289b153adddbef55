using System.Globalization;
using System.Text;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>Pages of each venue's history, made of the times of their rows.</summary>
internal sealed class HistoryPages
{
    public const long To = 1_794_002_400_000;
    public const long From = To - 3_600_000;

    /// <summary>By name: the venue, what is read, how a row and a page are written, and how many rows fill a page.</summary>
    public static readonly IReadOnlyDictionary<string, HistoryPages> All = new Dictionary<string, HistoryPages>
    {
        ["dydx"] = new("dydx", RestKind.Liquidations, 120,
            ms => $$"""{"id":"{{ms}}","side":"SELL","size":"1","price":"10","type":"LIQUIDATED","createdAt":{{Iso(ms)}}}""",
            rows => $$"""{"trades":[{{rows}}]}"""),
        ["kraken"] = new("kraken", RestKind.Liquidations, 120,
            ms => $$"""{"uid":"u{{ms}}","side":"sell","type":"liquidation","price":10,"size":1,"time":{{Iso(ms)}}}""",
            rows => $$"""{"result":"success","history":[{{rows}}]}"""),
        ["deribit"] = new("deribit", RestKind.Liquidations, 50,
            ms => $$"""{"instrument_name":"BTC-PERPETUAL","trade_id":"{{ms}}","direction":"sell","price":10,"amount":10,"liquidation":"T","timestamp":{{Number(ms)}}}""",
            rows => $$"""{"jsonrpc":"2.0","result":{"trades":[{{rows}}],"has_more":{{HasMore(rows)}} } }"""),
        ["okx"] = new("okx", RestKind.Liquidations, 100,
            ms => $$"""{"side":"sell","posSide":"long","bkPx":"5","sz":"1","ts":"{{Number(ms)}}"}""",
            rows => $$"""{"code":"0","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","details":[{{rows}}]}]}"""),
        ["htx"] = new("htx", RestKind.Liquidations, 20,
            ms => $$"""{"query_id":{{ms / 1000 ?? 0}},"contract_code":"BTC-USDT","direction":"sell","price":5,"volume":1,"created_at":{{Number(ms)}}}""",
            rows => $$"""{"code":200,"data":[{{rows}}]}"""),
        ["gate"] = new("gate", RestKind.Liquidations, 1_000,
            ms => $$"""{"contract":"BTC_USDT","fill_price":"5","order_size":"2","left":"0","time":{{Number(ms / 1000)}}}""",
            rows => $"[{rows}]"),
        ["bitfinex"] = new("bitfinex", RestKind.Liquidations, 500,
            ms => $$"""[["pos",{{ms ?? 0}},{{Number(ms)}},null,"tBTCF0:USTF0",1,100,null,0,1,null,100]]""",
            rows => $"[{rows}]"),
        ["coinex"] = new("coinex", RestKind.Liquidations, 100,
            ms => $$"""{"market":"BTCUSDT","side":"long","liq_price":"5","liq_amount":"1","created_at":{{Number(ms)}}}""",
            rows => $$"""{"code":0,"data":[{{rows}}],"pagination":{"has_next":{{HasMore(rows)}} },"message":"OK"}"""),
        ["paradex"] = new("paradex", RestKind.Liquidations, 1_000,
            ms => $$"""{"id":"{{ms}}","market":"BTC-USD-PERP","side":"SELL","size":"1","price":"10","created_at":{{Number(ms)}},"trade_type":"LIQUIDATION"}""",
            rows => $$"""{"results":[{{rows}}]{{(rows.Length > 0 ? ",\"next\":\"same\"" : "")}} }"""),
        ["orderly"] = new("orderly", RestKind.Liquidations, 500,
            ms => $$"""{"timestamp":{{Number(ms)}},"liquidation_id":1,"type":"liquidated","positions_by_perp":[{"symbol":"PERP_BTC_USDC","position_qty":1,"transfer_price":10}]}""",
            rows => $$"""{"success":true,"data":{"rows":[{{rows}}]} }"""),
        ["bluefin"] = new("bluefin", RestKind.Liquidations, 1_000,
            ms => $$"""{"id":"{{ms}}","symbol":"BTC-PERP","side":"SHORT","tradeType":"LIQUIDATION","priceE9":"5000000000","quantityE9":"1000000000","executedAtMillis":{{Number(ms)}} }""",
            rows => $"[{rows}]"),
        ["okx-oi"] = new("okx", RestKind.OpenInterest, 100,
            ms => $$"""["{{Number(ms)}}","1","1","1"]""", rows => $$"""{"code":"0","data":[{{rows}}]}"""),
        ["bitfinex-oi"] = new("bitfinex", RestKind.OpenInterest, 250,
            ms => $"[{Number(ms)},0,0,0,0,0,0,0,0,0,0,0,0,0,100,0,0,7]", rows => $"[{rows}]"),
        ["gate-oi"] = new("gate", RestKind.OpenInterest, 100,
            ms => $$"""{"time":{{Number(ms / 1000)}},"open_interest":4,"mark_price":5}""", rows => $"[{rows}]"),
        ["bybit-oi"] = new("bybit", RestKind.OpenInterest, 200,
            ms => $$"""{"openInterest":"2","singleOpenInterest":"1","timestamp":"{{Number(ms)}}"}""",
            rows => $$"""{"retCode":0,"result":{"list":[{{rows}}],"nextPageCursor":"{{(rows.Length > 0 ? "same" : "")}}"} }"""),
        ["kucoin-oi"] = new("kucoin", RestKind.OpenInterest, 200,
            ms => $$"""{"openInterest":"7","ts":{{Number(ms)}}}""", rows => $$"""{"code":"200000","data":[{{rows}}]}"""),
        ["extended-oi"] = new("extended", RestKind.OpenInterest, 300,
            ms => $$"""{"i":"1","I":"1","t":{{Number(ms)}}}""", rows => $$"""{"status":"OK","data":[{{rows}}]}"""),
        ["binance-oi"] = new("binance", RestKind.OpenInterest, 500,
            ms => $$"""{"symbol":"BTCUSDT","sumOpenInterest":"1","timestamp":{{Number(ms)}}}""", rows => $"[{rows}]"),
        ["htx-oi"] = new("htx", RestKind.OpenInterest, 200,
            ms => $$"""{"volume":2,"amount_type":1,"ts":{{Number(ms)}},"value":1}""",
            rows => $$"""{"status":"ok","data":{"tick":[{{rows}}]} }"""),
    };

    private readonly Func<long?, string> _row;
    private readonly Func<string, string> _page;

    private HistoryPages(string venue, RestKind kind, int fullRows, Func<long?, string> row, Func<string, string> page)
    {
        Venue = VenueCatalog.Find(venue)!;
        Kind = kind;
        FullRows = fullRows;
        _row = row;
        _page = page;
    }

    public IVenue Venue { get; }

    public RestKind Kind { get; }

    public int FullRows { get; }

    /// <summary>Times of a full page, newest first, between ten minutes after the start of the span and its middle.</summary>
    public IEnumerable<long?> FullPage =>
        Enumerable.Range(0, FullRows).Select(row => (long?)(From + 1_800_000 - (row * (1_200_000L / FullRows / 1000 * 1000))));

    public FrameReadings Readings { get; } = new(new SymbolRegistry());

    public RestRequest First(long fromMs = From, long toMs = To)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", Venue.Profile.Id);
        return Venue.BackfillRequests(FixtureText.Instruments(Venue, Path.Combine(folder, "instruments.jsonl")), fromMs, toMs)
            .First(call => call.Kind == Kind);
    }

    public string Page(params IEnumerable<long?> times) => _page(string.Join(',', times.Select(_row)));

    public HistoryStep Read(RestRequest call, string page, long fromMs = From, long toMs = To)
    {
        Readings.Clear(null);
        return Venue.ReadBackfill(call, Encoding.UTF8.GetBytes(page), fromMs, toMs, Readings);
    }

    /// <summary>Follows the pages to their end; the reasons given on the way, the last one for the end.</summary>
    public List<HistoryEnd?> Follow(Func<RestRequest, string> answer, int most = 30)
    {
        var reasons = new List<HistoryEnd?>();
        for (RestRequest? call = First(); call is not null;)
        {
            Assert.True(reasons.Count < most, $"more than {most} calls");
            var step = Read(call, answer(call));
            reasons.Add(step.Reason);
            call = step.Next;
        }

        return reasons;
    }

    private static string HasMore(string rows) => rows.Length > 0 ? "true" : "false";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "0";

    private static string Iso(long? ms) => ms is { } time
        ? $"\"{DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-ddTHH:mm:ss.fff+00:00", CultureInfo.InvariantCulture)}\""
        : "\"soon\"";
}
