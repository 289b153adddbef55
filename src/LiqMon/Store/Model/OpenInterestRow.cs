using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Open interest and price of one contract, the newest sample within a span.</summary>
public sealed record OpenInterestRow
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The contract.</summary>
    public ContractKey Key => new(Venue, Symbol);

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

    /// <summary>Dollars near the span's start; null when the contract was not sampled near both ends, so that no change is known.</summary>
    public double? UsdAtStart { get; init; }

    /// <summary>The asset near the span's start; null when it was not sampled near both ends.</summary>
    public double? BaseAtStart { get; init; }

    /// <summary>Newest mark price.</summary>
    public double? Mark { get; init; }

    /// <summary>Newest index price.</summary>
    public double? Index { get; init; }

    /// <summary>Newest funding rate.</summary>
    public double? FundingRate { get; init; }
}
