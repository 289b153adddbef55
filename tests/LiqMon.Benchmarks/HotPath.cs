using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LiqMon.Market;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Benchmarks;

/// <summary>
/// From a frame's bytes to rolling windows, per frame of one liquidation, on one core; beside it plain tokenising of the
/// same bytes, the limit for anything built on Utf8JsonReader.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class HotPath
{
    private const int Frames = 4_096;
    private const long Start = 1_794_000_000_000;

    private readonly byte[][] _frames = new byte[Frames][];
    private readonly SymbolRegistry _symbols = new();
    private IVenue _venue = null!;
    private FrameReadings _readings = null!;
    private RollingWindows _windows = null!;

    /// <summary>The venue whose frames are read.</summary>
    [Params("binance", "bybit", "okx")]
    public string Venue { get; set; } = "";

    /// <summary>Makes frames of 200 symbols, ten a second.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _venue = VenueCatalog.Find(Venue)!;
        _symbols.Update(Enumerable.Range(0, 200).Select(number => Contract(Venue, number)), 0);
        _readings = new(_symbols);
        _windows = new(Start);
        var random = new Random(1);
        for (var i = 0; i < Frames; i++)
            _frames[i] = Encoding.UTF8.GetBytes(Frame(random.Next(200), random, Start - (random.Next(80_000_000))));
    }

    /// <summary>Bytes to windows.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int ReadValueCount()
    {
        var counted = 0;
        foreach (var frame in _frames)
        {
            _readings.Clear(Start);
            _venue.Read(frame, _readings);
            foreach (ref readonly var reading in _readings.LiquidationSpan)
            {
                if (reading.Value(Start, out var liquidation) != ValuationOutcome.Valued)
                    continue;
                _windows.Add(liquidation);
                counted++;
            }
        }

        return counted == Frames ? counted : throw new InvalidOperationException($"{counted} of {Frames} frames were counted");
    }

    /// <summary>The same bytes through Utf8JsonReader and nothing else.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public int Tokenise()
    {
        var tokens = 0;
        foreach (var frame in _frames)
        {
            var reader = new Utf8JsonReader(frame);
            while (reader.Read())
                tokens++;
        }

        return tokens;
    }

    private static Instrument Contract(string venue, int number) => new()
    {
        Venue = venue,
        Symbol = Symbol(venue, number),
        Asset = $"A{number}",
        Quote = "USDT",
        QuantityUnit = venue == "okx" ? QuantityUnit.Contracts : QuantityUnit.Base,
        ContractSize = ExactNumber.TryParse(venue == "okx" ? "0.01" : "1", out var size) ? size : default,
    };

    private static string Symbol(string venue, int number) => venue == "okx" ? $"A{number}-USDT-SWAP" : $"A{number}USDT";

    private string Frame(int symbolNumber, Random random, long timeMs)
    {
        var symbol = Symbol(Venue, symbolNumber);
        var price = (random.Next(100_000, 12_000_000) / 100m).ToString(CultureInfo.InvariantCulture);
        var quantity = (random.Next(1, 100_000) / 1_000m).ToString(CultureInfo.InvariantCulture);
        var sell = random.Next(2) == 0;
        return Venue switch
        {
            "binance" => $$$"""{"e":"forceOrder","E":{{{timeMs + 5}}},"st":1,"ps":"{{{symbol}}}","o":{"s":"{{{symbol}}}","S":"{{{(sell ? "SELL" : "BUY")}}}","o":"LIMIT","f":"IOC","q":"{{{quantity}}}","p":"{{{price}}}","ap":"{{{price}}}","X":"FILLED","l":"0.050","z":"{{{quantity}}}","T":{{{timeMs}}}}}""",
            "bybit" => $$"""{"topic":"allLiquidation.{{symbol}}","type":"snapshot","ts":{{timeMs + 100}},"data":[{"T":{{timeMs}},"s":"{{symbol}}","S":"{{(sell ? "Buy" : "Sell")}}","v":"{{quantity}}","p":"{{price}}"}]}""",
            _ => $$$"""{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instType":"SWAP","instId":"{{{symbol}}}","instFamily":"{{{symbol}}}","uly":"{{{symbol}}}","details":[{"side":"{{{(sell ? "sell" : "buy")}}}","posSide":"{{{(sell ? "long" : "short")}}}","bkPx":"{{{price}}}","sz":"{{{quantity}}}","bkLoss":"0","ccy":"","ts":"{{{timeMs}}}"}]}]}""",
        };
    }
}
