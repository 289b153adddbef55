using System.Text.Json;
using LiqMon.Context;
using LiqMon.Context.Sources;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// A venue's public series about one contract, as far as LiqMon reads them: candles of the mark price, and longs over
/// shorts. What the venue's answers look like it says itself; what makes a candle or a ratio is the same for all.
/// </summary>
public sealed record VenueMarketData
{
    /// <summary>Hours of the ratio to ask for in the beginning: the most that venues publish at once.</summary>
    public const int MostHours = 500;

    /// <summary>Candles to ask for: of four hours, about 160 days back.</summary>
    public const int MostCandles = 1_000;

    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The call for the newest <see cref="MostCandles"/> candles of four hours; null if there is none.</summary>
    public Func<Instrument, RestRequest>? Candles { get; init; }

    /// <summary>
    /// The call for the ratio of accounts that are long to accounts that are short, of so many of the last hours. A venue
    /// that lets nobody chooses publishes what it publishes.
    /// </summary>
    public required Func<Instrument, int, RestRequest> Ratio { get; init; }

    /// <summary>The properties that lead to the list in an answer to either call; none where the answer is the list.</summary>
    public required IReadOnlyList<string> ListPath { get; init; }

    /// <summary>
    /// A row's time, Unix milliseconds, and its longs over shorts, above 0; throws <see cref="JsonException"/> if it is no ratio.
    /// </summary>
    public required Func<JsonElement, (long TimeMs, double LongsOverShorts)> RatioOf { get; init; }

    /// <summary>The name under which an asset's ratio is kept.</summary>
    public static string RatioName(string asset) => "long_short_ratio:" + asset;

    /// <summary>Reads candles: rows of start, open, high, low, close, in any order.</summary>
    /// <param name="contract">The contract they are of.</param>
    /// <param name="body">The answer.</param>
    /// <param name="nowMs">The present: the running candle has gone as far.</param>
    /// <exception cref="JsonException">They are none.</exception>
    public IReadOnlyList<MarkCandle> ReadCandles(Instrument contract, ReadOnlySpan<byte> body, long nowMs)
    {
        var candles = new List<MarkCandle>();
        foreach (var row in SourceJson.Rows(body, ListPath))
        {
            var startMs = (long)SourceJson.Positive(row, 0);
            var (open, high, low, close) = (SourceJson.Positive(row, 1), SourceJson.Positive(row, 2), SourceJson.Positive(row, 3), SourceJson.Positive(row, 4));
            if (startMs % MarkCandle.LengthMs != 0 || !EventTime.IsPlausible(startMs) || low > Math.Min(open, close) || high < Math.Max(open, close))
                throw new JsonException("a row is no candle of four hours");
            if (startMs < nowMs)
                candles.Add(new MarkCandle(contract, startMs, open, high, low, close, Math.Min(startMs + MarkCandle.LengthMs - 1, nowMs)));
        }

        return candles;
    }

    /// <summary>Reads a ratio of longs to shorts.</summary>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="body">The answer.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public IReadOnlyList<ContextSample> ReadRatio(string asset, ReadOnlySpan<byte> body)
    {
        var samples = new List<ContextSample>();
        foreach (var row in SourceJson.Rows(body, ListPath))
        {
            var (timeMs, longsOverShorts) = RatioOf(row);
            if (!EventTime.IsPlausible(timeMs))
                throw new JsonException("a ratio without a possible time");
            samples.Add(new ContextSample(Venue, RatioName(asset), timeMs, longsOverShorts));
        }

        return samples;
    }
}
