using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Draws a map of positions with letters: shorts above the price, longs below.</summary>
public static class MapRendering
{
    private const int Bands = 12;
    private const int BarWidth = 32;
    private const string Eighths = "▏▎▍▌▋▊▉█";

    /// <summary>One line for each band, the highest price first.</summary>
    public static Grid Picture(MapResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var price = answer.Price ?? throw new ArgumentException("A map without a price cannot be drawn.", nameof(answer));
        var (above, below) = (MapBands.Of(answer, LiquidatedSide.Short, Bands), MapBands.Of(answer, LiquidatedSide.Long, Bands));
        var most = above.Concat(below).Max(band => band.Usd);
        return new Grid(
            [new("price", Right: true), new("away", Right: true), new("side"), new("usd", Right: true), new("")],
            [
                .. above.Reverse().Select(band => Line(band, band.ToPrice, price.Usd, most)),
                [NumberText.Price(price.Usd), "", new("price now", Tone.Faint), "", new($"{price.Symbol} on {price.Venue}", Tone.Faint)],
                .. below.Select(band => Line(band, band.FromPrice, price.Usd, most)),
            ]);
    }

    /// <summary>Writes the levels as CSV.</summary>
    public static void WriteCsv(TextWriter output, MapResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(output, "side", "from_price", "to_price", "usd");
        foreach (var level in answer.Levels)
            csv.Row(EnumNames.Of(level.Side), level.FromPrice, level.ToPrice, level.Usd);
    }

    private static GridCell[] Line(MapBand band, double farEnd, double price, decimal most)
    {
        var tone = band.Side == LiquidatedSide.Short ? Tone.Short : Tone.Long;
        return
        [
            NumberText.Price(farEnd),
            NumberText.SignedPercent(farEnd / price - 1),
            new(EnumNames.Of(band.Side), tone),
            new(band.Usd == 0 ? "" : NumberText.Usd(band.Usd), tone),
            new(Bar(band.Usd, most), tone),
        ];
    }

    private static string Bar(decimal usd, decimal most)
    {
        if (usd == 0)
            return "";
        var eighths = Math.Max((int)(usd / most * BarWidth * Eighths.Length), 1);
        var (whole, rest) = Math.DivRem(eighths, Eighths.Length);
        return new string(Eighths[^1], whole) + (rest > 0 ? Eighths[rest - 1] : "");
    }
}
