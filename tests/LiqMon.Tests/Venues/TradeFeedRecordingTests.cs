using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;
using static LiqMon.Tests.Venues.RecordedFrames;

namespace LiqMon.Tests.Venues;

/// <summary>
/// Recordings of the venues that tell of liquidations among trades, or as a position's status: Deribit, Bitfinex, Kraken
/// Futures, dYdX. Every figure was worked out by hand from the recorded line.
/// </summary>
public sealed class TradeFeedRecordingTests
{
    /// <summary>Contracts that no recorded list names in a form the venue would send it.</summary>
    private const string DydxMarkets = """
        {"markets":{"BTC-USD":{"ticker":"BTC-USD","status":"ACTIVE"},"ETH-USD":{"ticker":"ETH-USD","status":"ACTIVE"}}}
        """;

    [SharedTheory]
    [InlineData("deribit", "deribit", 2)]
    // Of five rows one is a margin position on a spot pair in the documentation; one tells of an execution.
    [InlineData("bitfinex", "bitfinex", 4)]
    [InlineData("kraken", "kraken_futures", 2)]
    [InlineData("dydx", "dydx_v4", 1)]
    public void Every_recorded_liquidation_is_found_and_nothing_else(string id, string folder, int expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue, folder));
        var found = 0;
        foreach (var file in Recordings.Files(folder))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                var sent = CountLiquidations(id, line);
                Read(venue, line, readings);
                Assert.True(
                    sent == readings.Liquidations.Count,
                    $"{Path.GetFileName(file)}:{number}: {sent} sent, {readings.Liquidations.Count} read, rejected: {string.Join(' ', readings.Rejections)}");
                found += sent;
            }
        }

        Assert.Equal(expected, found);
    }

    [SharedTheory]
    // 1120 dollars: the taker sold.
    [InlineData("deribit", "deribit", "BTC-PERPETUAL", "BTC", "long", 1584058044032, "4469.5", "1120", PriceKind.Fill, 1_120_000_000)]
    // 2500 dollars: the taker bought from the maker who was liquidated.
    [InlineData("deribit", "deribit", "BTC-PERPETUAL", "BTC", "long", 1584058067675, "4458.5", "2500", PriceKind.Fill, 2_500_000_000)]
    // 0.00268657 × 9080 = 24.3940556; recorded three times.
    [InlineData("bitfinex", "bitfinex", "tBTCF0:USTF0", "BTC", "long", 1593522802742, "9080", "0.00268657", PriceKind.Fill, 24_394_056)]
    // 8.6007 × 222.248906484356: no price yet, and no mark known in the recording.
    [InlineData("bitfinex", "bitfinex", "tETHF0:USTF0", "ETH", "short", 1594036710534, "222.248906484356", "8.6007", PriceKind.Entry, 1_911_496_170)]
    // 12000 contracts of a dollar.
    [InlineData("kraken", "kraken_futures", "PI_XRPUSD", "XRP", "long", 1593561965283, "0.1736", "12000", PriceKind.Fill, 12_000_000_000)]
    [InlineData("kraken", "kraken_futures", "PI_ETHUSD", "ETH", "short", 1593620853613, "231.6", "250", PriceKind.Fill, 250_000_000)]
    // 3.9 × 22.87.
    [InlineData("dydx", "dydx_v4", "BTC-USD", "BTC", "long", 1722756890628, "22.87", "3.9", PriceKind.Fill, 89_193_000)]
    public void A_genuine_liquidation_means_what_it_meant(
        string id, string folder, string symbol, string asset, string side, long timeMs, string price, string quantity, PriceKind kind, long microUsd)
    {
        var venue = VenueCatalog.Find(id)!;
        var matches = Liquidations(venue, folder, Symbols(venue, folder), symbol, timeMs);
        AllMean(matches, asset, side, price, quantity, microUsd);
        Assert.All(matches, liquidation => Assert.Equal(kind, liquidation.PriceKind));
    }

    [SharedTheory]
    [InlineData("deribit", "deribit", "BTC-PERPETUAL", "2025-12-12T12:11:14.086Z", "oi=1132329370 Usd mark=92281.78 index=92263.55 funding=0")]
    [InlineData("deribit", "deribit", "BTC-30SEP22", "2022-06-02T09:22:20.658Z", "oi=230733270 Usd mark=30218.9 index=29939.87")]
    [InlineData("kraken", "kraken_futures", "PF_ETHUSD", "2026-07-09T09:00:48.112Z", "oi=24085.822 Base mark=1751.97553924942 index=1751.75 funding=0.0000186711875")]
    [InlineData("kraken", "kraken_futures", "PI_LTCUSD", "2019-04-01T00:00:00.695Z", "oi=631360 Usd mark=60.38 index=60.31 funding=0.000104908704166667")]
    [InlineData("dydx", "dydx_v4", "ETH-USD", "2024-08-23T00:00:54.301Z", "mark=2623.3521")]
    [InlineData("dydx", "dydx_v4", "ETH-USD", "2026-01-01T00:00:00.000Z", "oi=15398.406 Base")]
    public void A_recorded_market_message_means_what_it_meant(string id, string folder, string symbol, string time, string expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue, folder));
        var matches = new List<string>();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            // Messages of dYdX have no time of their own; the others' have, and theirs is told.
            Read(venue, line, readings, id == "dydx" ? 1_767_225_600_000 : null);
            matches.AddRange(readings.Market.Where(reading => reading.Symbol.Text == symbol && Time(reading.TimeMs) == time).Select(Text));
        }

        Assert.Contains(expected, matches);
    }

    [SharedTheory]
    [InlineData("deribit", "deribit", "BTC-PERPETUAL", "2022-06-04T10:58:23.741Z", "oi=560105870 Usd mark=29700.53 funding=0")]
    [InlineData("bitfinex", "bitfinex", "tAMPF0:USTF0", "2020-07-30T16:00:22.000Z", "oi=246502.09001551 Base mark=0.7664 index=0.771995 funding=-0.01381344")]
    [InlineData("kraken", "kraken_futures", "PI_XBTUSD", "2025-11-17T00:34:37.524Z", "oi=21279580 Usd mark=91506.6009839176 index=91468.38")]
    public void A_recorded_rest_answer_means_what_it_meant(string id, string folder, string symbol, string time, string expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue, folder));
        var matches = new List<string>();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            readings.Clear(null);
            OnlyJsonException(() => venue.ReadPoll("", Encoding.UTF8.GetBytes(line), readings));
            matches.AddRange(readings.Market.Where(reading => reading.Symbol.Text == symbol && Time(reading.TimeMs) == time).Select(Text));
        }

        Assert.Contains(expected, matches);
    }

    [SharedTheory]
    [InlineData("deribit", "deribit")]
    [InlineData("bitfinex", "bitfinex")]
    [InlineData("kraken", "kraken_futures")]
    [InlineData("dydx", "dydx_v4")]
    [InlineData("dydx", "dydx_v3")]
    public void Whatever_was_recorded_does_no_harm_anywhere(string id, string folder)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = Instruments(venue, folder == "dydx_v3" ? "dydx_v4" : folder);
        var history = venue.BackfillRequests(instruments, 0, 4_000_000_000_000)[0];
        var readings = new FrameReadings(Symbols(venue, folder));
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            Read(venue, line, readings);
            if (folder == "dydx_v3")
                Assert.Empty(readings.Liquidations.Select(reading => reading.TimeMs).Concat(readings.Market.Select(reading => reading.TimeMs)));
            OnlyJsonException(() => venue.ReadPoll("", bytes, readings));
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], bytes, []));
            OnlyJsonException(() => venue.ReadBackfill(history, bytes, 0, 4_000_000_000_000, readings));
        }
    }

    [SharedFact]
    public void Recorded_lists_of_contracts_are_read()
    {
        var deribit = Instruments(VenueCatalog.Find("deribit")!, "deribit").ToLookup(instrument => instrument.Symbol);
        // Eight each of bitcoin and ether, five of solana, sixteen in dollar coins, one more in the newer form.
        Assert.Equal(38, deribit.Count);
        var coin = deribit["BTC-PERPETUAL"].First();
        Assert.Equal((MarginKind.Inverse, "10", "USD", InstrumentKind.Perpetual), (coin.Margin, coin.ContractSize.ToString(), coin.Quote, coin.Kind));
        var linear = deribit["SOL_USDC-PERPETUAL"].Single();
        Assert.Equal((MarginKind.Linear, QuantityUnit.Base, "0.1", "USDC"), (linear.Margin, linear.QuantityUnit, linear.ContractSize.ToString(), linear.Quote));
        Assert.Equal(InstrumentKind.Dated, deribit["BTC-31DEC21"].Single().Kind);

        var bitfinex = Instruments(VenueCatalog.Find("bitfinex")!, "bitfinex").ToDictionary(instrument => instrument.Symbol);
        // 35 pairs, of which one is for tests.
        Assert.Equal(34, bitfinex.Count);
        Assert.Equal(
            ["EUR", "EUROPE50IX", "GBP", "GERMANY30IX", "JPY", "XAG"],
            bitfinex.Values.Where(instrument => instrument.AssetClass == AssetClass.Traditional).Select(instrument => instrument.Asset).Order(StringComparer.Ordinal));
        Assert.Equal(("IOTA", "USDT"), (bitfinex["tIOTF0:USTF0"].Asset, bitfinex["tIOTF0:USTF0"].Quote));
        Assert.Equal("BTC", bitfinex["tETHF0:BTCF0"].Quote);

        var kraken = Instruments(VenueCatalog.Find("kraken")!, "kraken_futures").ToLookup(instrument => instrument.Symbol);
        Assert.Equal((MarginKind.Inverse, "BTC", InstrumentKind.Perpetual), (kraken["PI_XBTUSD"].First().Margin, kraken["PI_XBTUSD"].First().Asset, kraken["PI_XBTUSD"].First().Kind));
        Assert.Equal((MarginKind.Linear, "ETH", "USD"), (kraken["PF_ETHUSD"].First().Margin, kraken["PF_ETHUSD"].First().Asset, kraken["PF_ETHUSD"].First().Quote));
        Assert.Equal((InstrumentKind.Dated, "LTC"), (kraken["FI_LTCUSD_210730"].Single().Kind, kraken["FI_LTCUSD_210730"].Single().Asset));
    }

    private static int CountLiquidations(string venue, string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return venue switch
        {
            "bitfinex" => root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 1 && root[0].ValueKind == JsonValueKind.Number
                && root[1].ValueKind == JsonValueKind.Array
                ? root[1].EnumerateArray().Count(row => row.ValueKind == JsonValueKind.Array && row[0].ValueKind == JsonValueKind.String
                    && row[4].GetString()!.Contains("F0:", StringComparison.Ordinal) && row[8].GetInt32() == 0)
                : 0,
            "deribit" => Rows(root, "params", "data").Sum(row => Text(row, "liquidation") switch { null => 0, "MT" => 2, _ => 1 }),
            "kraken" => Rows(root, "trades").Append(root).Count(row => Text(row, "type") == "liquidation"),
            _ => Rows(root, "contents", "trades").Count(row => Text(row, "type") == "LIQUIDATED"),
        };
    }

    private static List<JsonElement> Rows(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return [];
        }

        return element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];
    }

    private static string? Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static SymbolRegistry Symbols(IVenue venue, string folder) =>
        RecordedFrames.Symbols(Instruments(venue, folder));

    private static ContractList Instruments(IVenue venue, string folder)
    {
        var instruments = new ContractList();
        var lines = folder.StartsWith("dydx", StringComparison.Ordinal)
            ? [DydxMarkets]
            : Recordings.Files(folder).Where(file => !file.Contains(".ws.", StringComparison.Ordinal)).SelectMany(File.ReadLines);
        foreach (var line in lines)
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), instruments));
        return instruments;
    }

    private static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

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
