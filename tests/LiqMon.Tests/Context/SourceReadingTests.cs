using System.Text;
using System.Text.Json;
using LiqMon.Context;
using LiqMon.Context.Sources;
using LiqMon.Market;
using LiqMon.Tests.Store;
using LiqMon.Venues;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Context;

/// <summary>Answers as the sources document them, and answers that are something else.</summary>
public sealed class SourceReadingTests
{
    private const long Now = Sample.Noon;

    [Fact]
    public void Coinbase_gives_the_middle_unless_its_last_trade_is_old()
    {
        var body = Utf8("""{"ask":"20002.00","bid":"20000.00","volume":"9000.1","trade_id":1,"price":"20001","size":"0.1","time":"2026-11-20T11:59:58.123456Z"}""");
        Assert.Equal([new ContextSample("coinbase", "BTC-USD", Now, 20_001)], SpotTickers.ReadCoinbase(body, SpotTickers.BtcUsd, Now));
        Assert.Empty(SpotTickers.ReadCoinbase(body, SpotTickers.BtcUsd, Now + 150_000));
    }

    [Fact]
    public void Binance_gives_the_middle_and_whole_minutes()
    {
        Assert.Equal(
            [new ContextSample("binance_spot", "BTCUSDT", Now, 20_000.5)],
            SpotTickers.ReadBinanceBook(Utf8("""{"symbol":"BTCUSDT","bidPrice":"20000.00","bidQty":"1","askPrice":"20001.00","askQty":"2"}"""), Now));
        var minutes = Utf8($"""[[{Now - 60_000},"1","1","1","1","12.5",{Now - 1},"250000",77,"8.25","165000","0"],[{Now},"1","1","1","1","3",{Now + 59_999},"1",1,"1","1","0"]]""");
        Assert.Equal(
            [new ContextSample("binance_spot", "BTCUSDT:volume_1m", Now - 60_000, 12.5), new ContextSample("binance_spot", "BTCUSDT:taker_buy_1m", Now - 60_000, 8.25)],
            SpotTickers.ReadBinanceMinutes(minutes, Now));
    }

    [Fact]
    public void CoinGecko_gives_the_total_and_bitcoins_part()
    {
        var body = Utf8($$$"""{"data":{"active_cryptocurrencies":1,"total_market_cap":{"btc":1,"usd":1005000000000.5},"market_cap_percentage":{"btc":41.25,"eth":18},"updated_at":{{{Now / 1_000}}}}}""");
        Assert.Equal(
            [new ContextSample("coingecko", "total_market_cap_usd", Now, 1_005_000_000_000.5), new ContextSample("coingecko", "btc_dominance", Now, 0.4125)],
            GlobalMarket.Read(body, Now));
        Assert.Empty(GlobalMarket.Read(body, Now + 3_600_001));
    }

    [Fact]
    public void Ratios_of_all_venues_are_longs_over_shorts()
    {
        Assert.Equal(
            [new ContextSample("binance", "long_short_ratio:BTC", Now, 1.5)],
            Of("binance").ReadRatio("BTC", Utf8($$"""[{"symbol":"BTCUSDT","longShortRatio":"1.5","longAccount":"0.6","shortAccount":"0.4","timestamp":"{{Now}}"}]""")));
        Assert.Equal(
            [new ContextSample("bybit", "long_short_ratio:BTC", Now, 3)],
            Of("bybit").ReadRatio("BTC", Utf8($$$"""{"retCode":0,"result":{"list":[{"symbol":"BTCUSDT","buyRatio":"0.75","sellRatio":"0.25","timestamp":"{{{Now}}}"}]}}""")));
        Assert.Equal(
            [new ContextSample("okx", "long_short_ratio:BTC", Now, 0.9)],
            Of("okx").ReadRatio("BTC", Utf8($$"""{"code":"0","data":[["{{Now}}","0.9"]],"msg":""}""")));
    }

