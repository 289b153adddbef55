using System.Text;
using LiqMon.Charts;
using LiqMon.Reports.Html;

namespace LiqMon.Reports.Formats;

/// <summary>A report as one page: charts are inline, nothing is loaded from anywhere, no script runs.</summary>
internal static class HtmlReport
{
    internal static async Task<byte[]> WriteAsync(WeeklyReport report)
    {
        var page = await Markup.OfAsync<ReportPage>(new() { ["Report"] = report }).ConfigureAwait(false);
        return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + page.Trim() + "\n");
    }
}
