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
                csv.Row([.. row.Cells.Select(cell => Plain(cell.Value))]);
        }

        return text.ToString();
    }

    // Neither exponents nor the tails of binary fractions: spreadsheets read both wrong.
    private static object? Plain(object? value) => value switch
    {
        double number => Math.Abs(number) < 1e15 ? Math.Round((decimal)number, 10) / 1.0000000000000000000m : null,
        _ => value,
    };
}
