namespace LiqMon.Maps;

/// <summary>Rows of equal width that divide the prices of a heat map, each a whole number of levels.</summary>
/// <param name="FirstLevel">The lowest level.</param>
/// <param name="LevelsPerRow">Levels in a row.</param>
/// <param name="Rows">How many rows.</param>
public readonly record struct HeatGrid(int FirstLevel, int LevelsPerRow, int Rows)
{
    /// <summary>The rows around all prices of the columns; null when none has a price.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="range">How far beyond the lowest and the highest price it reaches, as a part of them.</param>
    /// <param name="mostRows">Most rows; with more levels than that, several share a row.</param>
    public static HeatGrid? Around(IReadOnlyList<HeatColumn> columns, double range, int mostRows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRows, 1);
        var known = columns.Select(column => column.State).OfType<HeatState>().ToList();
        if (known.Count == 0)
            return null;
        var first = PriceLevels.Of(known.Min(state => state.Low) * (1 - range));
        var levels = PriceLevels.Of(known.Max(state => state.High) * (1 + range)) - first + 1;
        var each = (levels + mostRows - 1) / mostRows;
        return new HeatGrid(first, each, (levels + each - 1) / each);
    }

    /// <summary>The prices between which the rows lie: one more than rows, in order of price.</summary>
    public IReadOnlyList<double> Edges
    {
        get
        {
            var (first, each) = (FirstLevel, LevelsPerRow);
            return [.. Enumerable.Range(0, Rows + 1).Select(row => PriceLevels.LowerEnd(first + (row * each)))];
        }
    }

    /// <summary>What stands in each row, dollars × 1,000,000; what stands beyond the rows is left out.</summary>
    public long[] Sums(IReadOnlyList<(int Level, long MicroUsd)> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var sums = new long[Rows];
        foreach (var (level, microUsd) in levels)
        {
            if (level >= FirstLevel && (level - FirstLevel) / LevelsPerRow is var row && row < Rows)
                sums[row] += microUsd;
        }

        return sums;
    }
}
