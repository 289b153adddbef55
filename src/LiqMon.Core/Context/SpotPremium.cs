namespace LiqMon.Context;

/// <summary>How much dearer spot bitcoin is where dollars pay for it than where the dollar coin does.</summary>
public static class SpotPremium
{
    /// <summary>
    /// The dollar price over the dollar coin's price in dollars, in basis points; null when a price is missing. Without
    /// the coin's own rate a discount of the coin would look like a premium.
    /// </summary>
    /// <param name="usd">Price in dollars.</param>
    /// <param name="usdt">Price in the coin.</param>
    /// <param name="usdtUsd">Dollars for one coin.</param>
    public static double? Bps(double? usd, double? usdt, double? usdtUsd) =>
        usd is > 0 and var dollars && usdt is > 0 and var coins && usdtUsd is > 0 and var rate
            ? (dollars / (coins * rate) - 1) * 10_000
            : null;

    /// <summary>The median; null of nothing.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
