using System.Text;
using LiqMon.Reports.Tables;
using LiqMon.Text;

namespace LiqMon.Reports.Formats;

/// <summary>A report as one RFC 4180 file for each table, with all digits.</summary>
internal static class CsvReport
{
    internal static List<ReportFile> Write(WeeklyReport report) =>
        [.. ReportTables.Of(report).Select(table => new ReportFile($".{table.Id}.csv", Write(table)))];

    private static byte[] Write(ReportTable table)
    {
        using var text = new StringWriter();
        using (var csv = new CsvText(text, [.. table.Columns.Select(column => column.Name)]))
        {
            foreach (var row in table.Rows)
                csv.Row(row);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
