using System.Globalization;
using System.Net;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class RestTests
{
    [Fact]
    public async Task Binance_lists_both_families_and_counts_weight()
    {
        await using var simulation = await SilentAsync("binance", new StepClock(Noon));
        var um = (await simulation.GetAsync("binance", "/fapi/v1/exchangeInfo")).GetProperty("symbols").EnumerateArray().ToDictionary(s => s.Text("symbol"));
        var cm = (await simulation.GetAsync("binance", "/dapi/v1/exchangeInfo")).GetProperty("symbols").EnumerateArray().ToDictionary(s => s.Text("symbol"));
        Assert.Equal(("PERPETUAL", "TRADING", "COIN", "USDT"), (um["BTCUSDT"].Text("contractType"), um["BTCUSDT"].Text("status"), um["BTCUSDT"].Text("underlyingType"), um["BTCUSDT"].Text("marginAsset")));
        Assert.Equal("1000PEPE", um["1000PEPEUSDT"].Text("baseAsset"));
        Assert.Equal("CURRENT_QUARTER", um["BTCUSDT_261225"].Text("contractType"));
        Assert.Equal(new DateTimeOffset(2026, 12, 25, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), um["BTCUSDT_261225"].GetProperty("deliveryDate").GetInt64());
        Assert.Equal((100, 10), (cm["BTCUSD_PERP"].GetProperty("contractSize").GetInt32(), cm["ETHUSD_PERP"].GetProperty("contractSize").GetInt32()));
        Assert.Equal("TRADING", cm["BTCUSD_PERP"].Text("contractStatus"));

        Assert.NotEmpty((await simulation.GetAsync("binance", "/fapi/v1/openInterest?symbol=BTCUSDT")).Text("openInterest"));
        Assert.Equal("PERPETUAL", (await simulation.GetAsync("binance", "/dapi/v1/openInterest?symbol=BTCUSD_PERP")).Text("contractType"));
        Assert.NotEmpty((await simulation.GetAsync("binance", "/fapi/v1/premiumIndex"))[0].Text("markPrice"));

        using var http = new HttpClient { BaseAddress = simulation.Endpoints["binance"].RestUrl };
        // Four requests of weight 1 and one of 10 came before.
        Assert.Equal(["15"], (await http.GetAsync("/fapi/v1/openInterest?symbol=ETHUSDT")).Headers.GetValues("X-MBX-USED-WEIGHT-1M"));
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/fapi/v1/openInterest?symbol=NOPE")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/fapi/v1/allForceOrders")).StatusCode);
    }

    [Fact]
    public async Task Binance_warns_then_bans_then_forgives()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("binance", clock);
        using var http = new HttpClient { BaseAddress = simulation.Endpoints["binance"].RestUrl };
        var statuses = new List<int>();
        for (var i = 0; i < 260; i++) statuses.Add((int)(await http.GetAsync("/fapi/v1/premiumIndex")).StatusCode);
        Assert.Equal((240, 10, 10), (statuses.Count(s => s == 200), statuses.Count(s => s == 429), statuses.Count(s => s == 418)));
        Assert.Equal(TimeSpan.FromSeconds(120), (await http.GetAsync("/dapi/v1/exchangeInfo")).Headers.RetryAfter!.Delta);
        clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/dapi/v1/exchangeInfo")).StatusCode);
    }

    [Fact]
    public async Task Bybit_pages_its_instruments()
    {
        await using var simulation = await SilentAsync("bybit");
        var (symbols, cursor) = (new List<string>(), "");
        do
        {
            var result = (await simulation.GetAsync("bybit", $"/v5/market/instruments-info?category=linear&limit=4&cursor={cursor}")).GetProperty("result");
            symbols.AddRange(result.GetProperty("list").EnumerateArray().Select(row => row.Text("symbol")));
            Assert.All(result.GetProperty("list").EnumerateArray(), row => Assert.Equal(("LinearPerpetual", "Trading"), (row.Text("contractType"), row.Text("status"))));
            cursor = result.Text("nextPageCursor");
        }
        while (cursor.Length > 0);
        Assert.Equal(9, symbols.Distinct().Count());
        Assert.Equal(9, symbols.Count);
        // A client that escapes the cursor once more is understood too.
        var second = await simulation.GetAsync("bybit", "/v5/market/instruments-info?category=linear&limit=4&cursor=page%253D4");
        Assert.Equal(symbols[4], second.GetProperty("result").GetProperty("list")[0].Text("symbol"));

        var tickers = (await simulation.GetAsync("bybit", "/v5/market/tickers?category=inverse")).GetProperty("result").GetProperty("list");
        Assert.Equal(["BTCUSD", "ETHUSD"], tickers.EnumerateArray().Select(row => row.Text("symbol")));
        Assert.Equal(10001, (await simulation.GetAsync("bybit", "/v5/market/tickers")).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task Okx_lists_contract_sizes_and_dates()
    {
        await using var simulation = await SilentAsync("okx", new StepClock(Noon));
        var swaps = (await RowsAsync(simulation, "/api/v5/public/instruments?instType=SWAP")).ToDictionary(row => row.Text("instId"));
        var futures = (await RowsAsync(simulation, "/api/v5/public/instruments?instType=FUTURES")).ToDictionary(row => row.Text("instId"));
        Assert.Equal(("0.01", "1", "BTC", "linear", "USDT"), (swaps["BTC-USDT-SWAP"].Text("ctVal"), swaps["BTC-USDT-SWAP"].Text("ctMult"), swaps["BTC-USDT-SWAP"].Text("ctValCcy"), swaps["BTC-USDT-SWAP"].Text("ctType"), swaps["BTC-USDT-SWAP"].Text("settleCcy")));
        Assert.Equal(("100", "USD", "inverse", "BTC", "BTC-USD"), (swaps["BTC-USD-SWAP"].Text("ctVal"), swaps["BTC-USD-SWAP"].Text("ctValCcy"), swaps["BTC-USD-SWAP"].Text("ctType"), swaps["BTC-USD-SWAP"].Text("settleCcy"), swaps["BTC-USD-SWAP"].Text("uly")));
        Assert.Equal(["BTC-USD-261225", "BTC-USDT-261225"], futures.Keys.Order(StringComparer.Ordinal));
        Assert.NotEmpty(futures["BTC-USD-261225"].Text("expTime"));

        var interest = (await RowsAsync(simulation, "/api/v5/public/open-interest?instType=SWAP")).Single(row => row.Text("instId") == "BTC-USD-SWAP");
        Assert.Equal(Number(interest.Text("oi")) * 100, decimal.Round(Number(interest.Text("oiUsd")), 0));
        Assert.Equal(swaps.Count, (await RowsAsync(simulation, "/api/v5/public/mark-price?instType=SWAP")).Count);
        Assert.Equal(swaps.Count, (await RowsAsync(simulation, "/api/v5/public/funding-rate?instId=ANY")).Count);
        Assert.Equal(["BTC-USD", "ETH-USD"], (await RowsAsync(simulation, "/api/v5/market/index-tickers?quoteCcy=USD")).Select(row => row.Text("instId")));
    }

    [Fact]
    public async Task A_contract_can_be_missing_from_the_list_while_it_is_liquidated()
    {
        await using var simulation = await SilentAsync("okx");
        simulation.SetListed("okx", "ETH-USDT-SWAP", false);
        Assert.DoesNotContain(await RowsAsync(simulation, "/api/v5/public/instruments?instType=SWAP"), row => row.Text("instId") == "ETH-USDT-SWAP");
        simulation.Emit("okx", Long("ETH-USDT-SWAP", 1m, 1m, 1));
        simulation.SetListed("okx", "ETH-USDT-SWAP", true);
        Assert.Contains(await RowsAsync(simulation, "/api/v5/public/instruments?instType=SWAP"), row => row.Text("instId") == "ETH-USDT-SWAP");
    }

    private static async Task<List<System.Text.Json.JsonElement>> RowsAsync(Simulation simulation, string path)
    {
        var body = await simulation.GetAsync("okx", path);
        Assert.Equal("0", body.Text("code"));
        return [.. body.GetProperty("data").EnumerateArray()];
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
