namespace LiqMon.Queries;

/// <summary>Turns dollars of a map over time into shades: twice the dollars are twice the shade, in all its columns.</summary>
/// <param name="answer">The map.</param>
/// <param name="shades">How many shades there are, besides that of nothing.</param>
public sealed class HeatShades(HeatResult answer, int shades)
{
    // So that one level that stands far above all others does not make these pale.
    private const double FullFrom = 0.995;

    /// <summary>Dollars from which on a field has the strongest shade; zero when nothing stands anywhere.</summary>
    public long FullUsd { get; } = FullOf(answer);

    /// <summary>The shade of a field: 0 for nothing, and from 1 for little to the strongest.</summary>
    public int Of(long usd) => usd <= 0 ? 0 : Math.Clamp((int)Math.Ceiling((double)usd / FullUsd * shades), 1, shades);

    /// <summary>What stands in a field, of both sides.</summary>
    public static long UsdOf(HeatColumnResult column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.LongUsd.Count == 0 ? 0 : column.LongUsd[row] + column.ShortUsd[row];
    }

    private static long FullOf(HeatResult answer)
    {
        var fields = answer.Columns.SelectMany(column => Enumerable.Range(0, column.LongUsd.Count).Select(row => UsdOf(column, row)))
            .Where(usd => usd > 0).Order().ToList();
        return fields.Count == 0 ? 0 : fields[(int)((fields.Count - 1) * FullFrom)];
    }
}
