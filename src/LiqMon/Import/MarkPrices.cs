using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Import;

/// <summary>
/// Mark prices that LiqMon itself stored, to value coins that others counted: of the dollar perpetual with the most candles,
/// a sample of the moment where there is one, else along the candle of four hours around it.
/// </summary>
internal static class MarkPrices
{
    private const long ToleranceMs = 15 * 60_000;

    /// <summary>The price of an asset at some moments; null where none is stored.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="asset">Normalised asset.</param>
    /// <param name="moments">Unix milliseconds, in order of time; at least one.</param>
    internal static IReadOnlyList<double?> Of(StoreReader reader, string asset, IReadOnlyList<long> moments)
    {
        var contract = reader.Market.Candles(asset, moments[0] - MarkCandle.LengthMs, moments[^1] + 1).MaxBy(one => one.Candles.Count);
        if (contract is null)
            return [.. moments.Select(_ => (double?)null)];
        var samples = reader.Market.Marks(contract.Key, moments, ToleranceMs);
        var candles = contract.Candles.ToDictionary(candle => candle.StartMs);
        return [.. moments.Select((moment, at) => samples[at] ?? Within(candles, moment))];
    }

    private static double? Within(Dictionary<long, Candle> candles, long momentMs)
    {
        var startMs = momentMs - (momentMs % MarkCandle.LengthMs);
        return candles.TryGetValue(startMs, out var candle)
            ? candle.Open + ((candle.Close - candle.Open) * (momentMs - startMs) / MarkCandle.LengthMs)
            : null;
    }
}
