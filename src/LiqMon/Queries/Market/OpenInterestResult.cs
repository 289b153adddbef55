using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>Open interest at the end of a span and its change over the span.</summary>
public sealed record OpenInterestResult : StoreResult
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Totals of each asset or venue, largest first.</summary>
    public required IReadOnlyList<OpenInterestTotal> Totals { get; init; }

    /// <summary>Each contract, largest first.</summary>
    public required IReadOnlyList<OpenInterestInstrument> Instruments { get; init; }
}

/// <summary>Open interest of one asset or venue.</summary>
public sealed record OpenInterestTotal
{
    /// <summary>Asset or venue id.</summary>
    public required string Group { get; init; }

    /// <summary>US dollars; contracts without a known price are not in it.</summary>
    public required double Usd { get; init; }

    /// <summary>Units of the asset; null where the group has several assets.</summary>
    public required double? Base { get; init; }

    /// <summary>Change over the span in US dollars, of the contracts that have samples at both ends; null if none has.</summary>
    public required double? UsdChange { get; init; }

    /// <summary>Change over the span in the asset.</summary>
    public required double? BaseChange { get; init; }

    /// <summary>US dollars at the start, of the contracts that have samples at both ends; null if none has.</summary>
    public required double? UsdStart { get; init; }

    /// <summary>Units of the asset at the start, of the same contracts.</summary>
    public required double? BaseStart { get; init; }

    /// <summary>Contracts in the group.</summary>
    public required int Instruments { get; init; }

    /// <summary>Contracts of the group left out of the dollars because no price is known.</summary>
    public required int Unpriced { get; init; }
}

/// <summary>Open interest and price of one contract.</summary>
public sealed record OpenInterestInstrument
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>How it is settled.</summary>
    public required MarginKind Margin { get; init; }

    /// <summary>The venue's time of the newest sample.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>US dollars; null while no price was known.</summary>
    public required double? Usd { get; init; }

    /// <summary>Units of the asset; null while no price was known.</summary>
    public required double? Base { get; init; }

    /// <summary>Contracts.</summary>
    public required double? Contracts { get; init; }

    /// <summary>Change over the span in US dollars; null unless it was sampled near both ends.</summary>
    public required double? UsdChange { get; init; }

    /// <summary>Change over the span in the asset.</summary>
    public required double? BaseChange { get; init; }

    /// <summary>Newest mark price.</summary>
    public required double? Mark { get; init; }

    /// <summary>Newest index price.</summary>
    public required double? Index { get; init; }

    /// <summary>Newest funding rate.</summary>
    public required double? FundingRate { get; init; }
}
