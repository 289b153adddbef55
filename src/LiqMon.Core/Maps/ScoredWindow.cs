using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>A window that is over: how every forecast did in it.</summary>
/// <param name="StartMs">Its start, Unix milliseconds.</param>
/// <param name="Longs">Longs.</param>
/// <param name="Shorts">Shorts.</param>
public sealed record ScoredWindow(long StartMs, ScoredSide Longs, ScoredSide Shorts)
{
    /// <summary>One of both sides.</summary>
    public ScoredSide Side(LiquidatedSide side) => side == LiquidatedSide.Long ? Longs : Shorts;
}

/// <summary>One side of a window.</summary>
public sealed record ScoredSide
{
    /// <summary>Where each forecast expected liquidations, against where they were. Chance stands in each of them.</summary>
    public required IReadOnlyDictionary<Forecast, MapScore> Places { get; init; }

    /// <summary>How much each expected on the way that the price then went: dollars of a map, or the length of the way.</summary>
    public required IReadOnlyDictionary<Forecast, double> Amounts { get; init; }

    /// <summary>All dollars × 1,000,000 liquidated on the side.</summary>
    public required long RealisedMicroUsd { get; init; }

    /// <summary>How far the price went against the side, a difference of logarithms.</summary>
    public required double Distance { get; init; }

    /// <summary>From the lowest price to the highest, a difference of logarithms.</summary>
    public required double Range { get; init; }

    /// <summary>How much the price moved in the day before the window, see <see cref="LiqMon.Statistics.PathVolatility"/>.</summary>
    public required double Volatility { get; init; }
}
