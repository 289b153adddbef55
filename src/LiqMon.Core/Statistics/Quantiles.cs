namespace LiqMon.Statistics;

/// <summary>Quantiles of numbers, between neighbours by their distance.</summary>
public static class Quantiles
{
    /// <summary>The quantile of numbers in ascending order.</summary>
    /// <param name="sorted">At least one.</param>
    /// <param name="part">0 for the least, 0.5 for the median, 1 for the greatest.</param>
    public static double Of(IReadOnlyList<double> sorted, double part)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        var place = part * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
