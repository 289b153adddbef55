using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Context.Sources;

/// <summary>
/// What all coins together are worth, from CoinGecko's endpoint without a key, which it renews about every ten minutes.
/// Source: CoinGecko API v3, "crypto global market data".
/// </summary>
public static class GlobalMarket
{
    /// <summary>The source.</summary>
    public const string Source = "coingecko";

    /// <summary>Dollars of all coins.</summary>
    public const string TotalUsd = "total_market_cap_usd";

    /// <summary>Bitcoin's part of them, 0 to 1.</summary>
    public const string Dominance = "btc_dominance";

    /// <summary>Figures that are older than this are no present ones.</summary>
    public const long StaleAfterMs = 3_600_000;

    /// <summary>Reads the answer; figures that are old give nothing.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<ContextSample> Read(ReadOnlySpan<byte> body, long nowMs)
    {
        using var document = JsonElementExtensions.Parse(body);
        var data = SourceJson.Object(document.RootElement, "data");
        if (data.Integer("updated_at") is not (> 0 and < EventTime.LatestMs / EventTime.SecondMs and var seconds))
            throw new JsonException("no possible time");
        var timeMs = seconds * EventTime.SecondMs;
        var total = SourceJson.Positive(SourceJson.Object(data, "total_market_cap"), "usd");
        var percent = SourceJson.Positive(SourceJson.Object(data, "market_cap_percentage"), "btc");
        if (percent > 100)
            throw new JsonException("a share above all");
        return Math.Abs(nowMs - timeMs) > StaleAfterMs
            ? []
            : [new ContextSample(Source, TotalUsd, timeMs, total), new ContextSample(Source, Dominance, timeMs, percent / 100)];
    }
}
