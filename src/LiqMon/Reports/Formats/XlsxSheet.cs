using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LiqMon.Reports.Tables;
using LiqMon.Text;

namespace LiqMon.Reports.Formats;

/// <summary>Writes one sheet.</summary>
internal static class XlsxSheet
{
    private const int WidestText = 60;
    private const int CoverWidth = 110;
    private const double LineHeight = 15;
    private const double HeadingHeight = 22;
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A table with a heading that stays and can be filtered; its note stands below.</summary>
    internal static void Write(WorksheetPart part, ReportTable table)
    {
        var data = new SheetData(Row(
            table.Columns.Select(column => Text(column.Title, column.Kind == CellKind.Text ? XlsxStyles.Heading : XlsxStyles.NumberHeading)),
            HeadingHeight));
        foreach (var row in table.Rows)
            data.AppendChild(Row(row.Select((value, at) => Value(table.Columns[at].Kind, value))));
        if (table.Note is { } note)
        {
            data.AppendChild(new Row());
            data.AppendChild(Row([Text(note, XlsxStyles.Text)]));
        }

        var last = (uint)table.Rows.Count + 1;
        part.Worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(new Pane
            {
                VerticalSplit = 1,
                TopLeftCell = "A2",
                ActivePane = PaneValues.BottomLeft,
                State = PaneStateValues.Frozen,
            })
            { WorkbookViewId = 0 }),
            new SheetFormatProperties { DefaultRowHeight = LineHeight, CustomHeight = true },
            new Columns(table.Columns.Select((column, at) => Width(at, WidthOf(table, column, at)))),
            data,
            new AutoFilter { Reference = FormattableString.Invariant($"A1:{Letter(table.Columns.Count - 1)}{last}") },
            new PageSetup { Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
    }

    /// <summary>Lines of text; the first is the title.</summary>
    internal static void WriteCover(WorksheetPart part, IReadOnlyList<string> lines) => part.Worksheet = new Worksheet(
        new SheetProperties(new PageSetupProperties { FitToPage = true }),
        new Columns(Width(0, CoverWidth)),
        new SheetData(lines.Select((line, at) => Row(
            [Text(line, at == 0 ? XlsxStyles.Title : XlsxStyles.Wrapped)],
            at == 0 ? HeadingHeight : LineHeight * (1 + (line.Length / (CoverWidth - 10)))))),
        new PageSetup { Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });

    /// <summary>A time as spreadsheets count it, to the millisecond: a day is 1.</summary>
    internal static double Day(DateTimeOffset time) => Math.Round((time.UtcDateTime - Epoch).TotalDays, 9);

    private static Cell Value(CellKind kind, object? value) => value switch
    {
        null => new Cell { StyleIndex = XlsxStyles.Of(kind) },
        string text => Text(text, XlsxStyles.Of(CellKind.Text)),
        DateTimeOffset time => Number(kind, Day(time)),
        IConvertible number => Number(kind, number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A cell cannot hold a {value.GetType().Name}.", nameof(value)),
    };

    private static Cell Number(CellKind kind, double value) => double.IsFinite(value)
        ? new Cell { StyleIndex = XlsxStyles.Of(kind), CellValue = new CellValue(value.ToString("R", CultureInfo.InvariantCulture)) }
        : new Cell { StyleIndex = XlsxStyles.Of(kind) };

    // A text cell is text whatever it begins with: no spreadsheet takes it for a formula.
    private static Cell Text(string text, uint style) => new(new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(TerminalText.Of(text)) { Space = SpaceProcessingModeValues.Preserve }))
    {
        StyleIndex = style,
        DataType = CellValues.InlineString,
    };

    private static Row Row(IEnumerable<Cell> cells) => new(cells);

    // Office suites do not measure wrapped text when they open a file.
    private static Row Row(IEnumerable<Cell> cells, double height) => new(cells) { Height = height, CustomHeight = true };

    private static Column Width(int at, double width) => new() { Min = (uint)at + 1, Max = (uint)at + 1, Width = width, CustomWidth = true };

    private static double WidthOf(ReportTable table, ReportColumn column, int at) => column.Kind switch
    {
        CellKind.Time or CellKind.Moment => 20,
        CellKind.Day => 16,
        CellKind.Usd or CellKind.UsdChange or CellKind.Amount or CellKind.AmountChange => 20,
        CellKind.Text => Math.Min(WidestText, 3 + table.Rows.Select(row => (row[at] as string)?.Length ?? 0).Append(column.Title.Length).Max()),
        _ => Math.Max(12, column.Title.Length + 3),
    };

    /// <summary>The letter of a column, from 0.</summary>
    internal static char Letter(int column) => (char)('A' + column);
}
