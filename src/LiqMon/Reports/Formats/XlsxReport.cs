using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LiqMon.Reports.Tables;

namespace LiqMon.Reports.Formats;

/// <summary>A report as a workbook: one sheet for each table, numbers as numbers, times as times, headings that stay.</summary>
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
            AddSheet(workbook, sheets, "Report", part => XlsxSheet.WriteCover(part, Cover(report)));
            foreach (var table in ReportTables.Of(report))
                AddSheet(workbook, sheets, table.Title, part => XlsxSheet.Write(part, table));
            workbook.Workbook = new Workbook(sheets);
        }

        return FixedZip.Of(stream.ToArray());
    }

    private static List<string> Cover(WeeklyReport report) =>
    [
        ReportTitle.Of(report),
        ReportTitle.Span(report),
        "",
        .. report.Headline.Text,
        .. EstimateText.Of(report),
        "",
        .. report.Method,
        "",
        $"Made by LiqMon {report.Appendix.Version}",
    ];

    private static void AddSheet(WorkbookPart workbook, Sheets sheets, string title, Action<WorksheetPart> write)
    {
        var number = (uint)sheets.ChildElements.Count + 1;
        var relation = FormattableString.Invariant($"sheet{number}");
        write(workbook.AddNewPart<WorksheetPart>(relation));
        sheets.AppendChild(new Sheet { Name = title, SheetId = number, Id = relation });
    }
}
