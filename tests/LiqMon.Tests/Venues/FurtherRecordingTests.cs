using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;
using static LiqMon.Tests.Venues.RecordedFrames;

namespace LiqMon.Tests.Venues;

/// <summary>Recordings of the venues that came after the first three: found without loss, and meaning what they meant.</summary>
public sealed class FurtherRecordingTests
{
    /// <summary>Contracts of the recordings that no recorded list names, in the venues' own form.</summary>
    private static readonly Dictionary<string, string> Listed = new()
    {
        ["aster"] = """{"symbols":[{"symbol":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}""",
        ["lighter"] = """{"code":200,"order_book_details":[{"symbol":"BTC","market_id":1,"market_type":"perp","status":"active"}]}""",
        ["coinex"] = """{"code":0,"data":[{"market":"LATUSDT","contract_type":"linear","base_ccy":"LAT","quote_ccy":"USDT"}]}""",
    };

    [SharedTheory]
    [InlineData("aster", 2)]
    // One, twice: a new subscription repeats what was pushed before.
    [InlineData("lighter", 2)]
    [InlineData("coinex", 2)]
    [InlineData("hyperliquid", 1)]
    public void Every_recorded_liquidation_is_found(string id, int found)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var total = 0;
        foreach (var line in Lines(id))
        {
            var expected = Count(line, Liquidations);
            Read(venue, line, readings);
            Assert.True(expected == readings.Liquidations.Count, $"{expected} sent, {readings.Liquidations.Count} read ({string.Join(' ', readings.Rejections)}): {line}");
            total += expected;
        }

