using System.Text;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What may have been an order and is not understood is no silence; what is certainly none costs nothing.</summary>
public sealed class NotUnderstoodTests
{
    private const long NowMs = 1_794_000_001_000;

    [Theory]
    [InlineData("kraken", """{"feed":"trade","product_id":"PF_XBTUSD","uid":"a","side":"sell","type":"liquidation_v2","qty":1,"price":9,"time":1794000000321}""", RejectReason.UnknownType)]
    [InlineData("kraken", """{"feed":"trade","product_id":"PF_XBTUSD","uid":"a","side":"sell","qty":1,"price":9,"time":1794000000321}""", RejectReason.UnknownType)]
    [InlineData("kraken", """{"feed":"trade_snapshot","product_id":"PF_XBTUSD","trades":["x"]}""", RejectReason.NoOrder)]
    [InlineData("dydx", """{"type":"channel_data","channel":"v4_trades","id":"BTC-USD","contents":{"trades":[{"id":"a","side":"SELL","size":"1","price":"9","type":"LIQUIDATION","createdAt":"2026-11-06T21:20:00.321Z"}]}}""", RejectReason.UnknownType)]
    [InlineData("dydx", """{"type":"channel_batch_data","channel":"v4_trades","id":"BTC-USD","contents":[{"trades":[["a"]]}]}""", RejectReason.NoOrder)]
    [InlineData("extended", """{"seq":2,"data":[{"m":"BTC-USD","S":"SELL","tT":"LIQ","T":1794000000321,"p":"9","q":"1","i":5}]}""", RejectReason.UnknownType)]
    [InlineData("extended", """{"seq":2,"data":[{"m":"BTC-USD","S":"SELL","T":1794000000321,"p":"9","q":"1","i":5}]}""", RejectReason.UnknownType)]
    [InlineData("lighter", """{"type":"update/trade","channel":"trade:1","liquidation_trades":[{"type":"liq","market_id":1,"trade_id":5,"size":"1","price":"9","timestamp":1794000000321,"is_maker_ask":true}]}""", RejectReason.UnknownType)]
    [InlineData("lighter", """{"type":"update/trade","channel":"trade:1","liquidation_trades":[7]}""", RejectReason.NoOrder)]
    [InlineData("pacifica", """{"channel":"trades","data":[{"h":1,"s":"BTC","a":"1","p":"9","d":"close_long","tc":"forced","t":1794000000321}]}""", RejectReason.UnknownType)]
    [InlineData("pacifica", """{"channel":"trades","data":[{"h":1,"s":"BTC","a":"1","p":"9","d":"close_long","t":1794000000321}]}""", RejectReason.UnknownType)]
    [InlineData("pacifica", """{"channel":"trades","data":[{"h":1,"s":"BTC","a":"1","p":"9","d":"open_long","tc":"market_liquidation","t":1794000000321}]}""", RejectReason.UnknownSide)]
    [InlineData("pacifica", """{"channel":"trades","data":["x"]}""", RejectReason.NoOrder)]
    [InlineData("bybit", """{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1794000000321,"data":[["BTCUSDT"]]}""", RejectReason.NoOrder)]
    [InlineData("deribit", """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.future.any.100ms","data":["x"]}}""", RejectReason.NoOrder)]
    [InlineData("gate", """{"channel":"futures.public_liquidates","event":"update","time":1794000000,"result":[null]}""", RejectReason.NoOrder)]
    [InlineData("htx", """{"op":"notify","topic":"public.*.liquidation_orders","ts":1794000000321,"data":["x"]}""", RejectReason.NoOrder)]
    [InlineData("bitfinex", """[5,[["pos",1,1794000000321,null,"tBTCF0:USTF0",0.05,98000.5,null,0,1,null,99870.1],["liq",2]]]""", RejectReason.NoOrder)]
    [InlineData("hyperliquid", """{"channel":"userFills","data":{"user":"0x1","fills":["x"]}}""", RejectReason.NoOrder)]
    [InlineData("hyperliquid", """{"channel":"userFills","data":{"user":"0x1","fills":[{"coin":"BTC","px":"9","sz":"1","side":"B","time":1794000000321,"tid":5,"liquidation":true}]}}""", RejectReason.UnknownType)]
    [InlineData("hyperliquid", """{"channel":"userFills","data":{"user":"0x1","fills":[{"coin":"BTC","px":"9","sz":"1","side":"B","dir":"Liquidated Cross Long","time":1794000000321,"tid":5}]}}""", RejectReason.UnknownType)]
    [InlineData("okx", """{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instType":"PERP","instId":"BTC-USDT-SWAP","details":[]}]}""", RejectReason.UnknownType)]
    [InlineData("okx", """{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","details":{"sz":"1"}}]}""", RejectReason.NoOrder)]
    [InlineData("bitget", """{"action":"update","arg":{"instType":"usdt-futures","topic":"liquidation"},"data":[5],"ts":1794000000321}""", RejectReason.NoOrder)]
    public void A_row_that_may_be_an_order_is_a_rejected_one(string venue, string frame, RejectReason reason)
    {
        var readings = Read(venue, frame, out _);
        Assert.Equal(reason, Assert.Single(readings.RejectedOrders).Reason);
    }

