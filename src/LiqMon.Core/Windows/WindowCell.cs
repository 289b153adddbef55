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

/// <summary>Dollars and orders of one side of one series within one second, minute or longer span.</summary>
/// <param name="Series">Asset and venue.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="StartMs">Start of the span, Unix milliseconds.</param>
/// <param name="MicroUsd">Dollars × 1,000,000.</param>
/// <param name="Orders">Number of liquidations.</param>
/// <param name="Largest">The largest of them.</param>
public readonly record struct WindowCell(
    SeriesKey Series, LiquidatedSide Side, long StartMs, long MicroUsd, int Orders, SingleOrder Largest);

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
public sealed record WindowTotals(
    string Asset,
    string Venue,
    WindowSpan Window,
    long LongMicroUsd,
    long ShortMicroUsd,
    long LongOrders,
    long ShortOrders,
    SingleOrder? Largest,
    string? LargestVenue)
{
    /// <summary>Stands for every asset, or every venue.</summary>
    public const string All = "ALL";

    /// <summary>Short minus long, dollars × 1,000,000: positive when shorts were squeezed.</summary>
    public long ShortMinusLongMicroUsd => ShortMicroUsd - LongMicroUsd;
}
