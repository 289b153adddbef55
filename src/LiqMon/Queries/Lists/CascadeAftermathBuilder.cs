using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Reads cascades and minute prices of one asset, and compares what followed.</summary>
internal static class CascadeAftermathBuilder
{
    /// <summary>Start of all randomness, so that equal questions have equal answers.</summary>
    private const int Seed = 1;

    internal static CascadeAftermathResult Of(SpanQuery question, StoreReader reader)
    {
        var cascades = reader.Cascades.List(question.Filter, (double)question.MinUsd, int.MaxValue)
            .Where(cascade => !cascade.IsOpen && cascade.Asset == question.AssetText)
            .OrderBy(cascade => cascade.StartMs)
            .ToList();
        // A day more, in which the last of them are followed.
        var toMs = Math.Min(question.Filter.ToMs + CascadeAftermath.HorizonsMs[^1], question.NowMs + 1);
        var prices = cascades.Count < CascadeAftermath.LeastCascades
            ? []
            : reader.Market.MapPrices(question.Filter with { ToMs = toMs }).Select(step => new PricePoint(step.TimeMs, step.Price)).ToList();
        LiquidatedSide[] sides = question.Side is { } one ? [one] : [LiquidatedSide.Short, LiquidatedSide.Long];
        return new CascadeAftermathResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            MinUsd = question.MinUsd,
            Least = CascadeAftermath.LeastCascades,
            Sides = [.. sides.Select(side => Side(side, [.. cascades.Where(cascade => cascade.Side == side)], prices))],
        };
    }

    private static AftermathSide Side(LiquidatedSide side, List<Cascade> cascades, List<PricePoint> prices)
    {
        var found = CascadeAftermath.Of([.. cascades.Select(cascade => (cascade.StartMs, cascade.EndMs))], prices, new Random(Seed));
        return new AftermathSide(side, cascades.Count, Verdict(cascades.Count, found), [.. found.Select(row => new AftermathHorizon(
            row.HorizonMs / 1_000, AftermathSpread.Of(row.After), AftermathSpread.Of(row.Random), IntervalResult.Of(row.Difference)!, row.Differs))]);
    }

    private static string Verdict(int cascades, IReadOnlyList<Aftermath> found)
    {
        if (cascades < CascadeAftermath.LeastCascades)
            return $"only {cascades} cascades, at least {CascadeAftermath.LeastCascades} are needed";
        if (found.Count == 0)
            return "too few prices are stored around the cascades";
        var different = found.Where(row => row.Differs).Select(row => LengthText.Of(row.HorizonMs)).ToList();
        return different.Count == 0
            ? "no different from random times of equal volatility"
            : $"different from random times of equal volatility after {string.Join(", ", different)}; of {found.Count} lengths one in twenty would be so by chance";
    }
}
