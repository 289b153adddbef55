using LiqMon.Maps;

namespace LiqMon.Store;

/// <summary>Price and open interest of one asset over a span, minute by minute, for a map of positions.</summary>
public sealed record MapSamples
{
    /// <summary>Venue of the contract whose mark price is taken; null when no price is stored.</summary>
    public string? Venue { get; init; }

    /// <summary>That contract's symbol.</summary>
    public string? Symbol { get; init; }

    /// <summary>Venues whose open interest was added up, sorted.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Contracts whose open interest was added up.</summary>
    public required int Contracts { get; init; }

    /// <summary>Minutes with a price or a change of open interest, in order of time; none before the first price.</summary>
    public required IReadOnlyList<MapStep> Steps { get; init; }

    /// <summary>Share of the span's minutes in which the price was sampled, 0 to 1.</summary>
    public required double PriceCoverage { get; init; }

    /// <summary>
    /// Share of the readings of open interest that found any that was at most five minutes old, 0 to 1: so far apart a venue's
    /// past is fetched.
    /// </summary>
    public required double OpenInterestCoverage { get; init; }
}

/// <summary>A minute of price and open interest.</summary>
/// <param name="TimeMs">End of the minute, Unix milliseconds.</param>
/// <param name="Price">Dollars for one unit of the asset; the last known price.</param>
/// <param name="Change">How open interest has changed since the step before, in the asset.</param>
public readonly record struct MapStep(long TimeMs, double Price, OpenInterestChange Change)
{
    /// <summary>Whether the price was sampled in this minute, not carried on from an older one.</summary>
    public bool IsSampled { get; init; } = true;
}
