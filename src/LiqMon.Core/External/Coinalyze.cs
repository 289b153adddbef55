using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.External;

/// <summary>A market of Coinalyze: a contract of a venue.</summary>
/// <param name="Symbol">Coinalyze's own symbol: <c>BTCUSDT_PERP.A</c>.</param>
/// <param name="Asset">Normalised asset.</param>
public sealed record CoinalyzeMarket(string Symbol, string Asset);

/// <summary>What one bucket of one market holds.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="StartMs">Start of the bucket, Unix milliseconds.</param>
/// <param name="LongMicroUsd">Liquidated longs in micro-dollars.</param>
/// <param name="ShortMicroUsd">Liquidated shorts in micro-dollars.</param>
public readonly record struct CoinalyzeBucket(string Symbol, long StartMs, long LongMicroUsd, long ShortMicroUsd);

/// <summary>
/// Coinalyze, which counts liquidations of many venues in buckets of time and publishes them with a free key. Pure: addresses
/// and what answers mean.
/// <para>
/// <c>/v1/exchanges</c> names each venue's code, <c>/v1/future-markets</c> all contracts,
/// <c>/v1/liquidation-history</c> up to 20 of them a call: <c>[{symbol, history: [{t, l, s}]}]</c>, <c>t</c> in seconds at
/// the start of a bucket, <c>l</c> and <c>s</c> in dollars with <c>convert_to_usd=true</c>. A bucket without liquidations
/// may be left out. 40 calls a minute; too many are answered 429 with Retry-After. How long buckets are kept depends on
/// their length.
/// Source: Coinalyze API documentation, v1; retention as measured 2026-08-02.
/// </para>
/// </summary>
public static class Coinalyze
{
    /// <summary>The name under which its totals are stored.</summary>
    public const string Source = "coinalyze";

    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "api_key";

    /// <summary>Most markets of one call.</summary>
    public const int MarketsPerCall = 20;

    /// <summary>Calls it allows in a minute.</summary>
    public const int CallsPerMinute = 40;

    /// <summary>What it is called at, unless the settings say otherwise.</summary>
    public static Uri Url { get; } = new("https://api.coinalyze.net");

    // The venues whose own history cannot fill their gaps, by Coinalyze's names.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["binance"] = "Binance",
        ["bybit"] = "Bybit",
        ["bitget"] = "Bitget",
    };

    /// <summary>The venues it is queried for.</summary>
    public static IReadOnlyCollection<string> Venues => Names.Keys;

    /// <summary>The call for the venues' codes.</summary>
    public static RestRequest Exchanges { get; } = new("exchanges", new Uri(Url, "/v1/exchanges"));

    /// <summary>The call for all contracts.</summary>
    public static RestRequest Markets { get; } = new("future-markets", new Uri(Url, "/v1/future-markets"));

    /// <summary>The call for buckets of some markets that start in [fromMs, toMs).</summary>
    public static RestRequest History(IReadOnlyList<string> symbols, BucketLength length, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols.Count, MarketsPerCall);
        // Both ends are inclusive.
        return new("liquidation-history", new Uri(Url, string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/liquidation-history?symbols={string.Join(',', symbols.Select(Uri.EscapeDataString))}&interval={length.Name}&from={fromMs / 1_000}&to={toMs / 1_000 - 1}&convert_to_usd=true")));
    }

    /// <summary>The code of a venue; null when Coinalyze does not have it.</summary>
    /// <exception cref="JsonException">The body is not what Coinalyze sends.</exception>
    public static string? ReadCode(ReadOnlySpan<byte> body, string venue)
    {
        if (!Names.TryGetValue(venue, out var name))
            return null;
        foreach (var row in Rows(body))
        {
            if (row.Text("name") == name)
                return row.Text("code");
        }

        return null;
    }

    /// <summary>The contracts of a venue.</summary>
    /// <exception cref="JsonException">The body is not what Coinalyze sends.</exception>
    public static IReadOnlyList<CoinalyzeMarket> ReadMarkets(ReadOnlySpan<byte> body, string code)
    {
        var markets = new List<CoinalyzeMarket>();
        foreach (var row in Rows(body))
        {
            if (row.Text("exchange") == code && row.Text("symbol") is { Length: > 0 and <= ContractNames.MaxSymbolBytes } symbol
                && row.Text("base_asset") is { } asset && AssetNames.IsName(asset))
                markets.Add(new(symbol, AssetNames.Normalise(asset).Asset));
        }

        return markets;
    }

    /// <summary>The buckets of an answer.</summary>
    /// <exception cref="JsonException">The body is not what Coinalyze sends, or a number in it cannot be.</exception>
    public static IReadOnlyList<CoinalyzeBucket> ReadHistory(ReadOnlySpan<byte> body)
    {
        var buckets = new List<CoinalyzeBucket>();
        foreach (var market in Rows(body))
        {
            if (market.ValueKind != JsonValueKind.Object)
                continue;
            var symbol = market.Text("symbol") ?? throw new JsonException("a market without its symbol");
            foreach (var bucket in market.Objects("history"))
                buckets.Add(new(symbol, StartMs(bucket), MicroUsd(bucket, "l"), MicroUsd(bucket, "s")));
        }

        return buckets;
    }

    private static JsonList Rows(ReadOnlySpan<byte> body)
    {
        var list = JsonList.Open(body);
        return list.IsArray ? list : throw new JsonException($"no list: {list.Outline.Text("message")}");
    }

    private static long StartMs(JsonElement bucket) => bucket.Integer("t") is > 1_483_228_800 and < 4_102_444_800 and var seconds
        ? seconds * 1_000
        : throw new JsonException("a bucket without a possible time");

    private static long MicroUsd(JsonElement bucket, string name) =>
        bucket.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var dollars)
            && dollars is >= 0 and <= ExternalTotal.MaxUsd
            ? (long)Math.Round(dollars * 1_000_000)
            : throw new JsonException($"a bucket without possible dollars in '{name}'");
}
