using System.Globalization;
using System.Text;
using LiqMon.Charts;
using LiqMon.Queries;

namespace LiqMon.Dashboard;

/// <summary>
/// Where the parts of a map over time lie. Fields of one shade are one path of horizontal strokes, a stroke for each run of
/// equal neighbours: what stands, stands for long, so that a picture of ten thousand fields is some kilobytes.
/// </summary>
internal sealed class HeatDrawing
{
    /// <summary>Shades besides that of nothing.</summary>
    internal const int Shades = 10;

    /// <summary>Most liquidations that are drawn.</summary>
    internal const int MostSpots = 60;

    private const double LeastRadius = 2.5;
    private const double MostRadius = 9;

    private readonly HeatResult _heat;
    private readonly long _fromMs;
    private readonly double _lengthMs;
    private readonly double _bottom;
    private readonly double _top;

    internal HeatDrawing(HeatResult heat)
    {
        _heat = heat;
        Scale = new HeatShades(heat, Shades);
        _fromMs = heat.From.ToUnixTimeMilliseconds();
        _lengthMs = heat.Columns.Count * heat.ColumnSeconds * 1_000.0;
        (_bottom, _top) = (Math.Log(heat.Edges[0]), Math.Log(heat.Edges[^1]));
    }

    /// <summary>Rows of the grid.</summary>
    internal int Rows => _heat.Edges.Count - 1;

    /// <summary>Dollars by shade.</summary>
    internal HeatShades Scale { get; }

    /// <summary>The part of the way from left to right at which a column begins.</summary>
    internal double X(int column) => (double)column / _heat.Columns.Count;

    /// <summary>The same of a moment.</summary>
    internal double X(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() - _fromMs) / _lengthMs;

    /// <summary>The part of the way from the top at which a price lies.</summary>
    internal double Y(double price) => (_top - Math.Log(price)) / (_top - _bottom);

    /// <summary>The path of each shade, in fields: x to the right, y downward.</summary>
    internal IReadOnlyList<string> Paths()
    {
        var paths = Enumerable.Range(0, Shades).Select(_ => new StringBuilder()).ToList();
        for (var row = Rows - 1; row >= 0; row--)
        {
            for (var (at, length) = (0, 0); at < _heat.Columns.Count; at += length)
            {
                var shade = Shade(at, row);
                for (length = 1; at + length < _heat.Columns.Count && Shade(at + length, row) == shade;)
                    length++;
                if (shade > 0)
                    paths[shade - 1].Append(CultureInfo.InvariantCulture, $"M{at} {Rows - 1 - row}h{length}");
            }
        }

        return [.. paths.Select(path => path.ToString())];
    }

    /// <summary>The parts of the line of prices, in thousandths; it ends where no price is stored.</summary>
    internal IReadOnlyList<string> PriceLines()
    {
        List<string> lines = [];
        List<(double, double)> line = [];
        foreach (var column in _heat.Columns.Append(null))
        {
            if (column?.Close is { } close)
            {
                line.Add((X(column.To) * 1_000, Y(close) * 1_000));
                continue;
            }

            if (line.Count > 1)
                lines.Add(Svg.Points(line));
            line.Clear();
        }

        return lines;
    }

    /// <summary>The largest liquidations that lie in the picture, the smallest first so that none hides behind a larger one.</summary>
    internal IEnumerable<(HeatOrderResult Order, double Radius)> Spots()
    {
        var shown = _heat.Orders.Where(order => order.Price >= _heat.Edges[0] && order.Price < _heat.Edges[^1]).Take(MostSpots).ToList();
        return shown.Select(order => (order, Math.Max(LeastRadius, MostRadius * Math.Sqrt((double)(order.Usd / shown[0].Usd)))));
    }

    private int Shade(int column, int row) => Scale.Of(HeatShades.UsdOf(_heat.Columns[column], row));
}
