using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Context.Sources;

/// <summary>A venue's public series about one contract, as far as LiqMon reads them: candles of the mark price, and longs over shorts.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Candles">The call for candles of four hours, about 160 days back; null if there is none.</param>
/// <param name="Ratio">The call for the ratio of accounts that are long to accounts that are short, of so many of the last
/// hours; null if there is none.</param>
public sealed record VenueSeries(string Venue, Func<Instrument, RestRequest>? Candles, Func<Instrument, int, RestRequest>? Ratio)
{
    /// <summary>Hours of the ratio that Binance and Bybit tell at once; OKX chooses for itself.</summary>
    public const int MostHours = 500;

    private const int MostCandles = 1_000;

    /// <summary>The name under which an asset's ratio is kept.</summary>
    public static string RatioName(string asset) => "long_short_ratio:" + asset;

    /// <summary>
    /// The venues that have such series. Sources: Bybit v5 «mark price kline» and «long short ratio»; Binance USD-M
    /// «mark price kline» and «long/short ratio»; OKX «long/short ratio» of trading statistics, by coin and not by contract.
    /// </summary>
    public static IReadOnlyList<VenueSeries> All { get; } =
    [
        new(
            "bybit",
            contract => Request("candles", "https://api.bybit.com", $"/v5/market/mark-price-kline?category=linear&symbol={contract.Symbol}&interval=240&limit={MostCandles}"),
            (contract, hours) => Request("ratio", "https://api.bybit.com", $"/v5/market/account-ratio?category=linear&symbol={contract.Symbol}&period=1h&limit={hours}")),
        new(
            "binance",
            contract => Request("candles", "https://fapi.binance.com", $"/fapi/v1/markPriceKlines?symbol={contract.Symbol}&interval=4h&limit={MostCandles}", weight: 5),
            (contract, hours) => Request("ratio", "https://fapi.binance.com", $"/futures/data/globalLongShortAccountRatio?symbol={contract.Symbol}&period=1h&limit={hours}")),
        new("okx", null, (contract, _) => Request("ratio", "https://www.okx.com", $"/api/v5/rubik/stat/contracts/long-short-account-ratio?ccy={contract.Asset}&period=1H")),
    ];

    /// <summary>Reads candles: rows of start, open, high, low, close, in any order.</summary>
    /// <param name="contract">The contract they are of.</param>
    /// <param name="body">The answer.</param>
    /// <param name="nowMs">The present: the running candle has gone as far.</param>
    /// <exception cref="JsonException">They are none.</exception>
    public static IReadOnlyList<MarkCandle> ReadCandles(Instrument contract, ReadOnlySpan<byte> body, long nowMs)
    {
        using var document = JsonElements.Parse(body);
        var candles = new List<MarkCandle>();
        foreach (var row in List(document.RootElement, "result", "list"))
        {
            var startMs = (long)SourceJson.Positive(row, 0);
            var (open, high, low, close) = (SourceJson.Positive(row, 1), SourceJson.Positive(row, 2), SourceJson.Positive(row, 3), SourceJson.Positive(row, 4));
            if (startMs % MarkCandle.LengthMs != 0 || low > Math.Min(open, close) || high < Math.Max(open, close))
                throw new JsonException("a row is no candle of four hours");
            if (startMs < nowMs)
                candles.Add(new MarkCandle(contract, startMs, open, high, low, close, Math.Min(startMs + MarkCandle.LengthMs - 1, nowMs)));
        }

        return candles;
    }

    /// <summary>Reads a ratio of longs to shorts; a venue that sends the two parts has them divided.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="body">The answer.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<ContextSample> ReadRatio(string venue, string asset, ReadOnlySpan<byte> body)
    {
        using var document = JsonElements.Parse(body);
        var root = document.RootElement;
        var rows = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out _) ? SourceJson.Rows(root, "data") : List(root, "result", "list");
        return [.. rows.Select(row => row.ValueKind == JsonValueKind.Array
            ? new ContextSample(venue, RatioName(asset), (long)SourceJson.Positive(row, 0), SourceJson.Positive(row, 1))
            : new ContextSample(venue, RatioName(asset), (long)SourceJson.Positive(row, "timestamp"), RatioOf(row)))];
    }

    private static double RatioOf(JsonElement row) => row.TryGetProperty("longShortRatio", out _)
        ? SourceJson.Positive(row, "longShortRatio")
        : SourceJson.Positive(row, "buyRatio") / SourceJson.Positive(row, "sellRatio");

    // Binance answers with a bare array, Bybit with one inside.
    private static IEnumerable<JsonElement> List(JsonElement root, string outer, string inner) => root.ValueKind == JsonValueKind.Array
        ? SourceJson.Rows(root)
        : SourceJson.Rows(SourceJson.Object(root, outer), inner);

    private static RestRequest Request(string name, string host, FormattableString path, int weight = 1) =>
        new(name, new Uri(new Uri(host), FormattableString.Invariant(path)), weight);
}
