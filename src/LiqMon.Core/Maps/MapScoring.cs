using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>
/// Compares a map, as it was at the start of a window, with what was liquidated in the window. Of the levels from the
/// price at the start to the farthest price traded on that side, the quarter with the most predicted dollars is taken;
/// the score is the share of the liquidated dollars in it. Among equals none is preferred, so that a map that says
/// nothing scores exactly as chance does.
/// </summary>
/// <param name="before">The map at the start of the window; it must not move on.</param>
/// <param name="startPrice">The price at the start.</param>
public sealed class MapScoring(PositionMap before, double startPrice)
{
    /// <summary>Fewer levels have no quarter.</summary>
    public const int LeastLevels = 4;

    private readonly int _start = PriceLevels.Of(startPrice);
    private readonly Dictionary<int, long>[] _realised = [[], []];
    private readonly int[] _orders = new int[2];
    private int _low = PriceLevels.Of(startPrice);
    private int _high = PriceLevels.Of(startPrice);

    /// <summary>Takes a price that was traded in the window.</summary>
    public void Trade(double price)
    {
        var level = PriceLevels.Of(price);
        (_low, _high) = (Math.Min(_low, level), Math.Max(_high, level));
    }

    /// <summary>Takes a liquidation in the window.</summary>
    public void Liquidate(LiquidatedSide side, double price, long microUsd)
    {
        var levels = _realised[(int)side];
        var level = PriceLevels.Of(price);
        levels[level] = levels.GetValueOrDefault(level) + microUsd;
        _orders[(int)side]++;
    }

    /// <summary>The score of one side, once the window is over.</summary>
    public MapScore Of(LiquidatedSide side)
    {
        ArgumentNullException.ThrowIfNull(before);
        var realised = _realised[(int)side];
        var (from, to) = side == LiquidatedSide.Long ? (_low, _start) : (_start, _high);
        var score = new MapScore { Windows = 1, Orders = _orders[(int)side], RealisedMicroUsd = realised.Values.Sum() };
        var count = to - from + 1;
        if (count < LeastLevels)
            return score with { Narrow = 1 };
        var levels = Enumerable.Range(from, count)
            .Select(level => (Predicted: before.Side(side).At(level), Realised: realised.GetValueOrDefault(level)))
            .ToList();
        var inRange = levels.Sum(level => level.Realised);
        if (inRange == 0)
            return score;
        var quarter = (count + 3) / 4;
        return score with
        {
            Scored = 1,
            Blank = levels.All(level => level.Predicted == 0) ? 1 : 0,
            InRangeMicroUsd = inRange,
            TopQuarterMicroUsd = Top(levels, quarter),
            BaselineMicroUsd = (double)inRange * quarter / count,
        };
    }

    private static double Top(List<(long Predicted, long Realised)> levels, int places)
    {
        var top = 0.0;
        foreach (var equals in levels.GroupBy(level => level.Predicted).OrderByDescending(group => group.Key))
        {
            var taken = Math.Min(places, equals.Count());
            top += (double)equals.Sum(level => level.Realised) * taken / equals.Count();
            places -= taken;
            if (places == 0)
                break;
        }

        return top;
    }
}
