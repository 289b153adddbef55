using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>
/// Compares a forecast, as it was at the start of a window, with what was liquidated in the window. Of the levels from the
/// price at the start to the farthest price traded on that side, the quarter with the most of the forecast is taken;
/// the score is the share of the liquidated dollars in it. Among equals none is preferred, so that a forecast that says
/// nothing scores exactly as chance does.
/// </summary>
public static class MapScoring
{
    /// <summary>Fewer levels have no quarter.</summary>
    public const int LeastLevels = 4;

    /// <summary>The score of one side, once the window is over.</summary>
    /// <param name="window">What happened.</param>
    /// <param name="side">The side.</param>
    /// <param name="forecast">How much was expected at a level, in any unit.</param>
    public static MapScore Of(TradedWindow window, LiquidatedSide side, Func<int, long> forecast)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(forecast);
        var (from, to) = window.Levels(side);
        var score = new MapScore { Windows = 1, Orders = window.Orders(side), RealisedMicroUsd = window.Realised(side) };
        var count = to - from + 1;
        if (count < LeastLevels)
            return score with { Narrow = 1 };
        var levels = Enumerable.Range(from, count)
            .Select(level => (Expected: forecast(level), Realised: window.Realised(side, level)))
            .ToList();
        var inRange = levels.Sum(level => level.Realised);
        if (inRange == 0)
            return score;
        var quarter = (count + 3) / 4;
        return score with
        {
            Scored = 1,
            Blank = levels.All(level => level.Expected == 0) ? 1 : 0,
            InRangeMicroUsd = inRange,
            TopQuarterMicroUsd = Top(levels, quarter),
            BaselineMicroUsd = (double)inRange * quarter / count,
        };
    }

    private static double Top(List<(long Expected, long Realised)> levels, int places)
    {
        var top = 0.0;
        foreach (var equals in levels.GroupBy(level => level.Expected).OrderByDescending(group => group.Key))
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
