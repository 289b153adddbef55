using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiqMon.Cli.Live;

/// <summary>One line of a screen, never wider than that. What does not fit ends in "…".</summary>
/// <param name="width">Columns of the screen.</param>
internal sealed class ScreenLine(int width)
{
    private const string CutSign = "…";
    private readonly List<Segment> _segments = [];

    /// <summary>The pieces, from the left.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Columns that are left.</summary>
    public int Remaining => width - _segments.Sum(segment => segment.CellCount());

    /// <summary>Appends text, as much as fits.</summary>
    public ScreenLine Add(string text, Style? style = null)
    {
        var fitting = Fit(text, Remaining);
        if (fitting.Length > 0)
            _segments.Add(new Segment(fitting, style ?? Style.Plain));
        return this;
    }

    /// <summary>Appends a cell of a table with a space behind it.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="columns">Its width without the space.</param>
    /// <param name="style">Its style.</param>
    /// <param name="toRight">Whether it ends at the right edge of the cell, as numbers do.</param>
    public ScreenLine Cell(string text, int columns, Style? style = null, bool toRight = false)
    {
        var fitting = Fit(text, columns);
        var pad = new string(' ', Math.Max(0, columns - Columns(fitting)));
        return Add((toRight ? pad + fitting : fitting + pad) + " ", style);
    }

    /// <summary>Columns that a text takes; letters of some scripts take two.</summary>
    public static int Columns(string text) => new Segment(text).CellCount();

    /// <summary>A text that takes no more than so many columns.</summary>
    public static string Fit(string text, int columns)
    {
        if (columns <= 0)
            return "";
        if (Columns(text) <= columns)
            return text;
        var end = Math.Min(text.Length, columns);
        while (end > 0 && Columns(text[..end]) > columns - 1)
            end--;
        return text[..end] + CutSign;
    }
}
