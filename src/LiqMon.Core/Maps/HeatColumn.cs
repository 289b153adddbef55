namespace LiqMon.Maps;

/// <summary>A map as it was at a moment, and the prices that were sampled in the time before it.</summary>
/// <param name="StartMs">Start of the column, exclusive, Unix milliseconds.</param>
/// <param name="EndMs">The moment of the map, Unix milliseconds.</param>
public sealed record HeatColumn(long StartMs, long EndMs)
{
    /// <summary>What is known; null where no price was sampled in the column: then nobody knows which levels were traded through.</summary>
    public HeatState? State { get; init; }
}

/// <summary>What a column shows.</summary>
/// <param name="Low">Lowest sampled price.</param>
/// <param name="High">Highest sampled price.</param>
/// <param name="Close">The newest price.</param>
/// <param name="Longs">Dollars × 1,000,000 of longs by level, in order of price; levels at which nothing stands are left out.</param>
/// <param name="Shorts">The same of shorts.</param>
public sealed record HeatState(
    double Low, double High, double Close, IReadOnlyList<(int Level, long MicroUsd)> Longs, IReadOnlyList<(int Level, long MicroUsd)> Shorts);
