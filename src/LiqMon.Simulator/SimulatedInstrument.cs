namespace LiqMon.Simulator;

/// <summary>One contract of a simulated venue.</summary>
public sealed record SimulatedInstrument
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's own symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Normalised base asset: PEPE also for 1000PEPE.</summary>
    public required string Asset { get; init; }

    /// <summary>True when the contract is worth a fixed number of dollars and settles in the base asset.</summary>
    public bool Inverse { get; init; }

    /// <summary>Linear: price units one unit of quantity stands for. Inverse: dollars one unit of quantity stands for.</summary>
    public decimal ContractSize { get; init; } = 1m;

    /// <summary>Units of the asset that one price quotes: 1000 for 1000PEPE, else 1.</summary>
    public decimal PriceFactor { get; init; } = 1m;

    /// <summary>Smallest price step; its scale is the number of decimals sent.</summary>
    public required decimal PriceTick { get; init; }

    /// <summary>Smallest quantity step; its scale is the number of decimals sent.</summary>
    public required decimal QuantityStep { get; init; }

    /// <summary>Time of the first trade in milliseconds since 1970 UTC.</summary>
    public long LaunchMs { get; init; }

    /// <summary>Delivery time in milliseconds since 1970 UTC; null for a perpetual.</summary>
    public long? ExpiryMs { get; init; }

    /// <summary>
    /// Dollars of an order in micro-dollars, rounded half to even. Own arithmetic on purpose: the simulator is the
    /// oracle of the product and must not share its mistakes.
    /// </summary>
    /// <param name="quantity">Quantity in the venue's unit.</param>
    /// <param name="price">Price as sent.</param>
    public long MicroUsd(decimal quantity, decimal price)
    {
        var dollars = Inverse ? quantity * ContractSize : quantity * ContractSize * price;
        return decimal.ToInt64(decimal.Round(dollars * 1_000_000m, 0, MidpointRounding.ToEven));
    }
}
