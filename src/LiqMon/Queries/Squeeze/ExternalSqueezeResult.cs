namespace LiqMon.Queries;

/// <summary>
/// How much was liquidated in a span as an external source counted it: the shape of <see cref="SqueezeResult"/>, with null
/// where such a source publishes nothing, and the source beside it.
/// </summary>
public sealed record ExternalSqueezeResult
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Venues as the source names them, sorted; <c>ALL</c> where it does not distinguish them.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Dollars of liquidated longs.</summary>
    public required decimal LongUsd { get; init; }

    /// <summary>Dollars of liquidated shorts.</summary>
    public required decimal ShortUsd { get; init; }

    /// <summary>Short minus long dollars. Positive: shorts were squeezed.</summary>
    public required decimal ShortMinusLongUsd { get; init; }

    /// <summary>Short plus long dollars.</summary>
    public required decimal TotalUsd { get; init; }

    /// <summary>Short part of the total, 0 to 1; null when the total is zero.</summary>
    public required decimal? ShortShare { get; init; }

    /// <summary>Always null: the source publishes no orders.</summary>
    public long? LongOrders { get; init; }

    /// <summary>Always null: the source publishes no orders.</summary>
    public long? ShortOrders { get; init; }

    /// <summary>Always null: the source publishes no orders.</summary>
    public LargestResult? Largest { get; init; }

    /// <summary>Always true: nothing proves that the source counted all.</summary>
    public bool Floor { get; init; } = true;

    /// <summary>Always empty: LiqMon watched none of it.</summary>
    public IReadOnlyList<CoverageResult> Coverage { get; init; } = [];

    /// <summary>Who counted.</summary>
    public required string Source { get; init; }

    /// <summary>Share of the span that the source's buckets cover, 0 to 1, of the asset covered least.</summary>
    public required decimal SourceCoverage { get; init; }

    /// <summary>Lengths of the buckets that were added up, shortest first: <c>1h</c>, <c>1d</c>.</summary>
    public required IReadOnlyList<string> Buckets { get; init; }
}

/// <summary>LiqMon's own total of a span beside that of an external source.</summary>
public sealed record ComparisonResult
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>The venue, when broken down by venue; null otherwise.</summary>
    public required string? Venue { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>LiqMon's own total; null when it watched nothing of the span and stored nothing of it.</summary>
    public required SqueezeResult? Own { get; init; }

    /// <summary>The source's total; null when it has none in the span.</summary>
    public required ExternalSqueezeResult? External { get; init; }

    /// <summary>Own minus external dollars; null unless both are known.</summary>
    public required SidesResult? DifferenceUsd { get; init; }

    /// <summary>Own ÷ external dollars; null unless both are known, and where the external side is zero.</summary>
    public required RatiosResult? Ratio { get; init; }

    /// <summary>Share of the span in which the least covered of LiqMon's venues was watched, 0 to 1.</summary>
    public required decimal OwnCoverage { get; init; }

    /// <summary>Share of the span that the source's buckets cover, 0 to 1.</summary>
    public required decimal ExternalCoverage { get; init; }
}

/// <summary>Dollars of both sides and their sum.</summary>
public sealed record SidesResult(decimal Long, decimal Short, decimal Total);

/// <summary>Ratios of both sides and of their sum.</summary>
public sealed record RatiosResult(decimal? Long, decimal? Short, decimal? Total);
