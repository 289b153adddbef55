namespace LiqMon.Maps;

/// <summary>
/// How well a map predicted where liquidations would happen, on one side, added up over windows. Dollars × 1,000,000.
/// </summary>
public sealed record MapScore
{
    /// <summary>Windows that were looked at.</summary>
    public int Windows { get; init; }

    /// <summary>Windows that count: enough levels were traded, and orders were liquidated there.</summary>
    public int Scored { get; init; }

    /// <summary>Windows in which fewer than <see cref="MapScoring.LeastLevels"/> levels ahead of the price were traded.</summary>
    public int Narrow { get; init; }

    /// <summary>Windows that count although the map was empty where the price went; they score as chance does.</summary>
    public int Blank { get; init; }

    /// <summary>Liquidations in the windows that were looked at.</summary>
    public int Orders { get; init; }

    /// <summary>All dollars liquidated in the windows that were looked at.</summary>
    public long RealisedMicroUsd { get; init; }

    /// <summary>Of them those in windows that count, at traded levels ahead of the price.</summary>
    public long InRangeMicroUsd { get; init; }

    /// <summary>Of them those in the quarter of the levels for which the map had the most.</summary>
    public double TopQuarterMicroUsd { get; init; }

    /// <summary>What a quarter of the levels chosen at random would have held on average.</summary>
    public double BaselineMicroUsd { get; init; }

    /// <summary>Share of the dollars in range in the map's top quarter, 0 to 1; null without any.</summary>
    public double? Share => InRangeMicroUsd > 0 ? TopQuarterMicroUsd / InRangeMicroUsd : null;

    /// <summary>The same for levels chosen at random; a little above a quarter, because levels are whole.</summary>
    public double? Baseline => InRangeMicroUsd > 0 ? BaselineMicroUsd / InRangeMicroUsd : null;

    /// <summary>Both together.</summary>
    public static MapScore operator +(MapScore left, MapScore right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static MapScore Add(MapScore left, MapScore right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new MapScore
        {
            Windows = left.Windows + right.Windows,
            Scored = left.Scored + right.Scored,
            Narrow = left.Narrow + right.Narrow,
            Blank = left.Blank + right.Blank,
            Orders = left.Orders + right.Orders,
            RealisedMicroUsd = left.RealisedMicroUsd + right.RealisedMicroUsd,
            InRangeMicroUsd = left.InRangeMicroUsd + right.InRangeMicroUsd,
            TopQuarterMicroUsd = left.TopQuarterMicroUsd + right.TopQuarterMicroUsd,
            BaselineMicroUsd = left.BaselineMicroUsd + right.BaselineMicroUsd,
        };
    }
}