    [Fact]
    public void Candles_of_both_venues_are_the_same()
    {
        var bybit = Utf8($$$"""{"retCode":0,"result":{"symbol":"BTCUSDT","category":"linear","list":[["{{{Now}}}","5","7","4","6"],["{{{Now - MarkCandle.LengthMs}}}","1","3","1","2"]]}}""");
        var binance = Utf8($$"""[[{{Now - MarkCandle.LengthMs}},"1","3","1","2","0",{{Now - 1}},"0",14400,"0","0","0"],[{{Now}},"5","7","4","6","0",1,"0",1,"0","0","0"]]""");
        MarkCandle[] expected =
        [
            new(Sample.Btc, Now - MarkCandle.LengthMs, 1, 3, 1, 2, Now - 1),
            new(Sample.Btc, Now, 5, 7, 4, 6, Now + 60_000),
        ];
        Assert.Equal(expected, Of("bybit").ReadCandles(Sample.Btc, bybit, Now + 60_000).OrderBy(candle => candle.OpenMs));
        Assert.Equal(expected, Of("binance").ReadCandles(Sample.Btc, binance, Now + 60_000));
    }

    [Fact]
    public void Series_are_asked_of_the_venue_that_bears_most_calls_first()
    {
        Assert.Equal(["bybit", "binance", "okx"], VenueCatalog.Series.Select(series => series.Venue));
        Assert.All(VenueCatalog.Series, series => Assert.Equal(series.Venue, Of(series.Venue).Venue));
        Assert.Equal(
            [
                ("https://api.bybit.com/v5/market/mark-price-kline?category=linear&symbol=BTCUSDT&interval=240&limit=1000", 1),
                ("https://fapi.binance.com/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=4h&limit=1000", 5),
                (null, 0),
            ],
            VenueCatalog.Series.Select(series => series.Candles?.Invoke(Sample.Btc)).Select(call => (call?.Url.AbsoluteUri, call?.Weight ?? 0)));
        Assert.Equal(
            [
                ("https://api.bybit.com/v5/market/account-ratio?category=linear&symbol=BTCUSDT&period=1h&limit=48", 1),
                ("https://fapi.binance.com/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=1h&limit=48", 1),
                ("https://www.okx.com/api/v5/rubik/stat/contracts/long-short-account-ratio?ccy=BTC&period=1H", 1),
            ],
            VenueCatalog.Series.Select(series => series.Ratio(Sample.Btc, 48)).Select(call => (call.Url.AbsoluteUri, call.Weight)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]]")]
    [InlineData("{}")]
    [InlineData("""{"status":{"error_code":429}}""")]
    [InlineData("""{"data":{"total_market_cap":{"usd":"NaN"},"market_cap_percentage":{"btc":1},"updated_at":1}}""")]
    [InlineData("""{"data":{"total_market_cap":{"usd":5},"market_cap_percentage":{"btc":101},"updated_at":1}}""")]
    [InlineData("""{"bid":"1","ask":"-1","bidPrice":"1","askPrice":"0","time":"soon"}""")]
    [InlineData("""{"bid":"1","ask":"1","bidPrice":[],"askPrice":{},"time":7}""")]
    [InlineData("""[["x"]]""")]
    [InlineData("""[[1,"2"]]""")]
    [InlineData("""[[1795176000000,"2","1","3","2",0,1]]""")]
    [InlineData("""[{"timestamp":"1795176000000","buyRatio":"1","sellRatio":"0"}]""")]
    [InlineData("""{"result":{"list":[7]}}""")]
    public void What_is_none_is_said_to_be_none(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        Assert.ThrowsAny<JsonException>(() => SpotTickers.ReadCoinbase(body, SpotTickers.BtcUsd, Now));
        Assert.ThrowsAny<JsonException>(() => SpotTickers.ReadBinanceBook(body, Now));
        Assert.ThrowsAny<JsonException>(() => SpotTickers.ReadBinanceMinutes(body, Now));
        Assert.ThrowsAny<JsonException>(() => GlobalMarket.Read(body, Now));
        Assert.All(VenueCatalog.Series, series =>
        {
            Assert.ThrowsAny<JsonException>(() => series.ReadCandles(Sample.Btc, body, Now));
            Assert.ThrowsAny<JsonException>(() => series.ReadRatio("BTC", body));
        });
    }

    private static VenueMarketData Of(string venue) => VenueCatalog.Find(venue)!.Series!;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
