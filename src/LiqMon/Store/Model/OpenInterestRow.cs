using LiqMon.Market;

namespace LiqMon.Store;

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
