using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LiqMon.Reports.Tables;

namespace LiqMon.Reports.Formats;

/// <summary>A report as a workbook: one sheet for each table, numbers as numbers, times as
/// times, headings that stay. The first is a summary with charts.</summary>
internal static class XlsxReport
{
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    internal static byte[] Write(WeeklyReport report)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            // Every relation is named, so that the same report gives the same bytes.
            var workbook = document.AddNewPart<WorkbookPart>(WorkbookType, "workbook");
            XlsxStyles.Write(workbook.AddNewPart<WorkbookStylesPart>("styles"));
            var sheets = new Sheets();
            var tables = ReportTables.Of(report);
            AddSheet(workbook, sheets, "Summary", part => WriteSummary(part, report, tables));
            foreach (var table in tables)
                AddSheet(workbook, sheets, table.Title, part => XlsxSheet.Write(part, table));
            workbook.Workbook = new Workbook(sheets);
        }

        return FixedZip.Of(stream.ToArray());
    }

    private static void WriteSummary(WorksheetPart part, WeeklyReport report, IReadOnlyList<ReportTable> tables)
    {
        List<string> first = [ReportTitle.Of(report), ReportTitle.Span(report), "", .. report.Headline.Text, .. EstimateText.Of(report), ""];
        List<string> last = ["", .. report.Method, "", $"Made by LiqMon {report.Appendix.Version}"];
        var charts = report.Headline.TotalUsd > 0 ? Charts(tables) : [];
        XlsxSheet.WriteCover(part, [.. first, .. Enumerable.Repeat("", charts.Count * XlsxDrawing.RowsOfChart), .. last]);
        if (charts.Count > 0)
            XlsxDrawing.Write(part, charts, first.Count);
    }

    private static List<XlsxChart> Charts(IReadOnlyList<ReportTable> tables) =>
    [
        new("Liquidated a day", Table(tables, "days"), "day", Sides),
        new("By venue", Table(tables, "venues"), "venue", Sides),
        new("By asset", Table(tables, "assets"), "asset", Sides),
    ];

    // The colours of the page, which differ also for people who see no red and green.
    private static IReadOnlyList<(string Column, string Color)> Sides => [("short_usd", "1A62A0"), ("long_usd", "B8590A")];

    private static ReportTable Table(IReadOnlyList<ReportTable> tables, string id) => tables.First(table => table.Id == id);

    private static void AddSheet(WorkbookPart workbook, Sheets sheets, string title, Action<WorksheetPart> write)
    {
        var number = (uint)sheets.ChildElements.Count + 1;
        var relation = FormattableString.Invariant($"sheet{number}");
        write(workbook.AddNewPart<WorksheetPart>(relation));
        sheets.AppendChild(new Sheet { Name = title, SheetId = number, Id = relation });
    }
}
