using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What is asked of the venues' history, and how page follows page.</summary>
public sealed class HistoryTests
{
    private const long To = 1_794_002_400_000;
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void Okx_liquidation_of_the_past_is_the_one_of_the_socket()
    {
        var okx = VenueCatalog.Find("okx")!;
        const string Rows = """
            {"instType":"SWAP","instId":"BTC-USDT-SWAP","uly":"BTC-USDT","details":[{"side":"sell","posSide":"long","bkPx":"99870.1","sz":"1","ts":"1794000000321"},{"side":"sell","posSide":"long","bkPx":"99870.1","sz":"1","ts":"1794000000321"}]}
            """;
        var readings = new FrameReadings(new SymbolRegistry());
        okx.Read(Encoding.UTF8.GetBytes($$"""{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{{Rows}}]}"""), readings);
        var live = readings.Liquidations.Select(reading => (reading.Symbol.Text, reading.TimeMs, reading.Identity)).ToList();
        readings.Clear(null);
        okx.ReadBackfill(Calls("okx", To - Hour, To)[0], Encoding.UTF8.GetBytes($$"""{"code":"0","data":[{{Rows}}]}"""), To - Hour, To, readings);
        Assert.Equal(2, live.Distinct().Count());
        Assert.Equal(live, readings.Liquidations.Select(reading => (reading.Symbol.Text, reading.TimeMs, reading.Identity)));
    }

    [Fact]
    public void Okx_liquidations_of_one_millisecond_do_not_stop_the_way_back()
    {
        var okx = VenueCatalog.Find("okx")!;
        var readings = new FrameReadings(new SymbolRegistry());
        var row = $$"""{"side":"sell","posSide":"long","bkPx":"5","sz":"1","ts":"{{To - 1000}}"}""";
        var page = Encoding.UTF8.GetBytes(
            $$"""{"code":"0","data":[{"instId":"BTC-USDT-SWAP","details":[{{string.Join(',', Enumerable.Repeat(row, 100))}}]}]}""");
        var afters = new List<string>();
        for (var call = Calls("okx", To - Hour, To)[0]; call is not null; call = okx.ReadBackfill(call, page, To - Hour, To, readings).Next)
        {
            readings.Clear(null);
            afters.Add(call.Url.Query.Split("after=")[1].Split('&')[0]);
        }

        Assert.Equal([$"{To}", $"{To - 999}", $"{To - 1000}"], afters);
    }

    [Fact]
    public void Okx_asks_by_family_and_for_the_largest_contracts()
    {
        var calls = Calls("okx", To - Hour, To);
        Assert.Equal("https://openapi.okx.com/api/v5/public/liquidation-orders?instType=SWAP&uly=BTC-USDT&state=filled&after=1794002400000&limit=100", calls[0].Url.AbsoluteUri);
        Assert.Contains(calls, call => call.Name == "backfill:liquidations-FUTURES-BTC-USD");
        Assert.Equal(calls.Count, calls.Select(call => call.Name).Distinct().Count());
        var many = Enumerable.Range(0, 200).Select(i => new Instrument { Venue = "okx", Symbol = $"C{i}-USDT-SWAP", Asset = $"C{i}", Quote = "USDT", IndexSymbol = $"C{i}-USDT" }).ToList();
        var all = VenueCatalog.Find("okx")!.BackfillRequests(many, 0, To);
        Assert.Equal(250, all.Count);
        Assert.Contains("period=1Dutc", all[^1].Url.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hour, "5m", Hour)]
    [InlineData(Day, "5m", Day)]
    [InlineData(2 * Day, "15m", 2 * Day)]
    [InlineData(10 * Day, "30m", 10 * Day)]
    [InlineData(20 * Day, "1h", 20 * Day)]
    [InlineData(365 * Day, "2h", (30 * Day) - Hour)]
    public void Binance_is_asked_once_a_contract_for_thirty_days_at_most(long spanMs, string period, long askedMs)
    {
        var calls = Calls("binance", To - spanMs, To);
        Assert.Equal(
            $"https://fapi.binance.com/futures/data/openInterestHist?symbol=BTCUSDT&period={period}&limit=500&startTime={To - askedMs}&endTime={To - 1}",
            calls[0].Url.AbsoluteUri);
        Assert.Equal(
            $"https://dapi.binance.com/futures/data/openInterestHist?pair=BTCUSD&contractType=PERPETUAL&period={period}&limit=500&startTime={To - askedMs}&endTime={To - 1}",
            calls.Single(call => call.Name == "backfill:open-interest-BTCUSD_PERP").Url.AbsoluteUri);
        // A quarter of the past cannot be told from today's.
        Assert.DoesNotContain(calls, call => call.Name.Contains("ETHUSD_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bybit", Hour, "intervalTime=5min&")]
    [InlineData("bybit", 20 * Day, "intervalTime=1h&")]
    [InlineData("bybit", 2000 * Day, "intervalTime=1d&")]
    [InlineData("gate", Hour, "interval=5m&")]
    [InlineData("gate", 3 * Day, "interval=15m&")]
    [InlineData("gate", 2000 * Day, "interval=1d&")]
    public void Step_grows_with_the_span(string id, long spanMs, string interval)
    {
        var calls = Calls(id, To - spanMs, To).Where(call => call.Name.StartsWith("backfill:open-interest", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Contains(interval, call.Url.Query, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("okx")]
    [InlineData("binance")]
    [InlineData("bybit")]
    [InlineData("bitfinex")]
    [InlineData("gate")]
    public void Nothing_is_asked_for_no_span_or_no_contract_and_nonsense_is_refused(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        Assert.Empty(Calls(id, To, To));
        Assert.Empty(venue.BackfillRequests([], To - Hour, To));
        var readings = new FrameReadings(new SymbolRegistry());
        foreach (var call in Calls(id, To - Hour, To))
        {
            foreach (var body in (string[])["", "5", "null", "\"x\"", "[5", "{}", """{"code":"1","msg":"no"}""", """{"data":5}""", """{"retCode":0,"result":[]}"""])
                Assert.ThrowsAny<JsonException>(() => venue.ReadBackfill(call, Encoding.UTF8.GetBytes(body), To - Hour, To, readings));
        }
    }

    [Fact]
    public void Mark_price_of_the_past_does_not_pass_for_the_present()
    {
        var readings = new FrameReadings(new SymbolRegistry());
        Assert.True(readings.TrySymbol("tBTCF0:USTF0"u8, out var symbol));
        Tell(To, 5);
        Tell(To - Hour, 4);
        Assert.Equal("5", symbol.Mark.ToString());
        Tell(To, 6);
        Assert.Equal("6", symbol.Mark.ToString());

        void Tell(long timeMs, long mark) =>
            readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = timeMs, Mark = ExactNumber.From(mark) });
    }

    private static IReadOnlyList<RestRequest> Calls(string id, long fromMs, long toMs)
    {
        var venue = VenueCatalog.Find(id)!;
        return venue.BackfillRequests(FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl")), fromMs, toMs);
    }
}