    [Theory]
    [InlineData("kraken", """{"feed":"trade","product_id":"PF_XBTUSD","uid":"a","side":"sell","type":"fill","qty":1,"price":9,"time":1794000000321}""")]
    [InlineData("kraken", """{"feed":"trade","product_id":"PF_XBTUSD","uid":"a","side":"sell","type":"assignment","qty":1,"price":9,"time":1794000000321}""")]
    [InlineData("dydx", """{"type":"channel_data","channel":"v4_trades","id":"BTC-USD","contents":{"trades":[{"id":"a","side":"SELL","size":"1","price":"9","type":"LIMIT","createdAt":"2026-11-06T21:20:00.321Z"}]}}""")]
    [InlineData("dydx", """{"type":"channel_data","channel":"v4_trades","id":"BTC-USD","contents":{"trades":[{"id":"a","side":"SELL","size":"1","price":"9","type":"DELEVERAGED","createdAt":"2026-11-06T21:20:00.321Z"}]}}""")]
    [InlineData("extended", """{"seq":2,"data":[{"m":"BTC-USD","S":"SELL","tT":"TRADE","T":1794000000321,"p":"9","q":"1","i":5}]}""")]
    [InlineData("extended", """{"seq":2,"data":[{"m":"BTC-USD","S":"SELL","tT":"DELEVERAGE","T":1794000000321,"p":"9","q":"1","i":5}]}""")]
    [InlineData("extended", """{"seq":2,"data":[]}""")]
    [InlineData("lighter", """{"type":"update/trade","channel":"trade:1","liquidation_trades":[{"type":"deleverage","market_id":1,"trade_id":5,"size":"1","price":"9","timestamp":1794000000321,"is_maker_ask":true}]}""")]
    [InlineData("lighter", """{"type":"update/trade","channel":"trade:1","liquidation_trades":null}""")]
    [InlineData("pacifica", """{"channel":"trades","data":[{"h":1,"s":"BTC","a":"1","p":"9","d":"close_long","tc":"normal","t":1794000000321}]}""")]
    [InlineData("pacifica", """{"channel":"trades","data":[{"h":1,"s":"BTC","a":"1","p":"9","d":"close_long","tc":"settlement","t":1794000000321}]}""")]
    [InlineData("pacifica", """{"channel":"trades","data":[]}""")]
    [InlineData("hyperliquid", """{"channel":"userFills","data":{"user":"0x1","fills":[{"coin":"BTC","px":"9","sz":"1","side":"B","dir":"Open Long","time":1794000000321,"tid":5,"liquidation":null}]}}""")]
    [InlineData("okx", """{"arg":{"channel":"liquidation-orders","instType":"OPTION"},"data":[{"instType":"OPTION","instId":"BTC-USD-261225-100000-C","details":[]}]}""")]
    [InlineData("bitfinex", """[5,[]]""")]
    public void What_is_certainly_no_liquidation_costs_nothing(string venue, string frame)
    {
        var readings = Read(venue, frame, out var kind);
        Assert.Empty(readings.RejectedOrders);
        Assert.Empty(readings.Liquidations);
        Assert.DoesNotContain(kind, new[] { FrameKind.Unknown, FrameKind.Malformed });
    }

    [Theory]
    [InlineData("kraken", """{"feed":"liquidation","product_id":"PF_XBTUSD"}""")]
    [InlineData("dydx", """{"type":"channel_data","channel":"v5_trades","id":"BTC-USD","contents":{}}""")]
    [InlineData("extended", """{"seq":2,"trades":[]}""")]
    [InlineData("lighter", """{"type":"update/liquidation","channel":"liquidation:1"}""")]
    [InlineData("pacifica", """{"channel":"liquidations","data":[]}""")]
    [InlineData("bybit", """{"topic":"allLiquidationV2.BTCUSDT","data":[{"s":"BTCUSDT"}]}""")]
    [InlineData("deribit", """{"jsonrpc":"2.0","method":"subscription","params":{"channel":"liquidations.any","data":[]}}""")]
    [InlineData("gate", """{"channel":"futures.public_liquidates","event":"snapshot","result":[]}""")]
    [InlineData("htx", """{"op":"notify","topic":"public.*.liquidations","data":[]}""")]
    [InlineData("bitfinex", """[5,[["liq",1,1794000000321]]]""")]
    [InlineData("hyperliquid", """{"channel":"userFills","data":{"user":"0x1","rows":[]}}""")]
    [InlineData("backpack", """{"stream":"liq","data":{"e":"liquidations"}}""")]
    [InlineData("binance", """{"e":"forceOrderV2","E":1794000000000,"o":{}}""")]
    [InlineData("okx", """{"event":"other"}""")]
    [InlineData("bitget", """{"action":"update","arg":{"instType":"usdt-futures","topic":"liquidations"},"data":[]}""")]
    public void A_message_of_a_kind_that_is_not_known_is_unknown(string venue, string frame)
    {
        Read(venue, frame, out var kind);
        Assert.Equal(FrameKind.Unknown, kind);
    }

