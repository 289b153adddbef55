using System.Globalization;
using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Context.Sources;

/// <summary>
/// Spot prices of bitcoin and of the dollar coin, and who takes on Binance's spot market. Sources: Coinbase Exchange API,
/// "get product ticker"; Binance spot API, "symbol order book ticker" and "klines", whose columns 5 and 9 are the volume
/// and that of it which takers bought.
/// </summary>
public static class SpotTickers
{
    /// <summary>Source of the prices in dollars.</summary>
    public const string Coinbase = "coinbase";

    /// <summary>Source of the price in the dollar coin.</summary>
    public const string BinanceSpot = "binance_spot";

    /// <summary>Bitcoin in dollars.</summary>
    public const string BtcUsd = "BTC-USD";

    /// <summary>The dollar coin in dollars.</summary>
    public const string UsdtUsd = "USDT-USD";

    /// <summary>Bitcoin in the dollar coin.</summary>
    public const string BtcUsdt = "BTCUSDT";

    /// <summary>Bitcoins traded in one minute, at the minute's start.</summary>
    public const string MinuteVolume = "BTCUSDT:volume_1m";

    /// <summary>Bitcoins of them that takers bought.</summary>
    public const string MinuteTakerBuy = "BTCUSDT:taker_buy_1m";

    /// <summary>What comes many times an hour and is of no use after some weeks, by source and name.</summary>
    public static IReadOnlyList<(string Source, string Name)> Passing { get; } =
        [(Coinbase, BtcUsd), (Coinbase, UsdtUsd), (BinanceSpot, BtcUsdt), (BinanceSpot, MinuteVolume), (BinanceSpot, MinuteTakerBuy)];

    /// <summary>A trade that is older than this is no present price.</summary>
    public const long StaleAfterMs = 120_000;

    /// <summary>Reads Coinbase's ticker: the middle of bid and ask. A ticker whose last trade is old gives nothing.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<ContextSample> ReadCoinbase(ReadOnlySpan<byte> body, string product, long nowMs)
    {
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        var middle = (SourceJson.Positive(root, "bid") + SourceJson.Positive(root, "ask")) / 2;
        if (!DateTimeOffset.TryParse(root.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new JsonException("no time");
        return Math.Abs(time.ToUnixTimeMilliseconds() - nowMs) > StaleAfterMs ? [] : [new ContextSample(Coinbase, product, nowMs, middle)];
    }

    /// <summary>Reads Binance's best bid and ask; they carry no time.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<ContextSample> ReadBinanceBook(ReadOnlySpan<byte> body, long nowMs)
    {
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        return [new ContextSample(BinanceSpot, BtcUsdt, nowMs, (SourceJson.Positive(root, "bidPrice") + SourceJson.Positive(root, "askPrice")) / 2)];
    }

    /// <summary>Reads Binance's minutes; the running one is left out.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static IReadOnlyList<ContextSample> ReadBinanceMinutes(ReadOnlySpan<byte> body, long nowMs)
    {
        var samples = new List<ContextSample>();
        foreach (var row in SourceJson.Rows(body, []))
        {
            var startMs = SourceJson.TimeMs(SourceJson.Positive(row, 0), nowMs);
            if (SourceJson.Positive(row, 6) >= nowMs)
                continue;
            samples.Add(new ContextSample(BinanceSpot, MinuteVolume, startMs, SourceJson.NotNegative(row, 5)));
            samples.Add(new ContextSample(BinanceSpot, MinuteTakerBuy, startMs, SourceJson.NotNegative(row, 9)));
        }

        return samples;
    }
}
