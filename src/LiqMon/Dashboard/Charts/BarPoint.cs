namespace LiqMon.Dashboard;

/// <summary>One bar of the chart.</summary>
public sealed record BarPoint
{
    /// <summary>Start, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End, exclusive, also where it lies in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Below the bars: <c>12:00</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Dollars of liquidated shorts.</summary>
    public required decimal ShortUsd { get; init; }

    /// <summary>Dollars of liquidated longs.</summary>
    public required decimal LongUsd { get; init; }

    /// <summary>Part of the normal volume that was watched, 0 to 1.</summary>
    public required decimal Covered { get; init; }

    /// <summary>The price at its end, or the newest; null when none is stored.</summary>
    public required double? Price { get; init; }

    /// <summary>Open interest at its end in coins; null when it is not known or not shown.</summary>
    public required double? OpenInterest { get; init; }

    /// <summary>Whether it lies in the span that everything else shows.</summary>
    public required bool IsChosen { get; init; }

    /// <summary>The address with its span chosen; of the chosen one alone, without.</summary>
    public required string Link { get; init; }
}
