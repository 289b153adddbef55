namespace LiqMon.Maps;

/// <summary>Numbers of price levels that are all equally wide in proportion: 0.25 % of the price.</summary>
public static class PriceLevels
{
    /// <summary>Width of a level as a difference of natural logarithms of the price.</summary>
    public const double Width = 0.0025;

    /// <summary>The level that a price lies in.</summary>
    /// <param name="price">Greater than zero and finite.</param>
    public static int Of(double price)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(price, double.MaxValue);
        return (int)Math.Floor(Math.Log(price) / Width);
    }

    /// <summary>Lower end of a level, inclusive; the upper end is that of the next level.</summary>
    public static double LowerEnd(int level) => Math.Exp(level * Width);
}
