using System.Globalization;
using System.Text;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Draws a map over time with letters: prices upward, time to the right, the darker the more dollars stand.</summary>
public static class HeatRendering
{
    private const int MostLines = 32;
    private const int MostLetters = 64;
    private const int LettersPerTime = 12;
    private const string Shades = "░▒▓█";
    private const char PriceHere = '━';
    private const char Unknown = '╱';

    /// <summary>One line for each row, the highest price first, and a line of times.</summary>
    public static Grid Picture(HeatResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Edges.Count < 2)
            throw new ArgumentException("A map without a price cannot be drawn.", nameof(answer));
        var rows = answer.Edges.Count - 1;
        var perLine = (rows + MostLines - 1) / MostLines;
        var perLetter = (answer.Columns.Count + MostLetters - 1) / MostLetters;
        var columns = answer.Columns.Chunk(perLetter).Select(part => part[^1]).ToList();
        var fields = columns.Select(column => Enumerable.Range(0, (rows + perLine - 1) / perLine)
            .Select(line => Enumerable.Range(line * perLine, Math.Min(perLine, rows - (line * perLine))).Sum(row => HeatShades.UsdOf(column, row))).ToList()).ToList();
        var full = fields.SelectMany(column => column).DefaultIfEmpty().Max();
        List<GridCell[]> lines = [];
        for (var line = fields[0].Count - 1; line >= 0; line--)
        {
            var (low, high) = (answer.Edges[line * perLine], answer.Edges[Math.Min((line + 1) * perLine, rows)]);
            lines.Add([NumberText.Price(low), new string([.. columns.Select((column, at) => Letter(column, fields[at][line], low, high, full))])]);
        }

        lines.Add([new("", Tone.Faint), new(Times(answer, perLetter), Tone.Faint)]);
        return new Grid([new("from price", Right: true), new("")], lines);
    }

    /// <summary>What the letters mean, what stands most, and what the map rests on.</summary>
    public static IEnumerable<string> Notes(HeatResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        yield return $"{PriceHere} price; {string.Join(' ', Shades.ToCharArray())} dollars standing, the darker the more; {Unknown} no price stored";
        foreach (var line in HeatNotes.Of(answer))
            yield return line;
    }

    /// <summary>Writes the fields at which anything stands as CSV; of a column without a price one line without figures.</summary>
    public static void WriteCsv(TextWriter output, HeatResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(output, "from", "to", "close", "from_price", "to_price", "long_usd", "short_usd");
        foreach (var column in answer.Columns)
        {
            if (column.Close is null)
                csv.Row(column.From, column.To, null, null, null, null, null);
            for (var row = 0; row < column.LongUsd.Count; row++)
            {
                if (HeatShades.UsdOf(column, row) > 0)
                    csv.Row(column.From, column.To, column.Close, answer.Edges[row], answer.Edges[row + 1], column.LongUsd[row], column.ShortUsd[row]);
            }
        }
    }

    private static char Letter(HeatColumnResult column, long usd, double low, double high, long full) =>
        column.Close is not { } price ? Unknown
        : price >= low && price < high ? PriceHere
        : usd == 0 ? ' '
        : Shades[Math.Clamp((int)Math.Ceiling((double)usd / full * Shades.Length) - 1, 0, Shades.Length - 1)];

    private static string Times(HeatResult answer, int perLetter)
    {
        var format = answer.To - answer.From > TimeSpan.FromDays(1.5) ? "d MMM" : "HH:mm";
        var line = new StringBuilder();
        for (var at = 0; at < answer.Columns.Count; at += LettersPerTime * perLetter)
            line.Append(answer.Columns[at].From.UtcDateTime.ToString(format, CultureInfo.InvariantCulture).PadRight(LettersPerTime));
        return line.ToString().TrimEnd();
    }
}
