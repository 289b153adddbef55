using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Why one message inside a readable frame was not taken.</summary>
public enum RejectReason : byte
{
    /// <summary>The symbol is no name of a contract: not 1 to 128 bytes of UTF-8, or with control characters.</summary>
    BadSymbol,

    /// <summary>The venue has named more symbols than are kept (5,000).</summary>
    TooManySymbols,

    /// <summary>A number is missing, not a number, or out of range.</summary>
    BadNumber,

    /// <summary>The quantity is zero or negative: nothing was closed.</summary>
    NonPositiveQuantity,

    /// <summary>The price is zero or negative.</summary>
    NonPositivePrice,

    /// <summary>The time is before 2017 or more than 15 minutes ahead of receipt.</summary>
    ImpossibleTime,

    /// <summary>The side is missing or none of the venue's words.</summary>
    UnknownSide,

    /// <summary>The message's margin kind contradicts its contract's.</summary>
    MarginMismatch,

    /// <summary>The dollars do not fit the stored range.</summary>
    OutOfRange,

    /// <summary>The number is larger than anything that can be; see <see cref="Market.Plausible"/>.</summary>
    Implausible,

    /// <summary>The contract is quoted in a currency without a dollar rate here.</summary>
    NoUsdRate,

    /// <summary>
    /// The liquidated account is one of the venue's own: what it held it had taken over from traders, and that was counted.
    /// </summary>
    VenueAccount,

    /// <summary>A row of a list of orders is not what an order looks like.</summary>
    NoOrder,

    /// <summary>The kind of a trade is missing or none of the venue's words: it may be a liquidation.</summary>
    UnknownType,
}
