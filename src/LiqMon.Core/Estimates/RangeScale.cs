using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// How many standard deviations a range reaches below and above an estimate, so that it holds the truth in
/// <see cref="HiddenEstimator.RangeRate"/> of the spans that were looked at.
/// </summary>
/// <param name="Below">Not above zero.</param>
/// <param name="Above">Not below zero.</param>
internal readonly record struct RangeScale(double Below, double Above)
{
    /// <summary>Spans from which a range can be given.</summary>
    internal const int LeastSpans = 20;

    /// <summary>The wider of both at each end.</summary>
    internal static RangeScale Wider(RangeScale one, RangeScale other) =>
        new(Math.Min(one.Below, other.Below), Math.Max(one.Above, other.Above));

    /// <summary>The scale that fits how far spans lay from what a model that did not know them says; null for too few.</summary>
    /// <param name="spans">Spans, each with the model for it.</param>
    /// <param name="side">The side; null for both.</param>
    internal static RangeScale? Of(IEnumerable<(SpanSums Span, HiddenModel Model)> spans, LiquidatedSide? side)
    {
        var distances = new List<double>();
        foreach (var (span, model) in spans)
        {
            var (mean, variance) = model.Predict(span, side);
            if (variance > 0)
                distances.Add((span.Hidden(side) - mean) / Math.Sqrt(variance));
        }

        if (distances.Count < LeastSpans)
            return null;
        distances.Sort();
        // Counted as conformal prediction does: the next span is one more, and may lie beyond all that were seen.
        var outside = (int)Math.Floor((1 - HiddenEstimator.RangeRate) / 2 * (distances.Count + 1));
        return new RangeScale(Math.Min(0, distances[outside - 1]), Math.Max(0, distances[^outside]));
    }
}
