using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>A liquidation as a venue reported it, before it is valued.</summary>
/// <param name="Symbol">The contract's symbol.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Price">Price as sent.</param>
/// <param name="PriceKind">What the price means.</param>
/// <param name="Quantity">Filled quantity as sent, in the contract's own unit.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Identity">Identity within symbol and millisecond.</param>
/// <param name="Margin">Margin kind the message itself states, to be checked against the contract; null if it does not.</param>
public readonly record struct LiquidationReading(
    VenueSymbol Symbol,
    LiquidatedSide Side,
    ExactNumber Price,
    PriceKind PriceKind,
    ExactNumber Quantity,
    long TimeMs,
    ulong Identity,
    MarginKind? Margin)
{
    /// <summary>The order whose cumulative fill this is; null where each message is a liquidation of its own.</summary>
    public CumulativeOrder? Order { get; init; }

    /// <summary>The price of the order beside that of the fill; see <see cref="Liquidation.OrderPrice"/>.</summary>
    public double? OrderPrice { get; init; }

    /// <summary>
    /// Whether the connection has brought its equal in an earlier frame, at a venue without ids: it counts as the same one, and
    /// may be another.
    /// </summary>
    public bool IsRepeated { get; init; }

    /// <summary>Values the reading by its contract's rules at its time.</summary>
    /// <param name="receivedMs">When the frame arrived, Unix milliseconds.</param>
    /// <param name="liquidation">The valued liquidation, if the outcome says so.</param>
    public ValuationOutcome Value(long receivedMs, out Liquidation liquidation)
    {
        liquidation = default;
        if (Symbol.Instrument is not { } newest)
            return ValuationOutcome.UnknownInstrument;
        var instrument = newest.At(TimeMs);
        if (Margin is { } margin && margin != instrument.Margin)
            return ValuationOutcome.MarginMismatch;
        var outcome = Valuation.Notional(instrument, Price, Quantity, out var microUsd);
        if (outcome != ValuationOutcome.Valued)
            return outcome;
        liquidation = new Liquidation
        {
            Instrument = instrument,
            Side = Side,
            Price = Price,
            PriceKind = PriceKind,
            Quantity = Quantity,
            NotionalMicroUsd = microUsd,
            BaseQuantity = Valuation.BaseQuantity(instrument, Price, Quantity, microUsd),
            Contracts = Valuation.Contracts(instrument, Price, Quantity),
            EventTimeMs = TimeMs,
            ReceivedMs = receivedMs,
            Identity = Identity,
            Order = Order,
            OrderPrice = OrderPrice,
        };
        return ValuationOutcome.Valued;
    }
}

/// <summary>What an open-interest number counts.</summary>
public enum OpenInterestUnit : byte
{
    /// <summary>The venue's base asset.</summary>
    Base,

    /// <summary>Contracts.</summary>
    Contracts,

    /// <summary>US dollars.</summary>
    Usd,
}

/// <summary>What a venue reported about one contract's market. Null is "not in this message": the last value still holds.</summary>
public readonly record struct MarketReading
{
    /// <summary>The contract's symbol, or the symbol of an index.</summary>
    public required VenueSymbol Symbol { get; init; }

    /// <summary>The venue's time, Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Open interest, one-sided, in <see cref="OpenInterestUnit"/>.</summary>
    public ExactNumber? OpenInterest { get; init; }

    /// <summary>Unit of <see cref="OpenInterest"/>.</summary>
    public OpenInterestUnit OpenInterestUnit { get; init; }

    /// <summary>Open interest in US dollars where the venue computes it itself, one-sided.</summary>
    public ExactNumber? OpenInterestUsd { get; init; }

    /// <summary>Mark price in the quote currency.</summary>
    public ExactNumber? Mark { get; init; }

    /// <summary>Index price in the quote currency.</summary>
    public ExactNumber? Index { get; init; }

    /// <summary>Funding rate of the running interval.</summary>
    public ExactNumber? FundingRate { get; init; }

    /// <summary>When funding is next paid, Unix milliseconds.</summary>
    public long? NextFundingMs { get; init; }
}
