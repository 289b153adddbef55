namespace LiqMon.Market;

/// <summary>One liquidation, valued in dollars.</summary>
public readonly record struct Liquidation
{
    /// <summary>The contract, in the version whose rules held at <see cref="EventTimeMs"/>.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>The position that was closed.</summary>
    public required LiquidatedSide Side { get; init; }

    /// <summary>Price as the venue sent it, in the instrument's quote currency; its meaning is <see cref="PriceKind"/>.</summary>
    public required ExactNumber Price { get; init; }

    /// <summary>What <see cref="Price"/> means.</summary>
    public required PriceKind PriceKind { get; init; }

    /// <summary>Filled quantity as the venue sent it, in the instrument's <see cref="Instrument.QuantityUnit"/>.</summary>
    public required ExactNumber Quantity { get; init; }

    /// <summary>Dollars × 1,000,000, rounded half to even.</summary>
    public required long NotionalMicroUsd { get; init; }

    /// <summary>Size in the normalised asset.</summary>
    public required double BaseQuantity { get; init; }

    /// <summary>Size in contracts; equals the base quantity where a contract is one unit.</summary>
    public required double Contracts { get; init; }

    /// <summary>The venue's time, Unix milliseconds.</summary>
    public required long EventTimeMs { get; init; }

    /// <summary>When its frame arrived, Unix milliseconds; equals the event time where a recording has no receive time.</summary>
    public required long ReceivedMs { get; init; }

    /// <summary>Identity within instrument and millisecond; see <see cref="EventIdentity"/>.</summary>
    public required ulong Identity { get; init; }

    /// <summary>
    /// The price of the order, where the venue names it beside that of the fill and shows it alone on its socket: it tells two orders
    /// of equal size apart. Null elsewhere.
    /// </summary>
    public double? OrderPrice { get; init; }

    /// <summary>The order whose cumulative fill this is; null where each message is a liquidation of its own.</summary>
    public CumulativeOrder? Order { get; init; }
}
