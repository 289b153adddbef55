namespace LiqMon.Market;

/// <summary>The position that was closed by force; never the side of the closing order.</summary>
public enum LiquidatedSide : byte
{
    /// <summary>A long position was liquidated (its closing order sold).</summary>
    Long = 0,

    /// <summary>A short position was liquidated (its closing order bought).</summary>
    Short = 1,
}

/// <summary>What the price of a liquidation means at its venue.</summary>
public enum PriceKind : byte
{
    /// <summary>The average price at which the closing order was filled.</summary>
    Fill = 0,

    /// <summary>The limit price of the closing order.</summary>
    Order = 1,

    /// <summary>The price at which the position's margin is used up.</summary>
    Bankruptcy = 2,

    /// <summary>The mark price at the liquidation.</summary>
    Mark = 3,

    /// <summary>The price at which the position had been opened, where nothing better is known.</summary>
    Entry = 4,
}

/// <summary>How profit of a contract is settled, which decides how its dollars are computed.</summary>
public enum MarginKind : byte
{
    /// <summary>Settled in the quote currency.</summary>
    Linear = 0,

    /// <summary>Settled in the base currency; one contract is a fixed number of US dollars.</summary>
    Inverse = 1,

    /// <summary>Settled in a third currency.</summary>
    Quanto = 2,
}

/// <summary>Whether a contract ends.</summary>
public enum InstrumentKind : byte
{
    /// <summary>Never expires.</summary>
    Perpetual = 0,

    /// <summary>Expires on a date.</summary>
    Dated = 1,
}

/// <summary>What a quantity of one means in a venue's liquidation messages.</summary>
public enum QuantityUnit : byte
{
    /// <summary>One unit of the venue's base asset.</summary>
    Base = 0,

    /// <summary>One contract of the instrument's contract size.</summary>
    Contracts = 1,

    /// <summary>One unit of the quote currency: already notional.</summary>
    Quote = 2,
}

/// <summary>What stands behind a contract. Only crypto counts in crypto totals unless others are requested.</summary>
public enum AssetClass : byte
{
    /// <summary>A crypto asset or a basket of them.</summary>
    Crypto = 0,

    /// <summary>A stock, metal, currency or other traditional underlying.</summary>
    Traditional = 1,
}

/// <summary>How much of its liquidations a venue publishes. A total over anything but <see cref="Full"/> is a floor.</summary>
public enum FeedClass : byte
{
    /// <summary>Every liquidation.</summary>
    Full = 0,

    /// <summary>At most one order per symbol and second.</summary>
    Sampled = 1,

    /// <summary>Orders summed up in batches.</summary>
    Batched = 2,

    /// <summary>A part, by a rule the venue does not state.</summary>
    Partial = 3,

    /// <summary>Inferred from other data.</summary>
    Derived = 4,

    /// <summary>The venue publishes none; it takes part with open interest only.</summary>
    None = 5,
}
