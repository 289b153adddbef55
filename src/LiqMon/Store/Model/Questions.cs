using LiqMon.Market;

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

/// <summary>By what totals are broken down.</summary>
public enum Grouping
{
    /// <summary>Not: one total.</summary>
    None,

    /// <summary>One total for each asset.</summary>
    Asset,

    /// <summary>One total for each venue.</summary>
    Venue,

    /// <summary>One total for each UTC day that the span touches.</summary>
    Day,

    /// <summary>One total for each UTC hour that the span touches.</summary>
    Hour,
}

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

/// <summary>One order, as the largest of a total.</summary>
public sealed record LargestOrder(string Venue, string Symbol, LiquidatedSide Side, long MicroUsd, double Price, long TimeMs);

/// <summary>How much of a span a venue was watched and proven to deliver.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Share">0 to 1: the part of the span in which all of the venue's feeds were covered.</param>
/// <param name="Gaps">What is missing, in order of time; together with the covered part it is the whole span.</param>
public sealed record VenueCoverage(string Venue, double Share, IReadOnlyList<VenueGap> Gaps);

/// <summary>A span of a venue that is not covered.</summary>
public sealed record VenueGap(long FromMs, long ToMs, GapReason Reason);

/// <summary>A stored liquidation.</summary>
public sealed record LiquidationRow
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>The position that was closed.</summary>
    public required LiquidatedSide Side { get; init; }

    /// <summary>How the contract is settled.</summary>
    public required MarginKind Margin { get; init; }

    /// <summary>Dollars × 1,000,000.</summary>
    public required long MicroUsd { get; init; }

    /// <summary>Price as sent.</summary>
    public required double Price { get; init; }

    /// <summary>What the price means.</summary>
    public required PriceKind PriceKind { get; init; }

    /// <summary>Size in the asset.</summary>
    public required double BaseQuantity { get; init; }

    /// <summary>Size in contracts.</summary>
    public required double Contracts { get; init; }

    /// <summary>Venue time, Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Receive time, Unix milliseconds.</summary>
    public required long ReceivedMs { get; init; }

    /// <summary>Identity within contract and millisecond.</summary>
    public required ulong Identity { get; init; }
}

/// <summary>Open interest and price of one contract, the newest sample within a span.</summary>
public sealed record OpenInterestRow
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>How the contract is settled.</summary>
    public required MarginKind Margin { get; init; }

    /// <summary>Time of the sample, Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>In contracts.</summary>
    public required double Contracts { get; init; }

    /// <summary>In the asset; null while no price was known.</summary>
    public double? Base { get; init; }

    /// <summary>In US dollars; null while no price was known.</summary>
    public double? Usd { get; init; }

    /// <summary>Dollars in the oldest sample of the span, to tell the change; null if there is none.</summary>
    public double? UsdAtStart { get; init; }

    /// <summary>The asset in the oldest sample of the span.</summary>
    public double? BaseAtStart { get; init; }

    /// <summary>Newest mark price.</summary>
    public double? Mark { get; init; }

    /// <summary>Newest index price.</summary>
    public double? Index { get; init; }

    /// <summary>Newest funding rate.</summary>
    public double? FundingRate { get; init; }
}