        Assert.Equal(found, total);
    }

    [SharedTheory]
    [InlineData("aster", 1)]
    [InlineData("lighter", 4)]
    [InlineData("coinex", 0)]
    [InlineData("hyperliquid", 4)]
    public void Every_recorded_open_interest_is_found(string id, int found)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var total = 0;
        foreach (var line in Lines(id))
        {
            var expected = Count(line, OpenInterests);
            Read(venue, line, readings, 1_794_000_060_000);
            var read = readings.Market.Count(reading => reading.OpenInterest is not null);
            Assert.True(expected == read, $"{expected} sent, {read} read ({string.Join(' ', readings.Rejections)}): {line}");
            total += expected;
        }

        Assert.Equal(found, total);
    }

    [SharedTheory]
    // 0.014 × 4706.04: the limit price was 4793.91, the last fill 0.015.
    [InlineData("aster", "BTCUSDT", "BTC", LiquidatedSide.Short, 1584059031421, 65_884_560)]
    [InlineData("aster", "BTCUSDT", "BTC", LiquidatedSide.Long, 1568014460893, 138_740_000)]
    // 0.01664 × 75602.8, the venue's own usd_amount; the taker's position was -0.01664.
    [InlineData("lighter", "1", "BTC", LiquidatedSide.Short, 1776687656653, 1_258_030_592)]
    // 184378262 × 0.009061; a blank stands before the market's name.
    [InlineData("coinex", "LATUSDT", "LAT", LiquidatedSide.Long, 1691482451000, 1_670_651_431_982)]
    // 375947238 × 0.009030.
    [InlineData("coinex", "LATUSDT", "LAT", LiquidatedSide.Long, 1691482829000, 3_394_803_559_140)]
    // 0.001 × 66653, sold by an account whose counterparty was liquidated.
    [InlineData("hyperliquid", "BTC", "BTC", LiquidatedSide.Short, 1781528065899, 66_653_000)]
    public void A_recorded_liquidation_means_what_it_meant(
        string id, string symbol, string asset, LiquidatedSide side, long timeMs, long microUsd)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var matches = new List<Liquidation>();
        foreach (var line in Lines(id))
        {
            Read(venue, line, readings);
            foreach (var reading in readings.Liquidations.Where(reading => reading.TimeMs == timeMs))
            {
                Assert.Equal(symbol, reading.Symbol.Text);
                Assert.Equal(ValuationOutcome.Valued, reading.Value(timeMs, out var liquidation));
                matches.Add(liquidation);
            }
        }

        Assert.NotEmpty(matches);
        Assert.All(matches, match => Assert.Equal(
            (asset, side, microUsd, matches[0].Identity), (match.Instrument.Asset, match.Side, match.NotionalMicroUsd, match.Identity)));
    }

    [SharedFact]
    public void Recorded_market_messages_mean_what_they_meant()
    {
        Assert.Contains("BTCUSDT 6196.323 Base  ", Market("aster"));
        Assert.Contains("BTCUSDT   11857.56 0.0001564", Market("aster"));
        // 124.5 million at a price of 75 thousand can only be dollars; 0.0012 an hour only percent.
        Assert.Contains("1 124496091.756091 Usd 75241.1 0.000012", Market("lighter"));
        Assert.Contains("ELONUSDT   0.000000152821 ", Market("coinex"));
        Assert.Contains("BTC 688.11 Base 14.3161 0.0000125", Market("hyperliquid"));
    }

    /// <summary>Fills alone, without the frame they came in: from a node's files, of the counterparties.</summary>
    [SharedFact]
    public void Recorded_fills_of_counterparties_are_liquidations_of_the_other_side()
    {
        var venue = VenueCatalog.Find("hyperliquid")!;
        var readings = new FrameReadings(Symbols(venue));
        var fills = File.ReadLines(Recordings.Files(Path.Combine(Recordings.Folder!, "hyperliquid")).Single(file => file.Contains("liquidation_fills")))
            .Where(line => line.Length > 0).Select(line => line.StartsWith('[') ? JsonDocument.Parse(line).RootElement[1].GetRawText() : line);
        Read(venue, $$$"""{"channel":"userFills","data":{"user":"0xa775d1bd91ee2cc4cae6113e5fd9c0c17b355277","fills":[{{{string.Join(',', fills)}}}]}}""", readings);
        Assert.Equal(
            [("xyz:CRWV", LiquidatedSide.Short, "116.86", "2.47"), ("SOL", LiquidatedSide.Short, "72.153", "0.58")],
            readings.Liquidations.Select(row => (row.Symbol.Text, row.Side, row.Price.ToString(), row.Quantity.ToString())));
        Assert.Equal(2, readings.Liquidations.Select(row => row.Identity).Distinct().Count());
    }

    [SharedFact]
    public void Recorded_lists_of_contracts_are_read()
    {
        var aster = Instruments(VenueCatalog.Find("aster")!);
        Assert.Contains(aster, instrument => instrument.Symbol == "DOGEUSDT");
        var lighter = Instruments(VenueCatalog.Find("lighter")!);
        Assert.Equal(["ETH", "BTC"], lighter.Select(instrument => instrument.Asset));
        Assert.Equal([("ETH", "0"), ("BTC", "1")], lighter.Select(instrument => (instrument.Symbol, instrument.WireName)));
        var coinex = Instruments(VenueCatalog.Find("coinex")!);
        Assert.Contains(coinex, instrument => instrument.Symbol == "BTCUSDT" && instrument.Margin == MarginKind.Linear);
        var hyperliquid = Instruments(VenueCatalog.Find("hyperliquid")!).ToLookup(instrument => instrument.Symbol);
        Assert.Equal(("US500", AssetClass.Traditional), hyperliquid["km:US500"].Select(instrument => (instrument.Asset, instrument.AssetClass)).First());
        Assert.Equal(("BTC", AssetClass.Crypto), hyperliquid["hyna:BTC"].Select(instrument => (instrument.Asset, instrument.AssetClass)).First());
        Assert.Equal(("PEPE", 1_000L), hyperliquid["kPEPE"].Select(instrument => (instrument.Asset, instrument.AssetFactor)).First());
        Assert.False(hyperliquid.Contains("LOOM"));
    }

    [Theory]
    [InlineData("lighter", """{"type":"update/trade","liquidation_trades":[{"trade_id":@,"type":"liquidation","market_id":1,"size":"1","price":"2","is_maker_ask":true,"timestamp":1794000000321}]}""")]
    [InlineData("extended", """{"data":[{"m":"BTC-USD","S":"SELL","tT":"LIQUIDATION","T":1794000000321,"p":"101200","q":"0.1","i":@}]}""")]
    [InlineData("backpack", """{"data":{"e":"liquidation","q":"0.5","p":"100.2","S":"Ask","s":"SOL_USDC_PERP","T":1794000000321@}}""")]
    public void Equal_liquidations_of_one_millisecond_are_told_apart_by_what_the_venue_sends(string id, string frame)
    {
        var readings = new FrameReadings(new SymbolRegistry());
        Assert.NotEqual(Identity("123"), Identity("124"));
        Assert.Equal(Identity("123"), Identity("123"));

        ulong Identity(string own)
        {
            Read(VenueCatalog.Find(id)!, frame.Replace("@", own), readings);
            return Assert.Single(readings.Liquidations).Identity;
        }
    }

    [SharedTheory]
    [InlineData("aster")]
    [InlineData("lighter")]
    [InlineData("extended")]
    [InlineData("backpack")]
    [InlineData("coinex")]
    [InlineData("hyperliquid")]
    public void Whatever_was_recorded_anywhere_is_taken_without_harm(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var polls = venue.Polls([.. Instruments(venue)]).Select(poll => poll.Request.Name).Distinct().ToList();
        var history = venue.BackfillRequests([new Instrument { Venue = id, Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" }], 0, 1);
        foreach (var line in Directory.EnumerateDirectories(Recordings.Folder!).SelectMany(folder => Recordings.Files(folder)).SelectMany(File.ReadLines))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            readings.Clear(null);
            OnlyJsonException(() => venue.Read(bytes, readings));
            foreach (var poll in polls)
                OnlyJsonException(() => venue.ReadPoll(poll, bytes, readings));
            foreach (var request in history)
                OnlyJsonException(() => venue.ReadBackfill(request, bytes, 0, long.MaxValue, readings));
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], bytes, new ContractList()));
        }
    }

    private static List<string> Market(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var texts = new List<string>();
        foreach (var line in Lines(id))
        {
            Read(venue, line, readings, 1_794_000_060_000);
            texts.AddRange(readings.Market.Select(reading =>
                $"{reading.Symbol} {reading.OpenInterest} {(reading.OpenInterest is null ? "" : reading.OpenInterestUnit)} {reading.Mark} {reading.FundingRate}"));
        }

        return texts;
    }

    private static IEnumerable<string> Lines(string id) => Recordings.Files(id).SelectMany(File.ReadLines);

    private static SymbolRegistry Symbols(IVenue venue) =>
        RecordedFrames.Symbols(Instruments(venue));

    private static ContractList Instruments(IVenue venue)
    {
        var id = venue.Profile.Id;
        var instruments = new ContractList();
        var recorded = Directory.Exists(Path.Combine(Recordings.Folder!, id)) ? Lines(id) : [];
        foreach (var line in Listed.TryGetValue(id, out var own) ? recorded.Append(own) : recorded)
        {
            // Most lines are no lists.
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), instruments));
        }

        return instruments;
    }

    /// <summary>How many of something a line holds, found without the readers under test.</summary>
    private static int Count(string line, Func<JsonElement, int> count)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return count(document.RootElement);
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static int Liquidations(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return 0;
        if (message.TryGetProperty("e", out var type))
            return type.ValueEquals("forceOrder") ? 1 : 0;
        if (message.TryGetProperty("liquidation_trades", out var trades))
            return trades.EnumerateArray().Count(trade => trade.GetProperty("type").ValueEquals("liquidation"));
        if (!message.TryGetProperty("data", out var data))
            return 0;
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("fills", out var fills))
            return fills.EnumerateArray().Count(fill => fill.TryGetProperty("liquidation", out _));
        return message.TryGetProperty("stream", out _) ? Liquidations(data)
            : data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().Count(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty("liq_price", out _))
            : 0;
    }

    /// <summary>Open interest where this venue is asked for it; Hyperliquid's allDexsAssetCtxs is not.</summary>
    private static int OpenInterests(JsonElement message) => message switch
    {
        { ValueKind: JsonValueKind.Array } when message.GetArrayLength() == 2 && message[1].ValueKind == JsonValueKind.Array =>
            message[1].EnumerateArray().Count(context => context.TryGetProperty("openInterest", out _)),
        { ValueKind: JsonValueKind.Object } when message.TryGetProperty("stream", out _) && message.TryGetProperty("data", out var data) =>
            data.TryGetProperty("openInterest", out _) ? 1 : 0,
        { ValueKind: JsonValueKind.Object } when message.TryGetProperty("channel", out var channel) && channel.ValueEquals("activeAssetCtx") => 1,
        { ValueKind: JsonValueKind.Object } when message.TryGetProperty("market_stats", out var stats) =>
            stats.EnumerateObject().Count(market => market.Value.TryGetProperty("open_interest", out _)),
        _ => 0,
    };
}