    [Theory]
    [InlineData("kraken", """{"event":"unsubscribed","feed":"trade","product_ids":["PF_XBTUSD"]}""", "PF_XBTUSD")]
    [InlineData("dydx", """{"type":"unsubscribed","connection_id":"c","message_id":3,"channel":"v4_trades","id":"BTC-USD"}""", "BTC-USD")]
    [InlineData("okx", """{"event":"unsubscribe","arg":{"channel":"liquidation-orders","instType":"SWAP"},"connId":"a"}""", "liquidation-orders")]
    [InlineData("gate", """{"time":1,"channel":"futures.public_liquidates","event":"unsubscribe","result":{"status":"success"}}""", "futures.public_liquidates")]
    [InlineData("htx", """{"op":"unsub","topic":"public.*.liquidation_orders","err-code":0}""", "public.*.liquidation_orders")]
    [InlineData("pacifica", """{"channel":"unsubscribe","data":{"source":"trades","symbol":"BTC"}}""", "BTC")]
    [InlineData("bybit", """{"success":true,"ret_msg":"","op":"unsubscribe"}""", null)]
    public void A_subscription_that_the_venue_ends_is_named(string venue, string frame, string? named)
    {
        var readings = Read(venue, frame, out var kind);
        Assert.Equal((FrameKind.Unsubscribed, named), (kind, readings.Detail));
    }

    [Theory]
    [InlineData("paradex", "trades", """{"results":[{"id":"1","market":"BTC-USD-PERP","side":"SELL","size":"1","price":"9","created_at":1794000000321,"trade_type":"FORCED"}]}""", RejectReason.UnknownType)]
    [InlineData("paradex", "trades", """{"results":[{"id":"1","market":"BTC-USD-PERP","side":"SELL","size":"1","price":"9","created_at":1794000000321}]}""", RejectReason.UnknownType)]
    [InlineData("paradex", "trades", """{"results":[7]}""", RejectReason.NoOrder)]
    [InlineData("orderly", "liquidations", """{"success":true,"data":{"rows":[{"timestamp":1794000000321,"type":"seized","positions_by_perp":[]}]}}""", RejectReason.UnknownType)]
    [InlineData("orderly", "liquidations", """{"success":true,"data":{"rows":[{"timestamp":1794000000321,"type":"liquidated"}]}}""", RejectReason.NoOrder)]
    [InlineData("orderly", "liquidations", """{"success":true,"data":{"rows":[7]}}""", RejectReason.NoOrder)]
    [InlineData("orderly", "liquidations", """{"success":true,"data":{"rows":[{"timestamp":1794000000321,"type":"liquidated","positions_by_perp":[{"symbol":"PERP_BTC_USDC","position_qty":1}]}]}}""", RejectReason.BadNumber)]
    [InlineData("bluefin", "liquidations", """[{"id":"1","symbol":"BTC-PERP","side":"LONG","tradeType":"FORCED","priceE9":"1000000000","quantityE9":"1000000000","executedAtMillis":1794000000321}]""", RejectReason.UnknownType)]
    [InlineData("bluefin", "liquidations", """[{"id":"1","symbol":"BTC-PERP","side":"UNSPECIFIED","tradeType":"LIQUIDATION","priceE9":"1000000000","quantityE9":"1000000000","executedAtMillis":1794000000321}]""", RejectReason.UnknownSide)]
    [InlineData("bluefin", "liquidations", "[7]", RejectReason.NoOrder)]
    public void A_polled_row_that_may_be_an_order_is_a_rejected_one(string venue, string poll, string body, RejectReason reason)
    {
        var readings = new FrameReadings(new SymbolRegistry());
        readings.Clear(NowMs);
        VenueCatalog.Find(venue)!.ReadPoll(poll, Encoding.UTF8.GetBytes(body), readings);
        Assert.Equal(reason, Assert.Single(readings.RejectedOrders).Reason);
    }

    private static FrameReadings Read(string venue, string frame, out FrameKind kind)
    {
        var readings = new FrameReadings(new SymbolRegistry());
        readings.Clear(NowMs);
        kind = VenueCatalog.Find(venue)!.Read(Encoding.UTF8.GetBytes(frame), readings);
        return readings;
    }
}
