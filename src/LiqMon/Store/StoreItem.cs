using LiqMon.Context;
using LiqMon.External;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Store;

/// <summary>
/// What a feed hands to the store. A liquidation travels as a struct, so that a burst allocates nothing; everything
/// else is rare and travels as <see cref="Payload"/>: a <see cref="PendingLiquidation"/>, <see cref="OpenInterest"/>,
/// <see cref="MarkPrice"/>, <see cref="MarkCandle"/>, <see cref="Context.ContextSample"/>, <see cref="ListedInstruments"/>, <see cref="DelistedContracts"/>,
/// <see cref="Gap"/>, <see cref="CoveredSpan"/>, <see cref="FeedAbsence"/>, <see cref="GapRepaired"/>, <see cref="CoverageCut"/>, <see cref="Deficit"/>, <see cref="DeficitEnded"/>,
/// <see cref="DeficitsRepaired"/>, <see cref="QuarantinedFrame"/>, <see cref="External.ExternalTotal"/> or
/// <see cref="External.ExternalTotalsRemoved"/>.
/// </summary>
/// <param name="Liquidation">The liquidation, when <paramref name="Payload"/> is null.</param>
/// <param name="Payload">Anything else.</param>
public readonly record struct StoreItem(Liquidation Liquidation, object? Payload)
{
    /// <summary>An item that is a liquidation.</summary>
    public static StoreItem Of(in Liquidation liquidation) => new(liquidation, null);

    /// <summary>An item that is anything else.</summary>
    public static StoreItem Of(object payload) => new(default, payload);
}

/// <summary>A liquidation of a contract that is not known yet. It is kept, and valued when the contract is listed.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Price">Price as sent.</param>
/// <param name="PriceKind">What the price means.</param>
/// <param name="Quantity">Quantity as sent.</param>
/// <param name="TimeMs">Venue time, Unix milliseconds.</param>
/// <param name="Identity">Identity within symbol and millisecond.</param>
/// <param name="Margin">Margin kind the message stated.</param>
/// <param name="ReceivedMs">When it arrived, Unix milliseconds.</param>
public sealed record PendingLiquidation(
    string Venue,
    string Symbol,
    LiquidatedSide Side,
    ExactNumber Price,
    PriceKind PriceKind,
    ExactNumber Quantity,
    long TimeMs,
    ulong Identity,
    MarginKind? Margin,
    long ReceivedMs)
{
    /// <summary>The order whose cumulative fill this is; null where each message is a liquidation of its own.</summary>
    public CumulativeOrder? Order { get; init; }
}

/// <summary>New and changed contracts of one venue.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Instruments">The contracts, each with its older versions behind it.</param>
public sealed record ListedInstruments(string Venue, IReadOnlyList<Instrument> Instruments);

/// <summary>
/// All contracts of a venue that are known and that its lists hold no more. Replaces what was said before; not stored. One of
/// them may go on under another name, under which the venue's history then has its earlier orders.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbols">Their symbols.</param>
public sealed record DelistedContracts(string Venue, IReadOnlySet<string> Symbols);

/// <summary>A frame, or a message of one, that could not be taken; kept so that nothing is lost unseen.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The feed or REST call it came from.</param>
/// <param name="ReceivedMs">When it arrived, Unix milliseconds.</param>
/// <param name="Reason">Why: <c>Malformed</c> or the name of a <see cref="Venues.RejectReason"/>.</param>
/// <param name="Frame">The bytes; at most the first 64 KiB.</param>
public sealed record QuarantinedFrame(string Venue, string Feed, long ReceivedMs, string Reason, ReadOnlyMemory<byte> Frame);
