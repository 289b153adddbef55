using System.Globalization;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>Writes a table of a page as CSV.</summary>
internal static class TableCsv
{
    internal static string Of(PageTable table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvText(text, [.. table.Columns.Select(column => column.Name)]))
        {
            foreach (var row in table.Rows)
                csv.Row([.. row.Cells.Select(cell => cell.Value)]);
        }

        return text.ToString();
    }
}
