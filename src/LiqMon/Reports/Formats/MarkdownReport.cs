using System.Text;
using LiqMon.Reports.Tables;
using LiqMon.Text;

namespace LiqMon.Reports.Formats;

/// <summary>A report as Markdown with GitHub tables.</summary>
internal static class MarkdownReport
{
    // What machines need and people skip: it stands in the other formats.
    private static readonly string[] LeftOut = ["venue_days", "hours"];

    internal static byte[] Write(WeeklyReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("# " + GridText.MarkdownText(ReportTitle.Of(report)));
        text.WriteLine();
        text.WriteLine(GridText.MarkdownText(ReportTitle.Span(report)) + ".");
        text.WriteLine();
        foreach (var sentence in report.Headline.Text.Concat(EstimateText.Of(report)))
            text.WriteLine("- " + GridText.MarkdownText(sentence));
        foreach (var table in ReportTables.Of(report).Where(table => !LeftOut.Contains(table.Id)))
            Write(text, table);
        text.WriteLine();
        text.WriteLine("## How the numbers come about");
        text.WriteLine();
        foreach (var sentence in report.Method)
            text.WriteLine("- " + GridText.MarkdownText(sentence));
        text.WriteLine();
        text.WriteLine($"Made by LiqMon {report.Appendix.Version}.");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringWriter text, ReportTable table)
    {
        text.WriteLine();
        text.WriteLine("## " + GridText.MarkdownText(table.Title));
        text.WriteLine();
        if (table.Rows.Count > 0)
        {
            GridText.WriteMarkdown(text, new Grid(
                [.. table.Columns.Select(column => new GridColumn(column.Title, column.IsNumber))],
                [.. table.Rows.Select(row => row.Select((value, at) => new GridCell(CellText.Of(table.Columns[at].Kind, value))).ToList())]));
        }

        if (table.Note is null)
            return;
        if (table.Rows.Count > 0)
            text.WriteLine();
        text.WriteLine(GridText.MarkdownText(table.Note));
    }
}
