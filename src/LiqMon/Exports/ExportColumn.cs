namespace LiqMon.Exports;

/// <summary>What the cells of a column are.</summary>
internal enum CellKind
{
    /// <summary>A time, UTC, to the millisecond.</summary>
    Time,

    /// <summary>A text of few different values.</summary>
    Text,

    /// <summary>An identity, 16 hexadecimal digits.</summary>
    Identity,

    /// <summary>Dollars, exact to the micro-dollar.</summary>
    Dollars,

    /// <summary>A floating number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>True or false.</summary>
    Truth,
}

/// <summary>A column of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="IsOptional">Whether a cell may be empty.</param>
internal sealed record ExportColumn(string Name, CellKind Kind, bool IsOptional = false);
