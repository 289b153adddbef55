using System.Text;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>Frames that other collectors get wrong by side, size or price, each in its own way.</summary>
public sealed class GoldenVectorTests
{
    [Theory]
    // Others take q × p ($50,000), z × p ($20,000), or the last fill alone.
    [InlineData("binance", "long", 19_600, 1,
        """{"e":"forceOrder","E":1794000000123,"st":1,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"1.0","p":"50000","ap":"49000","X":"FILLED","l":"0.1","z":"0.4","T":1794000000118}}""")]
    // Others drop whatever is not FILLED.
    [InlineData("binance", "long", 19_600, 1,
        """{"e":"forceOrder","E":1794000000123,"st":1,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"1.0","p":"50000","ap":"49000","X":"PARTIALLY_FILLED","l":"0.1","z":"0.4","T":1794000000118}}""")]
    // One COIN-M contract of BTC is 100 dollars, not one coin.
    [InlineData("binance", "long", 1_000, 1,
        """{"e":"forceOrder","E":1794000000123,"st":2,"o":{"s":"BTCUSD_PERP","S":"SELL","o":"LIMIT","f":"IOC","q":"10","p":"50000","ap":"50000","X":"FILLED","l":"10","z":"10","T":1794000000118}}""")]
    // Others return the first row alone.
    [InlineData("bybit", "long", 100_000, 2,
        """{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1794000000500,"data":[{"T":1794000000321,"s":"BTCUSDT","S":"Buy","v":"1","p":"50000"},{"T":1794000000321,"s":"BTCUSDT","S":"Buy","v":"1","p":"50000"}]}""")]
    [InlineData("bybit", "short", 1_000, 1,
        """{"topic":"allLiquidation.BTCUSD","type":"snapshot","ts":1794000000500,"data":[{"T":1794000000321,"s":"BTCUSD","S":"Sell","v":"1000","p":"50000"}]}""")]
    [InlineData("okx", "long", 10_000, 2,
        """{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","instFamily":"BTC-USDT","uly":"BTC-USDT","details":[{"side":"sell","posSide":"long","bkPx":"50000","sz":"10","bkLoss":"0","ccy":"","ts":"1794000000321"},{"side":"sell","posSide":"long","bkPx":"50000","sz":"10","bkLoss":"0","ccy":"","ts":"1794000000321"}]}]}""")]
    [InlineData("okx", "long", 1_000, 1,
        """{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USD-SWAP","instFamily":"BTC-USD","uly":"BTC-USD","details":[{"side":"sell","posSide":"long","bkPx":"50000","sz":"10","bkLoss":"0","ccy":"","ts":"1794000000321"}]}]}""")]
    public void The_truth_comes_out(string id, string side, long dollars, int events, string frame)
    {
        var venue = VenueCatalog.Find(id)!;
        var symbols = new SymbolTable();
        symbols.Update(FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl")), 0);
        var readings = new FrameReadings(symbols);

        Assert.Equal(FrameKind.Data, venue.Read(Encoding.UTF8.GetBytes(frame), readings));

        long total = 0;
        Assert.Equal(events, readings.Liquidations.Count);
        Assert.Equal(events, readings.Liquidations.Select(reading => reading.Identity).Distinct().Count());
        foreach (var reading in readings.Liquidations)
        {
            Assert.Equal(ValuationOutcome.Valued, reading.Value(reading.TimeMs, out var liquidation));
            Assert.Equal(side, liquidation.Side == LiquidatedSide.Long ? "long" : "short");
            total += liquidation.NotionalMicroUsd;
        }

        Assert.Equal(dollars * 1_000_000, total);
    }
}
