namespace LiqMon.Dashboard;

/// <summary>A table of a page: shown with columns that can be sorted, and handed out as CSV.</summary>
public sealed record PageTable
{
    /// <summary>Unique in the page: <c>assets</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the heading leaves open: <c>last 24 h</c>.</summary>
    public string? Note { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<PageColumn> Columns { get; init; }

    /// <summary>The rows, in their own order.</summary>
    public required IReadOnlyList<PageRow> Rows { get; init; }

    /// <summary>What is said instead of a table without rows.</summary>
    public string Empty { get; init; } = "Nothing.";

    /// <summary>Whether its order is a matter of course, such as that of time.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The same, sorted as an address wants it; in its own order when the address means another table or no column of it.</summary>
    public PageTable Sorted(string? sort)
    {
        if (sort is null || IsFixed)
            return this;
        var isDescending = sort.StartsWith('-');
        var name = sort.TrimStart('-');
        var at = Columns.Select(column => $"{Id}.{column.Name}").ToList().IndexOf(name);
        if (at < 0)
            return this;
        var known = Rows.Where(row => row.Cells[at].Value is not null);
        var sorted = isDescending ? known.OrderByDescending(Value, Order) : known.OrderBy(Value, Order);
        return this with { Rows = [.. sorted, .. Rows.Where(row => row.Cells[at].Value is null)] };

        object? Value(PageRow row) => row.Cells[at].Value;
    }

    private static readonly Comparer<object?> Order = Comparer<object?>.Create((one, other) => (one, other) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (DateTimeOffset left, DateTimeOffset right) => left.CompareTo(right),
        (IConvertible left, IConvertible right) => Number(left).CompareTo(Number(right)),
        _ => 0,
    });

    private static double Number(IConvertible value) => value.ToDouble(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A column.</summary>
/// <param name="Name">Its name in CSV and in addresses: <c>short_usd</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Class">Classes of its cells: <c>n</c> for numbers, <c>off</c> for what a phone leaves out.</param>
public sealed record PageColumn(string Name, string Title, string? Class = null);

/// <summary>A row.</summary>
/// <param name="Key">Unique in the table: a live update knows the row by it.</param>
/// <param name="Cells">One for each column.</param>
/// <param name="Class">Its classes.</param>
public sealed record PageRow(string Key, IReadOnlyList<PageCell> Cells, string? Class = null);

/// <summary>A cell.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Value">As programs read it, and what is sorted by; null where nothing is known.</param>
public sealed record PageCell(string Text, object? Value)
{
    /// <summary>Classes besides those of the column.</summary>
    public string? Class { get; init; }

    /// <summary>Where the text leads.</summary>
    public string? Link { get; init; }

    /// <summary>What appears on it.</summary>
    public string? Hint { get; init; }

    /// <summary>Small text behind it.</summary>
    public string? Note { get; init; }

    /// <summary>The class of the text, where a note stands behind it.</summary>
    public string? Mark { get; init; }

    /// <summary>The class of a dot before it.</summary>
    public string? Dot { get; init; }

    /// <summary>The part of shorts, 0 to 1, as a bar instead of the text.</summary>
    public decimal? Share { get; init; }

    /// <summary>A cell of a name.</summary>
    public static PageCell Of(string text) => new(text, text);
}
