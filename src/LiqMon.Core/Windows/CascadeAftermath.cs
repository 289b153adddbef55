using LiqMon.Statistics;

namespace LiqMon.Windows;

/// <summary>
/// What the price did after cascades, beside what it did after random moments of equal volatility: of each cascade some
/// moments outside all cascades whose hour before moved about as much. All changes are fractions.
/// </summary>
public static class CascadeAftermath
{
    /// <summary>Fewer cascades say nothing.</summary>
    public const int LeastCascades = 20;

    /// <summary>How long after its end, in milliseconds: 15 minutes, 1, 4 and 24 hours.</summary>
    public static readonly IReadOnlyList<long> HorizonsMs = [15 * 60_000, HourMs, 4 * HourMs, 24 * HourMs];

    /// <summary>Random moments for each cascade.</summary>
    private const int Controls = 20;

    /// <summary>They are drawn from so many moments, or from this part of all if it is more, next to it by volatility.</summary>
    private const int LeastNear = 50;
    private const double NearPart = 0.02;

    private const long HourMs = 3_600_000;

    /// <summary>A price counts for so long.</summary>
    private const long FreshMs = 10 * 60_000;

    /// <summary>What followed at each horizon of which enough is known.</summary>
    /// <param name="cascades">Start and end of each, Unix milliseconds, in order of time.</param>
    /// <param name="prices">Prices in order of time, about one a minute.</param>
    /// <param name="random">Draws the moments and the series of the intervals.</param>
    public static IReadOnlyList<Aftermath> Of(
        IReadOnlyList<(long StartMs, long EndMs)> cascades, IReadOnlyList<PricePoint> prices, Random random)
    {
        ArgumentNullException.ThrowIfNull(cascades);
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(random);
        if (cascades.Count < LeastCascades || prices.Count == 0)
            return [];
        var volatilities = Volatilities(prices);
        var others = Enumerable.Range(0, prices.Count)
            .Where(at => prices[at].TimeMs >= prices[0].TimeMs + HourMs && !cascades.Any(it => prices[at].TimeMs >= it.StartMs && prices[at].TimeMs <= it.EndMs))
            .OrderBy(at => volatilities[at])
            .ToList();
        var result = new List<Aftermath>();
        foreach (var horizonMs in HorizonsMs)
        {
            var groups = new List<(double Change, List<double> Others)>();
            foreach (var (_, endMs) in cascades)
            {
                var at = Find(prices, endMs);
                if (at >= 0 && Change(prices, at, horizonMs) is { } change)
                    groups.Add((change, [.. Near(others, volatilities, volatilities[at], random).Select(it => Change(prices, it, horizonMs)).OfType<double>()]));
            }

            groups.RemoveAll(group => group.Others.Count == 0);
            if (groups.Count >= LeastCascades)
                result.Add(Compare(horizonMs, groups, random));
        }

        return result;
    }

    private static Aftermath Compare(long horizonMs, List<(double Change, List<double> Others)> groups, Random random)
    {
        var interval = new BlockBootstrap(groups.Count, BlockBootstrap.BlockOf(groups.Count), random).Of(members =>
            Median(members.Select(member => groups[member].Change)) - Median(members.SelectMany(member => groups[member].Others)));
        return new Aftermath(
            horizonMs, Spread.Of(groups.Select(group => group.Change)), Spread.Of(groups.SelectMany(group => group.Others)), interval!.Value);
    }

    private static double[] Volatilities(IReadOnlyList<PricePoint> prices)
    {
        var volatility = new PathVolatility(HourMs);
        return [.. prices.Select(price =>
        {
            volatility.Add(price.TimeMs, price.Price);
            return volatility.Value;
        })];
    }

    private static IEnumerable<int> Near(List<int> others, double[] volatilities, double volatility, Random random)
    {
        var (low, high) = (0, others.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = volatilities[others[middle]] < volatility ? (middle + 1, high) : (low, middle);
        }

        var width = Math.Min(others.Count, Math.Max(LeastNear, (int)(others.Count * NearPart)));
        var from = Math.Clamp(low - width / 2, 0, others.Count - width);
        for (var draw = 0; draw < Controls && width > 0; draw++)
            yield return others[from + random.Next(width)];
    }

    private static double? Change(IReadOnlyList<PricePoint> prices, int at, long horizonMs)
    {
        var later = Find(prices, prices[at].TimeMs + horizonMs);
        // The last price known is no price of later.
        return later > at ? prices[later].Price / prices[at].Price - 1 : null;
    }

    /// <summary>The last price at or before a moment that is still fresh; -1 if there is none.</summary>
    private static int Find(IReadOnlyList<PricePoint> prices, long timeMs)
    {
        var (low, high) = (0, prices.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = prices[middle].TimeMs <= timeMs ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && timeMs - prices[low - 1].TimeMs <= FreshMs ? low - 1 : -1;
    }

    private static double Median(IEnumerable<double> numbers) => Quantiles.Of([.. numbers.Order()], 0.5);
}

/// <summary>A price at a moment.</summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="Price">Greater than zero.</param>
public readonly record struct PricePoint(long TimeMs, double Price);

/// <summary>What followed at one horizon.</summary>
/// <param name="HorizonMs">How long after the end, in milliseconds.</param>
/// <param name="After">Changes of price after cascades.</param>
/// <param name="Random">After random moments of equal volatility.</param>
/// <param name="Difference">Interval of the difference of the medians.</param>
public sealed record Aftermath(long HorizonMs, Spread After, Spread Random, Interval Difference)
{
    /// <summary>Whether cascades differ from random moments: the interval does not hold zero.</summary>
    public bool Differs => Difference.Low > 0 || Difference.High < 0;
}

/// <summary>How numbers are spread.</summary>
/// <param name="Count">How many.</param>
/// <param name="Median">Median.</param>
/// <param name="Lower">Lower quartile.</param>
/// <param name="Upper">Upper quartile.</param>
/// <param name="ShareUp">Part of them above zero.</param>
public sealed record Spread(int Count, double Median, double Lower, double Upper, double ShareUp)
{
    internal static Spread Of(IEnumerable<double> numbers)
    {
        List<double> sorted = [.. numbers.Order()];
        return new Spread(
            sorted.Count, Quantiles.Of(sorted, 0.5), Quantiles.Of(sorted, 0.25), Quantiles.Of(sorted, 0.75),
            (double)sorted.Count(number => number > 0) / sorted.Count);
    }
}
