namespace LiqMon.Text;

/// <summary>What a cell is about, shown by colour where colours are allowed.</summary>
public enum Tone
{
    /// <summary>Nothing in particular.</summary>
    Plain,

    /// <summary>Liquidated shorts: the market was bought.</summary>
    Short,

    /// <summary>Liquidated longs: the market was sold.</summary>
    Long,

    /// <summary>Of less interest.</summary>
    Faint,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>To be looked at.</summary>
    Caution,

    /// <summary>Broken.</summary>
    Bad,
}

/// <summary>A column of a grid.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Right">Whether it is aligned to the right, as numbers are.</param>
/// <param name="Spare">0 for a column that always stays; otherwise the higher, the sooner it gives way on a narrow terminal.</param>
/// <param name="Wraps">Whether, as the last column, its text is broken into lines where the terminal is too narrow for it.</param>
public sealed record GridColumn(string Title, bool Right = false, int Spare = 0, bool Wraps = false);

/// <summary>A cell of a grid.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Tone">What it is about.</param>
public readonly record struct GridCell(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>A plain cell.</summary>
    public static implicit operator GridCell(string text) => new(text);

    /// <summary>A plain cell.</summary>
    public static GridCell FromString(string text) => new(text);
}

/// <summary>Rows and columns to show to people.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with one cell per column.</param>
public sealed record Grid(IReadOnlyList<GridColumn> Columns, IReadOnlyList<IReadOnlyList<GridCell>> Rows);
