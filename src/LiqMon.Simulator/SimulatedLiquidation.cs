namespace LiqMon.Simulator;

/// <summary>One forced closing order, in the units of its venue. The scale of a decimal is kept: 0.250m is sent as "0.250".</summary>
public sealed record SimulatedLiquidation
{
    /// <summary>The venue's own symbol, as in its instrument list.</summary>
    public required string Symbol { get; init; }

    /// <summary>The position that was closed.</summary>
    public required LiquidatedPosition Position { get; init; }

    /// <summary>The price that values the order: average fill where the venue sends one, else the price it sends.</summary>
    public required decimal Price { get; init; }

    /// <summary>Filled quantity in the venue's unit: base asset, contracts, or dollars (Bybit inverse).</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Event time in milliseconds since 1970 UTC; null for the moment of emission.</summary>
    public long? EventTimeMs { get; init; }

    /// <summary>Limit price of the order where the venue sends one (Binance); null for half a percent worse than the fill.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Ordered quantity where the venue sends one (Binance); null when all of it was filled.</summary>
    public decimal? OrderedQuantity { get; init; }

    /// <summary>Quantity of the last fill where the venue sends one (Binance); null when there was one fill.</summary>
    public decimal? LastFilledQuantity { get; init; }
}
