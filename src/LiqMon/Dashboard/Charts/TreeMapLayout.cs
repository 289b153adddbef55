namespace LiqMon.Dashboard;

/// <summary>
/// Lays rectangles of given sizes into one, each as near to a square as its neighbours allow: the squarified tree map of
/// Bruls, Huizing and van Wijk.
/// </summary>
internal static class TreeMapLayout
{
    /// <summary>A place in units of the whole.</summary>
    internal readonly record struct Tile(double X, double Y, double Width, double Height);

    /// <summary>The places, in the order of the sizes.</summary>
    /// <param name="sizes">Sizes above zero, the largest first.</param>
    /// <param name="width">Width of the whole.</param>
    /// <param name="height">Height of the whole.</param>
    internal static IReadOnlyList<Tile> Of(IReadOnlyList<double> sizes, double width, double height)
    {
        var tiles = new List<Tile>(sizes.Count);
        var scale = width * height / sizes.Sum();
        var rest = new Tile(0, 0, width, height);
        for (var at = 0; at < sizes.Count;)
        {
            var side = Math.Min(rest.Width, rest.Height);
            var count = 1;
            while (at + count < sizes.Count && Worst(sizes, at, count + 1, side, scale) <= Worst(sizes, at, count, side, scale))
                count++;
            rest = Lay(sizes, at, count, scale, rest, tiles);
            at += count;
        }

        return tiles;
    }

    private static double Worst(IReadOnlyList<double> sizes, int from, int count, double side, double scale)
    {
        var sum = Sum(sizes, from, count) * scale;
        var (most, least) = (sizes[from] * scale, sizes[from + count - 1] * scale);
        return Math.Max(side * side * most / (sum * sum), sum * sum / (side * side * least));
    }

    private static Tile Lay(IReadOnlyList<double> sizes, int from, int count, double scale, Tile rest, List<Tile> tiles)
    {
        var isColumn = rest.Width >= rest.Height;
        var sum = Sum(sizes, from, count) * scale;
        var depth = sum / (isColumn ? rest.Height : rest.Width);
        var offset = 0.0;
        for (var at = from; at < from + count; at++)
        {
            var length = sizes[at] * scale / depth;
            tiles.Add(isColumn
                ? new Tile(rest.X, rest.Y + offset, depth, length)
                : new Tile(rest.X + offset, rest.Y, length, depth));
            offset += length;
        }

        return isColumn
            ? rest with { X = rest.X + depth, Width = rest.Width - depth }
            : rest with { Y = rest.Y + depth, Height = rest.Height - depth };
    }

    private static double Sum(IReadOnlyList<double> sizes, int from, int count)
    {
        var sum = 0.0;
        for (var at = from; at < from + count; at++)
            sum += sizes[at];
        return sum;
    }
}
