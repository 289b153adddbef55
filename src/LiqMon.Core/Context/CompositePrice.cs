namespace LiqMon.Context;

/// <summary>One price of an asset over all venues.</summary>
/// <param name="Value">Dollars.</param>
/// <param name="Venues">Venues it is made of.</param>
public readonly record struct CompositePrice(double Value, int Venues)
{
    /// <summary>
    /// The median of the venues' own index prices, each of which is made of spot markets; null when no venue has one. The
    /// median, so that one venue with a wrong price moves nothing. A dollar coin counts as a dollar.
    /// </summary>
    /// <param name="prices">One index price for each venue; what is no positive number is left out.</param>
    public static CompositePrice? Of(IEnumerable<double> prices)
    {
        var known = prices.Where(price => price > 0 && double.IsFinite(price)).ToList();
        return SpotPremium.Median(known) is { } median ? new CompositePrice(median, known.Count) : null;
    }
}
