namespace LiqMon.Context;

/// <summary>
/// How far a price usually moves over a span: the standard deviation of the logarithms of price changes over spans of
/// the same length, which begin a quarter of a span apart and all end by the start of the span in question, so that a
/// move is never measured by itself. Sixteen spans are looked back; six are the least.
/// </summary>
public static class SpanVolatility
{
    /// <summary>Returns measured for each length of the span.</summary>
    public const int StepsPerSpan = 4;

    /// <summary>Lengths of the span that are looked back.</summary>
    public const int SpansBack = 16;

    /// <summary>Least returns: those of six lengths of the span without a hole.</summary>
    public const int LeastReturns = 6 * StepsPerSpan - StepsPerSpan + 1;

    /// <summary>The moments whose prices are needed, the newest first.</summary>
    /// <param name="startMs">Start of the span in question, Unix milliseconds.</param>
    /// <param name="spanMs">Its length.</param>
    public static IReadOnlyList<long> Moments(long startMs, long spanMs) =>
        [.. Enumerable.Range(0, SpansBack * StepsPerSpan + 1).Select(step => startMs - step * spanMs / StepsPerSpan)];

    /// <summary>The standard deviation; null when fewer than <see cref="LeastReturns"/> returns are known.</summary>
    /// <param name="prices">Prices at <see cref="Moments"/>; null where none is known.</param>
    public static double? Of(IReadOnlyList<double?> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var returns = new List<double>();
        for (var at = 0; at + StepsPerSpan < prices.Count; at++)
        {
            if (prices[at] is > 0 and var end && prices[at + StepsPerSpan] is > 0 and var start)
                returns.Add(Math.Log(end / start));
        }

        return returns.Count < LeastReturns ? null : Deviation(returns);
    }

    /// <summary>The sample standard deviation of at least two numbers.</summary>
    internal static double Deviation(IReadOnlyCollection<double> numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1));
    }
}
