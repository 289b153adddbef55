using System.Net.Http;
using System.Text;
using LiqMon.Simulator;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>How to talk to a simulated venue without LiqMon: the few lines that a test needs of each dialect.</summary>
/// <param name="Symbol">A linear bitcoin contract.</param>
/// <param name="List">Path of the list of contracts.</param>
/// <param name="Socket">Path of the socket that has its orders; null where there is none.</param>
/// <param name="Subscribe">The request for its orders; null where the path is the request.</param>
/// <param name="Body">What is posted to get the list; null for a GET.</param>
internal sealed record VenueTalk(string Symbol, string List, string? Socket = null, string? Subscribe = null, string? Body = null)
{
    public static readonly IReadOnlyDictionary<string, VenueTalk> Of = new Dictionary<string, VenueTalk>
    {
        ["binance"] = new("BTCUSDT", "/fapi/v1/exchangeInfo", "/market/ws", """{"method":"SUBSCRIBE","params":["!forceOrder@arr"],"id":1}"""),
        ["aster"] = new("BTCUSDT", "/fapi/v3/exchangeInfo", "/ws", """{"method":"SUBSCRIBE","params":["!forceOrder@arr"],"id":1}"""),
        ["bybit"] = new("BTCUSDT", "/v5/market/instruments-info?category=linear", "/v5/public/linear", """{"op":"subscribe","args":["allLiquidation.BTCUSDT"]}"""),
        ["okx"] = new("BTC-USDT-SWAP", "/api/v5/public/instruments?instType=SWAP", "/ws/v5/public",
            """{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"}]}"""),
        ["gate"] = new("BTC_USDT", "/api/v4/futures/usdt/contracts", "/v4/ws/usdt",
            """{"time":1795176000,"id":1,"channel":"futures.public_liquidates","event":"subscribe","payload":["!all"]}"""),
        ["htx"] = new("BTC-USDT", "/linear-swap-api/v1/swap_contract_info", "/linear-swap-notification",
            """{"op":"sub","cid":"1","topic":"public.*.liquidation_orders"}"""),
        ["bitget"] = new("BTCUSDT", "/api/v3/market/instruments?category=USDT-FUTURES", "/v3/ws/public",
            """{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"liquidation"}]}"""),
        ["deribit"] = new("BTC_USDC-PERPETUAL", "/api/v2/public/get_instruments?currency=any", "/ws/api/v2",
            """{"jsonrpc":"2.0","id":1,"method":"public/subscribe","params":{"channels":["trades.future.any.100ms"]}}"""),
        ["bitfinex"] = new("tBTCF0:USTF0", "/v2/status/deriv?keys=ALL", "/ws/2", """{"event":"subscribe","channel":"status","key":"liq:global"}"""),
        ["kraken"] = new("PF_XBTUSD", "/derivatives/api/v3/instruments", "/ws/v1", """{"event":"subscribe","feed":"trade","product_ids":["PF_XBTUSD"]}"""),
        ["dydx"] = new("BTC-USD", "/v4/perpetualMarkets", "/v4/ws", """{"type":"subscribe","channel":"v4_trades","id":"BTC-USD"}"""),
        ["lighter"] = new("0", "/api/v1/orderBookDetails", "/stream", """{"type":"subscribe","channel":"trade/0"}"""),
        ["extended"] = new("BTC-USD", "/api/v1/info/markets", "/stream.extended.exchange/v1/publicTrades/BTC-USD"),
        ["backpack"] = new("BTC_USDC_PERP", "/api/v1/markets", "/", """{"method":"SUBSCRIBE","params":["liquidation"]}"""),
        ["hyperliquid"] = new("BTC", "/info", "/ws",
            """{"method":"subscribe","subscription":{"type":"userFills","user":"0x2e3d94f0562703b25c83308a05046ddaf9a8dd14"}}""", """{"type":"meta"}"""),
        ["coinex"] = new("BTCUSDT", "/v2/futures/market"),
        ["kucoin"] = new("XBTUSDTM", "/api/v1/contracts/active"),
        ["mexc"] = new("BTC_USDT", "/api/v1/contract/detail"),
        ["phemex"] = new("BTCUSDT", "/public/products"),
        ["bingx"] = new("BTC-USDT", "/openApi/swap/v2/quote/contracts"),
        ["cryptocom"] = new("BTCUSD-PERP", "/exchange/v1/public/get-instruments"),
        ["woox"] = new("PERP_BTC_USDT", "/v3/public/instruments"),
        ["paradex"] = new("BTC-USD-PERP", "/v1/markets"),
        ["aevo"] = new("BTC-PERP", "/markets"),
        ["pacifica"] = new("BTC", "/api/v1/info", "/ws", """{"method":"subscribe","params":{"source":"trades","symbol":"BTC"}}"""),
        ["orderly"] = new("PERP_BTC_USDC", "/v1/public/info"),
        ["bluefin"] = new("BTC-PERP", "/v1/exchange/info"),
        ["whitebit"] = new("BTC_PERP", "/api/v4/public/futures"),
        ["toobit"] = new("BTC-SWAP-USDT", "/api/v1/exchangeInfo"),
        ["xt"] = new("btc_usdt", "/future/market/v1/public/symbol/list"),
    };

    /// <summary>All simulated venues.</summary>
    public static TheoryData<string> Venues => [.. Simulation.KnownVenues];

    /// <summary>Those that send orders on sockets.</summary>
    public static TheoryData<string> Pushing => [.. Of.Where(pair => pair.Value.Socket is not null).Select(pair => pair.Key)];

    /// <summary>A client whose subscription the venue has read.</summary>
    public async Task<VenueClient> SubscribedAsync(Simulation simulation, string venue)
    {
        var read = simulation.ReceivedText(venue).Count;
        var open = simulation.OpenConnections(venue);
        var client = await VenueClient.ConnectAsync(simulation, venue, Socket!);
        if (Subscribe is null)
        {
            await Wait.UntilAsync(() => simulation.OpenConnections(venue) > open, $"{venue} to serve the socket");
            return client;
        }
        await client.SendAsync(Subscribe);
        await Wait.UntilAsync(() => simulation.ReceivedText(venue).Count > read, $"{venue} to read the subscription");
        return client;
    }

    /// <summary>Asks for the list of contracts.</summary>
    public async Task<HttpResponseMessage> ListAsync(HttpClient http, Simulation simulation, string venue, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(simulation.Endpoints[venue].RestUrl, List));
        if (Body is not null) request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, cancellation);
    }

    /// <summary>What comes until a frame holds a text, that frame included.</summary>
    public static async Task<string> UntilAsync(VenueClient client, string text)
    {
        var all = new StringBuilder();
        while (true)
        {
            var frame = await client.ReceiveAsync() ?? throw new InvalidOperationException($"the connection ended without {text} after {all}");
            all.AppendLine(frame);
            if (frame.Contains(text, StringComparison.Ordinal)) return all.ToString();
        }
    }
}
