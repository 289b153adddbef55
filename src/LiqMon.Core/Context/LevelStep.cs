namespace LiqMon.Context;

/// <summary>
/// How far apart the round numbers lie that people name: a tenth of the power of ten up to twice that power, and half of it
/// above. At 97,000 that is 5,000, at 104,000 it is 10,000, at 250,000 it is 50,000. Near a boundary the step stays what it was.
/// </summary>
public static class LevelStep
{
    /// <summary>How far beyond a boundary a price must be for the step to change, as a share.</summary>
    public const double Beyond = 0.1;

    /// <summary>Whether a number can be a price.</summary>
    public static bool IsPrice(double price) => price is >= 1e-12 and < 1e15;

    /// <summary>The step after a series of prices.</summary>
    /// <param name="prices">Prices in order of time; what cannot be a price is passed over.</param>
    /// <returns>The step; 0 where there is no price.</returns>
    public static decimal Of(IEnumerable<double> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var step = 0m;
        foreach (var price in prices.Where(IsPrice))
        {
            if (step == 0 || !IsNear(price, step))
                step = At(price);
        }

        return step;
    }

    /// <summary>Whether a price has a step, or would have it a little lower or higher.</summary>
    private static bool IsNear(double price, decimal step) =>
        At(price) == step || At(price * (1 + Beyond)) == step || At(price / (1 + Beyond)) == step;

    // In decimals, so that a level is exactly the number that people write.
    private static decimal At(double price)
    {
        var power = (int)Math.Floor(Math.Log10(price));
        return PowerOfTen(power - 1) * ((decimal)price < 2 * PowerOfTen(power) ? 1 : 5);
    }

    private static decimal PowerOfTen(int power)
    {
        var result = 1m;
        for (; power > 0; power--)
            result *= 10;
        for (; power < 0; power++)
            result /= 10;
        return result;
    }
}
