using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Completeness;

/// <summary>Which total is meant: a part of the span, some assets, one venue.</summary>
public sealed record CompletenessScope
{
    /// <summary>Normalised assets; null for all.</summary>
    public IReadOnlyList<string>? Assets { get; init; }

    /// <summary>Whether stocks, metals and currencies count too.</summary>
    public bool IncludeTraditional { get; init; }

    /// <summary>Start of the part, Unix milliseconds, inclusive; null for the start of the span.</summary>
    public long? FromMs { get; init; }

    /// <summary>End of the part, Unix milliseconds, exclusive; null for the end of the span.</summary>
    public long? ToMs { get; init; }

    /// <summary>Only this venue; null for all that are requested.</summary>
    public string? Venue { get; init; }

    /// <summary>Venues that the total has orders of; one that is switched off now may be among them.</summary>
    public IReadOnlyList<string> Contributors { get; init; } = [];

    /// <summary>Whether a sum stands at the limit of what can be stored.</summary>
    public bool IsSaturated { get; init; }

    /// <summary>Whether a deficit touches the total.</summary>
    public bool IsTouchedBy(StoredDeficit deficit)
    {
        ArgumentNullException.ThrowIfNull(deficit);
        return deficit.Touches(Assets) && (IncludeTraditional || deficit.AssetClass == AssetClass.Crypto);
    }
}
