using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>
/// Scores a map as it moves on: at the start of each window it is held still, and at the end compared with what was
/// liquidated. No window knows anything of its own future but how far the price went.
/// </summary>
/// <param name="fromMs">Start of the first window, Unix milliseconds; before it the map only fills.</param>
/// <param name="horizonMs">Length of a window, greater than zero.</param>
public sealed class WalkForward(long fromMs, long horizonMs)
{
    private MapScoring? _window;
    private long _endMs = fromMs;

    /// <summary>The score of longs over the windows that are over.</summary>
    public MapScore Longs { get; private set; } = new();

    /// <summary>The score of shorts over the windows that are over.</summary>
    public MapScore Shorts { get; private set; } = new();

    /// <summary>Takes a liquidation; in order of time with <see cref="Step"/>, before the step that ends at its time.</summary>
    /// <param name="side">The position that was closed.</param>
    /// <param name="price">Dollars for one unit of the asset; one that is no price is not taken.</param>
    /// <param name="microUsd">Dollars × 1,000,000.</param>
    public void Liquidate(LiquidatedSide side, double price, long microUsd)
    {
        if (double.IsFinite(price) && price > 0)
            _window?.Liquidate(side, price, microUsd);
    }

    /// <summary>Takes the map after a step that ended at a moment, Unix milliseconds.</summary>
    public void Step(PositionMap map, long timeMs)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Price is not { } price)
            return;
        _window?.Trade(price);
        if (timeMs < _endMs)
            return;
        if (_window is { } over)
        {
            Longs += over.Of(LiquidatedSide.Long);
            Shorts += over.Of(LiquidatedSide.Short);
        }

        _window = new MapScoring(map.Copy(), price);
        // A silence may have lasted longer than a window.
        while (_endMs <= timeMs)
            _endMs += horizonMs;
    }
}
