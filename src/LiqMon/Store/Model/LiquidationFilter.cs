namespace LiqMon.Store;

/// <summary>Which liquidations a question is about.</summary>
public sealed record LiquidationFilter
{
    /// <summary>Normalised assets; null for all.</summary>
    public IReadOnlyList<string>? Assets { get; init; }

    /// <summary>Venue ids; null for all.</summary>
    public IReadOnlyList<string>? Venues { get; init; }

    /// <summary>Start of the span, Unix milliseconds, inclusive.</summary>
    public required long FromMs { get; init; }

    /// <summary>End of the span, Unix milliseconds, exclusive.</summary>
    public required long ToMs { get; init; }

    /// <summary>Whether stocks, metals and currencies count too; otherwise crypto only.</summary>
    public bool IncludeTraditional { get; init; }
}
