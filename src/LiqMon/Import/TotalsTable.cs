namespace LiqMon.Import;

/// <summary>A file of totals as a table, whatever its format.</summary>
/// <param name="Headers">Names of the columns; empty where the file has no rows.</param>
/// <param name="Rows">Its rows, read as they are needed.</param>
internal sealed record TotalsTable(IReadOnlyList<string> Headers, IEnumerable<TotalsRow> Rows);

/// <summary>One row.</summary>
/// <param name="Number">Its line in a CSV file, from 1, with the heading; in JSON which entry it is, from 1.</param>
/// <param name="Fields">Its fields, in the order of the headings.</param>
internal readonly record struct TotalsRow(long Number, IReadOnlyList<string> Fields);
