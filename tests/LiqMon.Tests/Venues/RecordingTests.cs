using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;
using static LiqMon.Tests.Venues.RecordedFrames;

namespace LiqMon.Tests.Venues;

/// <summary>What other people recorded from the venues is read without loss and means what it meant.</summary>
public sealed class RecordingTests
{
    /// <summary>Contracts of the recordings that no recorded list of contracts names, in the venues' own form.</summary>
    private static readonly Dictionary<string, string[]> Listed = new()
    {
        ["binance"] =
        [
            """
            {"symbols":[
              {"symbol":"GLMUSDT","pair":"GLMUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"GLM","quoteAsset":"USDT"},
              {"symbol":"CTSIUSDT","pair":"CTSIUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"CTSI","quoteAsset":"USDT"},
              {"symbol":"STGUSDT","pair":"STGUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"STG","quoteAsset":"USDT"},
              {"symbol":"1000LUNCBUSD","pair":"1000LUNCBUSD","contractType":"PERPETUAL","status":"TRADING","baseAsset":"1000LUNC","quoteAsset":"BUSD"}]}
            """,
            """{"symbols":[{"symbol":"BTCUSD_200925","pair":"BTCUSD","contractType":"CURRENT_QUARTER","contractStatus":"TRADING","contractSize":100,"baseAsset":"BTC","quoteAsset":"USD"}]}""",
        ],
        ["bybit"] =
        [
            """{"retCode":0,"retMsg":"OK","result":{"category":"inverse","list":[{"symbol":"XRPUSD","contractType":"InversePerpetual","status":"Trading","baseCoin":"XRP","quoteCoin":"USD"}]},"time":1}""",
        ],
        ["okx"] =
        [
            """{"code":"0","data":[{"instType":"FUTURES","instId":"XRP-USD-230929","uly":"XRP-USD","ctType":"inverse","ctVal":"10","ctMult":"1","ctValCcy":"USD","state":"live"}]}""",
        ],
    };

