using System.Globalization;

namespace LiqMon.Maps;

/// <summary>How opened positions are thought to be spread over leverages.</summary>
public sealed class LeverageTiers
{
    /// <summary>Most tiers.</summary>
    public const int Most = 20;

    private const int GreatestWeight = 10_000;

    private LeverageTiers(IReadOnlyList<LeverageTier> tiers)
    {
        All = tiers;
        TotalWeight = tiers.Sum(tier => tier.Weight);
    }

    /// <summary>
    /// The tiers unless settings name others: those that traders choose between, with most dollars at moderate leverage,
    /// and the maintenance margin of the smallest positions of large assets. No venue publishes the spread; it is a guess.
    /// </summary>
    public static LeverageTiers Default { get; } = new(
    [
        new(5, 15, 0.005), new(10, 30, 0.005), new(20, 20, 0.005), new(25, 15, 0.005), new(50, 12, 0.005), new(100, 8, 0.005),
    ]);

    /// <summary>The tiers, in the order they were named.</summary>
    public IReadOnlyList<LeverageTier> All { get; }

    /// <summary>Sum of the weights.</summary>
    public int TotalWeight { get; }

    /// <summary>Reads <c>leverage:weight:maintenance margin in percent</c>, with commas between tiers: <c>10:60:0.5,50:40:0.5</c>.</summary>
    /// <returns>False when a part is missing or not in its range.</returns>
    public static bool TryParse(string text, out LeverageTiers tiers)
    {
        ArgumentNullException.ThrowIfNull(text);
        tiers = Default;
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var read = parts.Select(Read).OfType<LeverageTier>().ToList();
        if (read.Count is 0 or > Most || read.Count != parts.Length)
            return false;
        tiers = new LeverageTiers(read);
        return true;
    }

    private static LeverageTier? Read(string text)
    {
        if (text.Split(':') is not [var leverage, var weight, var margin]
            || !Number(leverage, out var times) || times is not (> 1 and <= 1_000)
            || !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part is < 1 or > GreatestWeight
            || !Number(margin, out var percent) || percent / 100 >= 1 / times)
            return null;
        return new LeverageTier(times, part, percent / 100);
    }

    private static bool Number(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
