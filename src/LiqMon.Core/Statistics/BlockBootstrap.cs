namespace LiqMon.Statistics;

/// <summary>
/// How far a figure of a series may lie from the truth: the figure is taken again of many series that are put together
/// from blocks of neighbours, drawn at random. Neighbours are not independent, so single ones would promise too much.
/// </summary>
public sealed class BlockBootstrap
{
    /// <summary>Part of the drawn series whose figures lie in an interval.</summary>
    public const double Rate = 0.95;

    /// <summary>How many series are drawn.</summary>
    public const int Series = 1_000;

    private readonly List<int[]> _series;

    /// <summary>Draws the series.</summary>
    /// <param name="count">Members of the series.</param>
    /// <param name="block">Neighbours that stay together, at least 1; the last is a neighbour of the first.</param>
    /// <param name="random">Where the blocks begin.</param>
    public BlockBootstrap(int count, int block, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        ArgumentNullException.ThrowIfNull(random);
        _series = count == 0 ? [] : [.. Enumerable.Range(0, Series).Select(_ => Draw(count, block, random))];
    }

    /// <summary>
    /// Length of blocks for a series: about its cube root, so that with more members there are both more and longer blocks.
    /// </summary>
    public static int BlockOf(int count) => Math.Max(1, (int)Math.Round(Math.Cbrt(count)));

    /// <summary>The interval of a figure; null where some drawn series have none.</summary>
    /// <param name="figure">The figure of the members with these numbers; null when they have none.</param>
    public Interval? Of(Func<int[], double?> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var figures = _series.Select(figure).OfType<double>().Order().ToList();
        if (figures.Count == 0 || figures.Count < _series.Count)
            return null;
        const double Outside = (1 - Rate) / 2;
        return new Interval(Quantiles.Of(figures, Outside), Quantiles.Of(figures, 1 - Outside));
    }

    private static int[] Draw(int count, int block, Random random)
    {
        var members = new int[count];
        for (var at = 0; at < count; at += block)
        {
            var start = random.Next(count);
            for (var within = 0; within < block && at + within < count; within++)
                members[at + within] = (start + within) % count;
        }

        return members;
    }
}
