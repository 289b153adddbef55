using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>What totals are kept for: one asset at one venue.</summary>
public readonly record struct SeriesKey(string Venue, string Asset, AssetClass AssetClass)
{
    /// <summary>The series an instrument's liquidations count in.</summary>
    public static SeriesKey Of(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new(instrument.Venue, instrument.Asset, instrument.AssetClass);
    }
}

/// <summary>
/// Sum of one venue's liquidations of one asset and side that begin in one span: a second, a minute, or a whole
/// window. Dollars are 128 bits wide, so that no number of orders overflows. Of equally large orders
/// <see cref="LargestFirst"/> chooses.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="AssetClass">Crypto or traditional.</param>
/// <param name="Side">The positions that were closed.</param>
/// <param name="StartMs">Start of the span, Unix milliseconds.</param>
/// <param name="MicroUsd">Dollars × 1,000,000.</param>
/// <param name="Orders">Number of liquidations.</param>
/// <param name="LargestMicroUsd">Dollars × 1,000,000 of the largest one.</param>
/// <param name="LargestTimeMs">Its venue time, Unix milliseconds.</param>
/// <param name="LargestSymbol">Its symbol.</param>
/// <param name="LargestPrice">Its price.</param>
public readonly record struct Bucket(
    string Venue,
    string Asset,
    AssetClass AssetClass,
    LiquidatedSide Side,
    long StartMs,
    Int128 MicroUsd,
    long Orders,
    long LargestMicroUsd,
    long LargestTimeMs,
    string LargestSymbol,
    double LargestPrice)
{
    /// <summary>Asset and venue.</summary>
    public SeriesKey Series => new(Venue, Asset, AssetClass);

    /// <summary>The largest liquidation.</summary>
    public SingleOrder Largest => new(LargestSymbol, Side, LargestMicroUsd, LargestPrice, LargestTimeMs);
}

/// <summary>One order that may be the largest of a window.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="MicroUsd">Dollars × 1,000,000.</param>
/// <param name="Price">Price as sent.</param>
/// <param name="TimeMs">Venue time, Unix milliseconds.</param>
public readonly record struct SingleOrder(string Symbol, LiquidatedSide Side, long MicroUsd, double Price, long TimeMs);

/// <summary>Totals of one window at one moment.</summary>
/// <param name="Asset">Asset, or <c>ALL</c>.</param>
/// <param name="Venue">Venue id, or <c>ALL</c>.</param>
/// <param name="Window">The window.</param>
/// <param name="LongMicroUsd">Dollars × 1,000,000 of liquidated longs.</param>
/// <param name="ShortMicroUsd">Dollars × 1,000,000 of liquidated shorts.</param>
/// <param name="LongOrders">Liquidated longs, in orders.</param>
/// <param name="ShortOrders">Liquidated shorts, in orders.</param>
/// <param name="Largest">The largest order; null if there was none.</param>
/// <param name="LargestVenue">Its venue.</param>
/// <param name="Venues">Venues that contributed, sorted.</param>
public sealed record WindowTotals(
    string Asset,
    string Venue,
    WindowSpan Window,
    Int128 LongMicroUsd,
    Int128 ShortMicroUsd,
    long LongOrders,
    long ShortOrders,
    SingleOrder? Largest,
    string? LargestVenue,
    IReadOnlyList<string> Venues)
{
    /// <summary>Stands for every asset, or every venue.</summary>
    public const string All = "ALL";

    /// <summary>Short minus long, dollars × 1,000,000: positive when shorts were squeezed.</summary>
    public Int128 ShortMinusLongMicroUsd => ShortMicroUsd - LongMicroUsd;
}
