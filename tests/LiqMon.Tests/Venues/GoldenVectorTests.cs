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
    // Sizes are contracts of 0.0001 coins, and the sign is the closing order's.
    [InlineData("gate", "long", 1_000, 2,
        """{"channel":"futures.public_liquidates","event":"update","time":1794000000,"time_ms":1794000000321,"result":[{"price":"50000","size":"-100","time":1794000000290,"contract":"BTC_USDT"},{"price":"50000","size":-100,"time":1794000000290,"contract":"BTC_USDT"}]}""")]
    // One coin-margined contract of BTC is 100 dollars.
    [InlineData("htx", "short", 1_000, 1,
        """{"op":"notify","topic":"public.*.liquidation_orders","ts":1794000000400,"data":[{"symbol":"BTC","contract_code":"BTC-USD","direction":"buy","offset":"close","volume":10,"price":50000,"created_at":1794000000321}]}""")]
    // Others take the amount, which is dollars, for coins.
    [InlineData("bitget", "long", 1_000, 1,
        """{"action":"update","arg":{"instType":"usdt-futures","topic":"liquidation"},"data":[{"symbol":"BTCUSDT","side":"buy","price":"50000","amount":"1000","ts":"1794000000321"}],"ts":1794000000400}""")]
    // Others take the sign for the order's side, or the last trade for the price.
    [InlineData("bitfinex", "long", 24_500, 1,
        """[91684,[["pos",145400868,1794000000321,null,"tBTCF0:USTF0",0.5,49000,null,0,0,null,49000]]]""")]
    // Others divide by the price, as on the inverse contracts of the same venue.
    [InlineData("kraken", "long", 25_000, 1,
        """{"feed":"trade","product_id":"PF_XBTUSD","uid":"05af78ac-a774-478c-a50c-8b9c234e071e","side":"sell","type":"liquidation","seq":653355,"time":1794000000321,"qty":0.5,"price":50000}""")]
    // The maker was liquidated: the taker's direction is the other side.
    [InlineData("deribit", "long", 1_000, 1,
        """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.future.any.100ms","data":[{"trade_seq":1,"trade_id":"77","timestamp":1794000000321,"price":50000,"liquidation":"M","instrument_name":"BTC-PERPETUAL","direction":"buy","amount":1000}]}}""")]
    // A vault of the venue bought from the liquidation.
    [InlineData("hyperliquid", "long", 25_000, 1,
        """{"channel":"userFills","data":{"user":"0x2e3d94f0562703b25c83308a05046ddaf9a8dd14","fills":[{"coin":"BTC","px":"50000","sz":"0.5","side":"B","time":1794000000321,"dir":"Open Long","tid":1,"liquidation":{"liquidatedUser":"0x5ef843ccf26810073ee689a954f6d05f5b48fccb","markPx":"49990","method":"backstop"}}]}}""")]
    public void The_truth_comes_out(string id, string side, long dollars, int events, string frame)
    {
        var venue = VenueCatalog.Find(id)!;
        var symbols = new SymbolRegistry();
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
