using System.Text;

namespace LiqMon.Text;

/// <summary>Writes a grid for a terminal or as a Markdown table.</summary>
public static class GridText
{
    private const string Between = "  ";

    // A column of fewer letters is no text any more.
    private const int NarrowestText = 16;

    /// <summary>Writes aligned columns. On a narrow terminal the columns that can best be spared are left out.</summary>
    public static void WriteTable(TextWriter output, Grid grid, int width, bool color)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(grid);
        var widths = grid.Columns
            .Select((column, at) => Math.Max(column.Title.Length, grid.Rows.Select(row => TerminalText.Of(row[at].Text).Length)
                .DefaultIfEmpty().Max()))
            .ToArray();
        NarrowLast(grid.Columns, widths, width);
        var shown = Fitting(grid.Columns, widths, width);
        if (grid.Columns.Any(column => column.Title.Length > 0))
            output.WriteLine(Line(shown, grid.Columns, widths, at => new GridCell(grid.Columns[at].Title, Tone.Faint), color));
        foreach (var row in grid.Rows)
        {
            foreach (var line in Lines(row, grid.Columns, widths))
                output.WriteLine(Line(shown, grid.Columns, widths, at => line[at], color));
        }
    }

    /// <summary>Gives a last column that wraps the room that the others leave.</summary>
    private static void NarrowLast(IReadOnlyList<GridColumn> columns, int[] widths, int width)
    {
        if (columns.Count == 0 || !columns[^1].Wraps)
            return;
        var others = widths.Take(widths.Length - 1).Sum() + Between.Length * (widths.Length - 1);
        widths[^1] = Math.Min(widths[^1], Math.Max(width - others, NarrowestText));
    }

    /// <summary>A row, and below it what its last column has no room for.</summary>
    private static IEnumerable<IReadOnlyList<GridCell>> Lines(IReadOnlyList<GridCell> row, IReadOnlyList<GridColumn> columns, int[] widths)
    {
        if (!columns[^1].Wraps || TerminalText.Of(row[^1].Text).Length <= widths[^1])
        {
            yield return row;
            yield break;
        }

        var isFirst = true;
        foreach (var part in Wrap(TerminalText.Of(row[^1].Text), widths[^1], indent: 0))
        {
            yield return [.. row.Take(row.Count - 1).Select(cell => isFirst ? cell : new GridCell("")), row[^1] with { Text = part }];
            isFirst = false;
        }
    }

    /// <summary>Writes a GitHub table.</summary>
    public static void WriteMarkdown(TextWriter output, Grid grid)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(grid);
        output.WriteLine("| " + string.Join(" | ", grid.Columns.Select(c => MarkdownText(c.Title))) + " |");
        output.WriteLine("|" + string.Join("|", grid.Columns.Select(c => c.Right ? "---:" : "---")) + "|");
        foreach (var row in grid.Rows)
            output.WriteLine("| " + string.Join(" | ", row.Select(cell => MarkdownText(cell.Text))) + " |");
    }

    /// <summary>Text that Markdown shows as it is: no link, tag, emphasis or new cell can be made with it.</summary>
    public static string MarkdownText(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var character in TerminalText.Of(text))
        {
            if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '!' or '&')
                safe.Append('\\');
            safe.Append(character);
        }

        return safe.ToString();
    }

    /// <summary>Breaks text at spaces into lines of at most a width; the lines after the first are indented.</summary>
    public static IEnumerable<string> Wrap(string text, int width, int indent)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', indent).Append(word);
            }
            else
            {
                if (line.Length > 0)
                    line.Append(' ');
                line.Append(word);
            }
        }

        yield return line.ToString();
    }

    private static List<int> Fitting(IReadOnlyList<GridColumn> columns, int[] widths, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (shown.Sum(at => widths[at]) + Between.Length * (shown.Count - 1) > width)
        {
            var spare = shown.MaxBy(at => columns[at].Spare);
            if (columns[spare].Spare == 0)
                break;
            shown.Remove(spare);
        }

        return shown;
    }

    private static string Line(
        List<int> shown, IReadOnlyList<GridColumn> columns, int[] widths, Func<int, GridCell> cellAt, bool color)
    {
        var line = new StringBuilder();
        foreach (var at in shown)
        {
            var cell = cellAt(at);
            var text = TerminalText.Of(cell.Text);
            var padding = new string(' ', Math.Max(0, widths[at] - text.Length));
            if (line.Length > 0)
                line.Append(Between);
            line.Append(columns[at].Right ? padding : "").Append(Toned(text, cell.Tone, color));
            if (!columns[at].Right && at != shown[^1])
                line.Append(padding);
        }

        return line.ToString();
    }

    /// <summary>The text with its tone's colour.</summary>
    public static string Toned(string text, Tone tone, bool color) => !color || tone == Tone.Plain
        ? text
        : tone switch
        {
            Tone.Short or Tone.Good => $"\u001b[32m{text}\u001b[0m",
            Tone.Long or Tone.Bad => $"\u001b[31m{text}\u001b[0m",
            Tone.Caution => $"\u001b[33m{text}\u001b[0m",
            _ => $"\u001b[2m{text}\u001b[0m",
        };
}
