using System.Text;
using LiqMon.Api;

namespace LiqMon.Dashboard;

/// <summary>A table of a page as CSV: <c>?format=csv&amp;table=assets</c>.</summary>
internal static class TableResult
{
    /// <summary>Whether a request wants a table and not the page.</summary>
    internal static bool IsWanted(HttpRequest request) => request.Query["format"].ToString().Length > 0;

    /// <summary>The table that a request names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tables">Tables of the page.</param>
    /// <param name="sort">What the page is sorted by.</param>
    /// <param name="what">What the tables are of, for the name of the file.</param>
    /// <param name="isSimulated">Whether the figures are made up, which the name of the file then says.</param>
    internal static IResult Of(HttpRequest request, IEnumerable<PageTable> tables, string? sort, string what, bool isSimulated)
    {
        if (request.Query["format"] != "csv")
            return Problems.Result(StatusCodes.Status400BadRequest, "format: csv is the only one");
        var all = tables.ToList();
        var id = request.Query["table"].ToString();
        if (all.Find(table => table.Id == id) is not { } wanted)
            return Problems.Result(StatusCodes.Status400BadRequest, $"table: is one of {string.Join(", ", all.Select(table => table.Id))}");
        var name = new string([.. what.Where(char.IsAsciiLetterOrDigit)]);
        return Results.File(Encoding.UTF8.GetBytes(TableCsv.Of(wanted.Sorted(sort))), "text/csv; charset=utf-8", $"liqmon-{(isSimulated ? "SIMULATED-" : "")}{name}-{wanted.Id}.csv");
    }
}
