namespace LiqMon.Reports.Tables;

/// <summary>What the values of a column are, which decides how each format writes them.</summary>
public enum CellKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A moment that may be years away, to the minute.</summary>
    Moment,

    /// <summary>A UTC day.</summary>
    Day,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>Dollars.</summary>
    Usd,

    /// <summary>A difference in dollars: people see its sign.</summary>
    UsdChange,

    /// <summary>A share, 0 to 1, as percent.</summary>
    Share,

    /// <summary>A coverage, 0 to 1, as percent that is never rounded up.</summary>
    Coverage,

    /// <summary>A relative change, as percent with its sign.</summary>
    Change,

    /// <summary>A small rate, as percent with four decimals and its sign.</summary>
    Rate,

    /// <summary>A price.</summary>
    Price,

    /// <summary>Units of an asset.</summary>
    Amount,

    /// <summary>A difference in units of an asset.</summary>
    AmountChange,

    /// <summary>A multiple, with one decimal.</summary>
    Multiple,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">What programs call it: snake case, with its unit.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Kind">What its values are.</param>
public sealed record ReportColumn(string Name, string Title, CellKind Kind)
{
    /// <summary>Whether its values are numbers, which stand on the right.</summary>
    public bool IsNumber => Kind > CellKind.Day;
}

/// <summary>A table of a report as all formats but JSON write it.</summary>
/// <param name="Id">What programs call it: snake case.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows: text, decimals, doubles, whole numbers, times and nulls, one for each column.</param>
/// <param name="Note">Why it is empty, or what must be known to read it.</param>
public sealed record ReportTable(
    string Id, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, string? Note);
