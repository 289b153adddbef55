using LiqMon.Market;

namespace LiqMon.Store;

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

    /// <summary>The contract's number in this store.</summary>
    public required int InstrumentId { get; init; }

    /// <summary>Where it stands in a list.</summary>
    public OrderPosition Position => new(TimeMs, InstrumentId, Identity);
}
