namespace LiqMon.Reports.Formats;

/// <summary>In what a report is written.</summary>
public enum ReportFormat
{
    /// <summary>Markdown with GitHub tables.</summary>
    Md,

    /// <summary>One page with charts that needs nothing else.</summary>
    Html,

    /// <summary>One RFC 4180 file for each table.</summary>
    Csv,

    /// <summary>A workbook with one sheet for each table.</summary>
    Xlsx,

    /// <summary>JSON by a published schema.</summary>
    Json,
}

/// <summary>A file of a report.</summary>
/// <param name="Ending">What follows the report's name: <c>.md</c>, <c>.days.csv</c>.</param>
/// <param name="Content">Its bytes: the same from the same report.</param>
public sealed record ReportFile(string Ending, ReadOnlyMemory<byte> Content);

/// <summary>Writes a report in any format.</summary>
public static class ReportFormats
{
    /// <summary>The files of one format; CSV has one for each table, the others one.</summary>
    public static async Task<IReadOnlyList<ReportFile>> WriteAsync(WeeklyReport report, ReportFormat format) => format switch
    {
        ReportFormat.Md => [new(".md", MarkdownReport.Write(report))],
        ReportFormat.Html => [new(".html", await HtmlReport.WriteAsync(report).ConfigureAwait(false))],
        ReportFormat.Csv => CsvReport.Write(report),
        ReportFormat.Xlsx => [new(".xlsx", XlsxReport.Write(report))],
        ReportFormat.Json => [new(".json", JsonReport.Write(report))],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
