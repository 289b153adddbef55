using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>
/// Those who publish spot prices and market capitalisation, at one address: Coinbase, Binance's spot market and CoinGecko,
/// with their own paths, and Hyperliquid's statistics. Spot follows the index of the simulated bitcoin; the minutes of trading are made up, the same
/// every time.
/// </summary>
internal sealed class MarketSources(IReadOnlyList<TradedInstrument> instruments, HyperliquidStatistics statistics)
{
    private const long MinuteMs = 60_000;
    private const int HighestLimit = 1_000;

    // Dollars of all coins for each dollar of one bitcoin: a dominance of 58 % at 20 million of them.
    private const decimal CoinsOfAllKinds = 34_500_000m;
    private const decimal DollarCoin = 0.9996m;

    private readonly TradedInstrument? _bitcoin = instruments.FirstOrDefault(instrument => instrument.Spec.Asset == "BTC");

    /// <summary>The answer; null when nobody has such an endpoint, or when there is no bitcoin.</summary>
    public RestAnswer? Answer(ClientRequest request, long nowMs) => (_bitcoin?.Quote.Index, request.Path) switch
    {
        (_, HyperliquidStatistics.Path) => statistics.Answer(),
        (null, _) => null,
        // Dearer for dollars by some basis points, now more, now less.
        ({ } index, "/products/BTC-USD/ticker") => Coinbase(index * (1m + (decimal)(0.0004 + (0.0003 * Math.Sin(nowMs / 7.2e6)))), 0.01m, nowMs),
        (_, "/products/USDT-USD/ticker") => Coinbase(DollarCoin, 0.00001m, nowMs),
        ({ } index, "/api/v3/ticker/bookTicker") when request["symbol"] == "BTCUSDT" => Book(index / DollarCoin),
        ({ } index, "/api/v3/klines") when request["symbol"] == "BTCUSDT" && request["interval"] == "1m" => Minutes(request, index, nowMs),
        ({ } index, "/api/v3/global") => Global(index, nowMs),
        _ => null,
    };

    private static RestAnswer Coinbase(decimal price, decimal tick, long nowMs) => RestBody.Ok(new JsonObject
    {
        ["bid"] = decimal.Round(price - tick, 5).Text(),
        ["ask"] = decimal.Round(price + tick, 5).Text(),
        ["price"] = decimal.Round(price, 5).Text(),
        ["size"] = "0.01",
        ["volume"] = "9000",
        ["time"] = DateTimeOffset.FromUnixTimeMilliseconds(nowMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    });

    private static RestAnswer Book(decimal price) => RestBody.Ok(new JsonObject
    {
        ["symbol"] = "BTCUSDT",
        ["bidPrice"] = decimal.Round(price - 0.01m, 2).Text(),
        ["bidQty"] = "1.5",
        ["askPrice"] = decimal.Round(price + 0.01m, 2).Text(),
        ["askQty"] = "1.5",
    });

    private static RestAnswer Minutes(ClientRequest request, decimal price, long nowMs)
    {
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 500, 1, HighestLimit);
        var last = Math.Min(request.Whole("endTime") ?? nowMs, nowMs) / MinuteMs;
        return RestBody.Ok(new JsonArray([.. Enumerable.Range(0, limit).Select(at => Minute(last - limit + 1 + at, decimal.Round(price, 2)))]));
    }

    private static JsonArray Minute(long minute, decimal price)
    {
        var draw = new Random((int)(minute % int.MaxValue));
        var volume = 2m + (60m * (decimal)Math.Pow(draw.NextDouble(), 3));
        var bought = volume * (0.2m + (0.6m * (decimal)draw.NextDouble()));
        var (start, text) = (minute * MinuteMs, price.Text());
        return
        [
            start, text, text, text, text, decimal.Round(volume, 5).Text(), start + MinuteMs - 1, decimal.Round(volume * price, 2).Text(), 100,
            decimal.Round(bought, 5).Text(), decimal.Round(bought * price, 2).Text(), "0",
        ];
    }

    private static RestAnswer Global(decimal price, long nowMs) => RestBody.Ok(new JsonObject
    {
        ["data"] = new JsonObject
        {
            ["total_market_cap"] = new JsonObject { ["usd"] = decimal.Round(price * CoinsOfAllKinds, 2) },
            ["market_cap_percentage"] = new JsonObject { ["btc"] = 58.1m },
            ["updated_at"] = nowMs / 1_000,
        },
    });
}
