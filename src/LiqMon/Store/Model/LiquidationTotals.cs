namespace LiqMon.Store;

/// <summary>Long and short totals of one group. Dollars are integers × 1,000,000.</summary>
public sealed record LiquidationTotals
{
    /// <summary>Asset, venue id, or <c>ALL</c>; null when grouped by time.</summary>
    public string? Group { get; init; }

    /// <summary>Start of the group's span, Unix milliseconds, inclusive.</summary>
    public required long FromMs { get; init; }

    /// <summary>End of the group's span, Unix milliseconds, exclusive.</summary>
    public required long ToMs { get; init; }

    /// <summary>Dollars × 1,000,000 of liquidated longs.</summary>
    public Int128 LongMicroUsd { get; init; }

    /// <summary>Dollars × 1,000,000 of liquidated shorts.</summary>
    public Int128 ShortMicroUsd { get; init; }

    /// <summary>Liquidated longs, in orders.</summary>
    public long LongOrders { get; init; }

    /// <summary>Liquidated shorts, in orders.</summary>
    public long ShortOrders { get; init; }

    /// <summary>The largest order; null if there was none.</summary>
    public LargestOrder? Largest { get; init; }

    /// <summary>Venues that contributed, sorted.</summary>
    public IReadOnlyList<string> Venues { get; init; } = [];
}
