using LiqMon.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiqMon.Cli.Live;

/// <summary>
/// Lays the status out for a terminal of any size: title and address first, then totals, then as many venues as there is
/// room for, the worst first, and the newest lines of the log. Each line is cut, never wrapped, and what is cut shows it.
/// </summary>
internal sealed class StatusScreen : IRenderable
{
    private static readonly Style Faint = new(Color.Grey);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Heading = new(decoration: Decoration.Underline);

    private readonly int _width;
    private readonly List<ScreenLine> _lines = [];

    /// <summary>A screen.</summary>
    /// <param name="status">What to show.</param>
    /// <param name="state">What the user has chosen to see.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Lines of the terminal.</param>
    /// <param name="now">Now.</param>
    /// <param name="hasKeys">Whether keys can be pressed.</param>
    public StatusScreen(StatusSnapshot status, ScreenState state, int width, int height, DateTimeOffset now, bool hasKeys)
    {
        _width = width;
        Title(status);
        if (state.Help)
        {
            Help(status, height);
        }
        else
        {
            Line(status.Summary);
            if ((status.Notice ?? (height >= 30 && status.Notes.Count > 0 ? status.Notes[0] : null)) is { } note)
                Line(note, status.Notice is null ? Faint : new Style(Color.Yellow));
            Line("");
            Totals(status.Windows, height);
            var log = status.Log.TakeLast(height < 30 ? 2 : height < 40 ? 4 : 6).ToList();
            Venues(status.Venues, state, height - _lines.Count - log.Count - (log.Count > 0 ? 2 : 1), now);
            if (log.Count > 0)
                Line("");
            foreach (var line in log)
                Line(line, Faint);
        }

        if (_lines.Count > height - 1)
            _lines.RemoveRange(Math.Max(1, height - 1), _lines.Count - Math.Max(1, height - 1));
        Footer(state, hasKeys);
    }

    /// <summary>The lines, from the top.</summary>
    public IReadOnlyList<ScreenLine> Lines => _lines;

    /// <summary>How many lines of venues there is room for.</summary>
    public int Page { get; private set; }

    /// <summary>How many lines of venues there are.</summary>
    public int Rows { get; private set; }

    /// <summary>First line of venues that is shown.</summary>
    public int Top { get; private set; }

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(_width, _width);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in _lines)
        {
            foreach (var segment in line.Segments)
                yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private ScreenLine Line(string text = "", Style? style = null)
    {
        var line = new ScreenLine(_width).Add(TerminalText.Of(text), style);
        _lines.Add(line);
        return line;
    }

    private void Title(StatusSnapshot status) =>
        Line(status.Title, Strong).Add("  " + status.Address).Add("  data in " + TerminalText.Of(status.Data), Faint);

    private void Totals(IReadOnlyList<WindowLine> windows, int height)
    {
        // On a terminal that is too low the venues matter more than windows between the shortest and the longest.
        var shown = height >= 20 ? windows : [.. windows.Where((_, at) => at == 0 || at == windows.Count - 1)];
        _lines.Add(WindowRow(new("window", "long", "short", "short − long", "orders", "largest"), Heading));
        foreach (var window in shown)
            _lines.Add(WindowRow(window, null));
        Line("");
    }

    private ScreenLine WindowRow(WindowLine row, Style? style) => new ScreenLine(_width)
        .Cell(row.Window, 6, style)
        .Cell(row.Long, 9, style ?? new Style(Color.Red), toRight: true)
        .Cell(row.Short, 9, style ?? new Style(Color.Green), toRight: true)
        .Cell(row.Net, 12, style, toRight: true)
        .Cell(row.Orders, 9, style, toRight: true)
        .Add(" ")
        .Add(row.Largest, style);

    private void Venues(IReadOnlyList<VenueLine> venues, ScreenState state, int room, DateTimeOffset now)
    {
        var table = new VenueTable(_width, state.Feeds, now);
        var rows = venues.OrderBy(venue => venue.Health).ThenBy(venue => venue.Share ?? 1).ThenBy(venue => venue.Venue, StringComparer.Ordinal)
            .SelectMany(table.Rows).ToList();
        Page = Math.Max(1, room - 1);
        Rows = rows.Count;
        Top = Math.Clamp(state.Top, 0, Math.Max(0, Rows - Page));
        _lines.Add(table.Head(Heading));
        _lines.AddRange(rows.Skip(Top).Take(Page));
    }

    private void Help(StatusSnapshot status, int height)
    {
        string[] lines =
        [
            "",
            "↑ ↓ PageUp PageDown Home End   scroll the venues, the worst of which come first",
            "f                              one line for each feed, or for each venue",
            "?                              this help; once more for the figures",
            "q                              commit what was received, and end (also Ctrl-C)",
            "",
            "long, short    dollars of positions that were closed by force",
            "short − long   above zero, shorts were squeezed",
            "covered 1h     share of the last hour in which all that was sent was counted",
            "",
            .. status.Notes,
            "data in " + status.Data,
        ];
        foreach (var line in lines.Take(Math.Max(0, height - 2)))
            Line(line);
    }

    private void Footer(ScreenState state, bool hasKeys)
    {
        var line = new ScreenLine(_width);
        if (!state.Help && Rows > Page)
            line.Add($"{(state.Feeds ? "feeds" : "venues")} {Top + 1}–{Math.Min(Rows, Top + Page)} of {Rows}  ", Strong);
        line.Add(hasKeys ? "q end  ? help  ↑↓ scroll  f feeds" : "Ctrl-C commits and ends", Faint);
        _lines.Add(line);
    }
}