    [SharedTheory]
    [InlineData("binance", "binance_usdm", 9)]
    [InlineData("binance", "binance_coinm", 1)]
    [InlineData("bybit", "bybit_v5", 5)]
    [InlineData("bybit", "bybit_legacy_v2", 0)]
    [InlineData("okx", "okx", 2)]
    [InlineData("okx", "okx_v3", 0)]
    public void Every_recorded_liquidation_is_found(string id, string folder, int atLeast)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var found = 0;
        foreach (var file in Recordings.Files(folder))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                var expected = CountLiquidations(line);
                Read(venue, line, readings);
                Assert.True(
                    expected == readings.Liquidations.Count,
                    $"{Path.GetFileName(file)}:{number}: {expected} sent, {readings.Liquidations.Count} read, rejected: {string.Join(' ', readings.Rejections)}");
                found += expected;
            }
        }

        Assert.InRange(found, atLeast, int.MaxValue);
    }

    [SharedTheory]
    [InlineData("binance", "binance_usdm")]
    [InlineData("binance", "binance_coinm")]
    [InlineData("bybit", "bybit_v5")]
    [InlineData("bybit", "bybit_legacy_v2")]
    [InlineData("okx", "okx")]
    [InlineData("okx", "okx_v3")]
    public void Whatever_was_recorded_is_taken_for_anything_without_harm(string id, string folder)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var polls = venue.Polls(Instruments(venue)).Select(poll => poll.Request.Name).Distinct().ToList();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            foreach (var poll in polls)
            {
                readings.Clear(null);
                OnlyJsonException(() => venue.ReadPoll(poll, bytes, readings));
            }

            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], bytes, new ContractList()));
        }
    }

    [SharedTheory]
    [InlineData("bybit", "bybit_legacy_v2")]
    [InlineData("okx", "okx_v3")]
    public void Frames_of_an_older_interface_say_nothing(string id, string folder)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            var kind = Read(venue, line, readings);
            Assert.True(kind is FrameKind.Ignored or FrameKind.Malformed, $"{kind}: {line}");
            Assert.Empty(readings.Liquidations);
            Assert.Empty(readings.Market);
        }
    }

    [SharedTheory]
    // 9970 × 0.5029243: the last fill alone was 988.
    [InlineData("binance", "binance_usdm", "GLMUSDT", "GLM", "short", 1714242617155, "0.5029243", "9970", 5_014_155_271)]
    // 975 × 0.2197: the limit price was 0.2240.
    [InlineData("binance", "binance_usdm", "CTSIUSDT", "CTSI", "long", 1714242964100, "0.2197", "975", 214_207_500)]
    // 5 × 0.1355: recorded on the /market path in 2026.
    [InlineData("binance", "binance_usdm", "STGUSDT", "STG", "long", 1786172556607, "0.1355", "5", 677_500)]
    // 0.014 × 4706.04: the venue sent a last fill larger than the whole.
    [InlineData("binance", "binance_usdm", "BTCUSDT", "BTC", "short", 1584059031421, "4706.04", "0.014", 65_884_560)]
    // 1065.9 × 7.92.
    [InlineData("binance", "binance_usdm", "BALUSDT", "BAL", "short", 1654852482218, "7.92", "1065.9", 8_441_928_000)]
    // 100 × 0.0736, of a thousand LUNC each.
    [InlineData("binance", "binance_usdm", "1000LUNCBUSD", "LUNC", "long", 1654852759361, "0.0736", "100", 7_360_000)]
    // 3 contracts of 100 dollars.
    [InlineData("binance", "binance_coinm", "BTCUSD_200925", "BTC", "long", 1594622954021, "9352.7", "3", 300_000_000)]
    // 2846 × 0.02456.
    [InlineData("bybit", "bybit_v5", "PIPPINUSDT", "PIPPIN", "short", 1740480207110, "0.02456", "2846", 69_897_760)]
    // 1637 × 0.03803, on the old topic.
    [InlineData("bybit", "bybit_v5", "GALAUSDT", "GALA", "long", 1673251091822, "0.03803", "1637", 62_255_110)]
    // 6949 contracts of one dollar, on the old topic.
    [InlineData("bybit", "bybit_v5", "XRPUSD", "XRP", "short", 1680673944093, "0.5149", "6949", 6_949_000_000)]
    // 39 contracts of ten dollars; "details" stands before "instId" here.
    [InlineData("okx", "okx", "XRP-USD-230929", "XRP", "short", 1680173247614, "0.55205", "39", 390_000_000)]
    public void A_genuine_liquidation_means_what_it_meant(
        string id, string folder, string symbol, string asset, string side, long timeMs, string price, string quantity, long microUsd)
    {
        var venue = VenueCatalog.Find(id)!;
        var matches = Liquidations(venue, folder, Symbols(venue), symbol, timeMs);
        AllMean(matches, asset, side, price, quantity, microUsd);
    }

    [SharedTheory]
    [InlineData("binance", "binance_usdm", "BTCUSDT", 1786171884000, "mark=64991.37858696 index=65016.05673913 funding=0.00003936")]
    [InlineData("binance", "binance_usdm", "BTCBUSD_210129", 1609830121004, "mark=31799.2773 index=31307.034 funding=0")]
    [InlineData("binance", "binance_usdm", "BTCUSDT", 1654336844754, "oi=84617.188 Base")]
    [InlineData("binance", "binance_coinm", "BTCUSD_PERP", 1654336819740, "oi=5827897 Contracts")]
    [InlineData("bybit", "bybit_v5", "BTCUSDT", 1786310817583, "oi=29945.866 Base mark=65117.44 index=65137.76 funding=0.0001")]
    [InlineData("bybit", "bybit_v5", "BTCUSDT", 1786310818183, "mark=65117.43")]
    [InlineData("bybit", "bybit_v5", "BTCUSDT", 1715748762463, "oi=29058.511 Base mark=61875.25 index=61903.73 funding=0.00008055")]
    [InlineData("bybit", "bybit_v5", "BTCUSD", 1715757637952, "oi=465880248 Usd mark=61894 index=61923.36 funding=0.0001")]
    [InlineData("bybit", "bybit_v5", "BTCUSDU23", 1680673822099, "oi=2273588 Usd mark=29023.6 index=28566.94")]
    [InlineData("okx", "okx", "FIL-USDT-220325", 1640131204676, "mark=36.232")]
    [InlineData("okx", "okx", "FIL-USDT-220325", 1640131202886, "oi=236870 Contracts")]
    [InlineData("okx", "okx", "WNCG-USDT", 1640131290649, "index=2.1675")]
    public void A_recorded_market_message_means_what_it_meant(string id, string folder, string symbol, long timeMs, string expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue));
        var matches = new List<string>();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            Read(venue, line, readings);
            matches.AddRange(readings.Market.Where(reading => reading.Symbol.Text == symbol && reading.TimeMs == timeMs).Select(Text));
        }

        Assert.Contains(expected, matches);
    }

    [SharedFact]
    public void Recorded_rest_answers_of_bybit_and_okx_are_read()
    {
        var bybit = VenueCatalog.Find("bybit")!;
        var readings = new FrameReadings(Symbols(bybit));
        var inverse = Recordings.Files("bybit_v5").SelectMany(File.ReadLines).First(line => line.Contains("\"category\":\"inverse\"") && line.Contains("markPrice"));
        Assert.Equal(FrameKind.Data, bybit.ReadPoll("tickers-inverse", Encoding.UTF8.GetBytes(inverse), readings));
        Assert.Equal("oi=186752053.5 Usd mark=16596 index=16598.54 funding=-0.001034", Text(Assert.Single(readings.Market)));
        Assert.Equal(1672376496682, readings.Market[0].TimeMs);

        var okx = VenueCatalog.Find("okx")!;
        readings = new FrameReadings(Symbols(okx));
        var openInterest = Recordings.Files("okx").SelectMany(File.ReadLines).First(line => line.Contains("\"oi\":\"5000\""));
        Assert.Equal(FrameKind.Data, okx.ReadPoll("open-interest-swap", Encoding.UTF8.GetBytes(openInterest), readings));
        Assert.Equal("oi=5000 Contracts", Text(Assert.Single(readings.Market)));
    }

    [SharedFact]
    public void Recorded_lists_of_contracts_are_read()
    {
        var bybit = Instruments(VenueCatalog.Find("bybit")!).Where(instrument => instrument.Symbol != "XRPUSD").ToList();
        Assert.InRange(bybit.Count, 800, 2_000);
        var shib = bybit.First(instrument => instrument.Symbol == "SHIB1000USDT");
        Assert.Equal(("SHIB", 1_000L), (shib.Asset, shib.AssetFactor));
        Assert.Equal(AssetClass.Traditional, bybit.First(instrument => instrument.Symbol == "AAPLUSDT").AssetClass);
        Assert.Equal(InstrumentKind.Dated, bybit.First(instrument => instrument.Symbol == "BTCUSDT-25DEC26").Kind);

        var okx = Instruments(VenueCatalog.Find("okx")!);
        Assert.InRange(okx.Count, 250, 1_000);
        Assert.Equal("0.01", okx.First(instrument => instrument.Symbol == "BTC-USDT-SWAP").ContractSize.ToString());
        var coin = okx.First(instrument => instrument.Symbol == "BTC-USD-SWAP");
        Assert.Equal((MarginKind.Inverse, "100", "BTC-USD"), (coin.Margin, coin.ContractSize.ToString(), coin.IndexSymbol));

        var binance = Instruments(VenueCatalog.Find("binance")!);
        Assert.Equal("100", binance.First(instrument => instrument.Symbol == "BTCUSD_PERP").ContractSize.ToString());
        Assert.Equal(MarginKind.Linear, binance.First(instrument => instrument.Symbol == "BTCUSDT").Margin);
    }

    private static SymbolRegistry Symbols(IVenue venue) =>
        RecordedFrames.Symbols(Instruments(venue));

    private static ContractList Instruments(IVenue venue)
    {
        var instruments = new ContractList();
        string[] folders = venue.Profile.Id switch
        {
            "binance" => ["binance_usdm", "binance_coinm"],
            "bybit" => ["bybit_v5"],
            _ => ["okx"],
        };
        var lines = folders.SelectMany(Recordings.Files)
            .Where(file => Path.GetFileName(file).StartsWith("cryptofeed", StringComparison.Ordinal) && !file.Contains(".ws.", StringComparison.Ordinal))
            .SelectMany(File.ReadLines);
        foreach (var line in lines.Concat(Listed[venue.Profile.Id]))
            venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), instruments);
        return instruments;
    }

    /// <summary>How many liquidations a line holds, found without the readers under test.</summary>
    private static int CountLiquidations(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Count(document.RootElement);
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static int Count(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Array)
            return message.EnumerateArray().Sum(Count);
        if (message.ValueKind != JsonValueKind.Object)
            return 0;
        if (message.TryGetProperty("e", out var type) && type.ValueEquals("forceOrder"))
            return 1;
        if (!message.TryGetProperty("data", out var data))
            return 0;
        if (message.TryGetProperty("stream", out _))
            return Count(data);
        var topic = message.TryGetProperty("topic", out var named) ? named.GetString()! : "";
        if (topic.StartsWith("allLiquidation.", StringComparison.Ordinal))
            return data.GetArrayLength();
        if (topic.StartsWith("liquidation.", StringComparison.Ordinal))
            return data.ValueKind == JsonValueKind.Object && data.TryGetProperty("updatedTime", out _) ? 1 : 0;
        return message.TryGetProperty("arg", out var argument) && argument.TryGetProperty("channel", out var channel)
            && channel.ValueEquals("liquidation-orders")
            ? data.EnumerateArray().Sum(row => row.GetProperty("details").GetArrayLength())
            : 0;
    }

    private static string Text(MarketReading reading)
    {
        var parts = new List<string>();
        if (reading.OpenInterest is { } openInterest)
            parts.Add($"oi={openInterest} {reading.OpenInterestUnit}");
        if (reading.Mark is { } mark)
            parts.Add($"mark={mark}");
        if (reading.Index is { } index)
            parts.Add($"index={index}");
        if (reading.FundingRate is { } funding)
            parts.Add($"funding={funding}");
        return string.Join(' ', parts);
    }
}
