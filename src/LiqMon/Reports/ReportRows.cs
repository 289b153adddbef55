using System.Text.Json.Serialization;
using LiqMon.Market;

namespace LiqMon.Reports;

/// <summary>How much of the span one venue was watched.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Class">How much of its liquidations it publishes.</param>
/// <param name="Share">0 to 1; 1 only if nothing is missing.</param>
/// <param name="MissingHours">Hours that are missing.</param>
/// <param name="Reasons">Why, the longest first.</param>
/// <param name="Publishes">What the venue publishes, in words.</param>
public sealed record CoverageRow(string Venue, FeedClass Class, decimal Share, decimal MissingHours, string Reasons, string Publishes);

/// <summary>One UTC day, or the part of it that the span holds.</summary>
/// <param name="Day">Its start.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="ShortMinusLongUsd">Their difference.</param>
/// <param name="TotalUsd">Their sum.</param>
/// <param name="ShortShare">Short part, 0 to 1; null when nothing was liquidated.</param>
/// <param name="LongOrders">Liquidated longs, in orders.</param>
/// <param name="ShortOrders">Liquidated shorts, in orders.</param>
/// <param name="Coverage">Part of the day's normal volume that was watched.</param>
public sealed record DayRow(
    DateTimeOffset Day, decimal LongUsd, decimal ShortUsd, decimal ShortMinusLongUsd, decimal TotalUsd, decimal? ShortShare,
    long LongOrders, long ShortOrders, decimal Coverage)
{
    /// <summary>Whether anything of it was watched or found: otherwise its zeros mean nothing.</summary>
    [JsonIgnore]
    public bool IsKnown => Coverage > 0 || LongOrders + ShortOrders > 0;
}

/// <summary>One UTC hour.</summary>
/// <param name="Hour">Its start.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="LongOrders">Liquidated longs, in orders.</param>
/// <param name="ShortOrders">Liquidated shorts, in orders.</param>
/// <param name="Coverage">Part of the hour's normal volume that was watched.</param>
/// <param name="Watched">Whether any venue was watched at any time of it; otherwise nothing is known of it.</param>
public sealed record HourRow(
    DateTimeOffset Hour, decimal LongUsd, decimal ShortUsd, long LongOrders, long ShortOrders, decimal Coverage, bool Watched)
{
    /// <summary>Whether anything of it was watched or found: otherwise its zeros mean nothing.</summary>
    [JsonIgnore]
    public bool IsKnown => Watched || LongOrders + ShortOrders > 0;
}

/// <summary>One venue.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Class">How much of its liquidations it publishes.</param>
/// <param name="Share">Its part of the total, 0 to 1; null when the total is zero.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="ShortMinusLongUsd">Their difference.</param>
/// <param name="TotalUsd">Their sum.</param>
/// <param name="LongShare">Long part of its total, 0 to 1; null when nothing was liquidated.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Coverage">The share of the span in which it was watched.</param>
/// <param name="Floor">Whether its true total is at least this much.</param>
public sealed record VenueRow(
    string Venue, FeedClass Class, decimal? Share, decimal LongUsd, decimal ShortUsd, decimal ShortMinusLongUsd, decimal TotalUsd,
    decimal? LongShare, long Orders, decimal? Coverage, bool Floor)
{
    /// <summary>Whether anything of it was watched or found: otherwise its zeros mean nothing.</summary>
    [JsonIgnore]
    public bool IsKnown => Coverage > 0 || Orders > 0;
}

/// <summary>One venue on one day.</summary>
/// <param name="Day">Start of the day.</param>
/// <param name="Venue">Venue id.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
public sealed record VenueDayRow(DateTimeOffset Day, string Venue, decimal LongUsd, decimal ShortUsd);

/// <summary>One asset.</summary>
/// <param name="Rank">Place by total.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Share">Its part of the total, 0 to 1.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="ShortMinusLongUsd">Their difference.</param>
/// <param name="TotalUsd">Their sum.</param>
/// <param name="ShortShare">Short part of its total, 0 to 1.</param>
/// <param name="Orders">Orders.</param>
/// <param name="LargestUsd">Dollars of its largest order.</param>
public sealed record AssetRow(
    int Rank, string Asset, decimal Share, decimal LongUsd, decimal ShortUsd, decimal ShortMinusLongUsd, decimal TotalUsd,
    decimal? ShortShare, long Orders, decimal LargestUsd);

/// <summary>One order.</summary>
/// <param name="Rank">Place by dollars.</param>
/// <param name="Time">Venue time.</param>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Usd">Dollars.</param>
/// <param name="Price">Price as sent.</param>
public sealed record OrderRow(
    int Rank, DateTimeOffset Time, string Venue, string Symbol, string Asset, LiquidatedSide Side, decimal Usd, double Price);

/// <summary>A burst of one-sided liquidations.</summary>
/// <param name="Start">First second, inclusive.</param>
/// <param name="End">Last second, exclusive.</param>
/// <param name="Asset">Normalised asset, or <c>ALL</c> for the whole market.</param>
/// <param name="Side">The side that was liquidated.</param>
/// <param name="Usd">Dollars of both sides.</param>
/// <param name="PeakMinuteUsd">Dollars of its greatest minute.</param>
/// <param name="Multiple">That minute in normal minutes of the asset; null when there was no normal.</param>
/// <param name="PriceChange">Change of the price, 0.01 is 1 %; null when not known.</param>
/// <param name="OiChange">Change of open interest in coins, 0.01 is 1 %; null when not known.</param>
/// <param name="Coverage">The share of it in which the venues were watched.</param>
public sealed record ReportCascade(
    DateTimeOffset Start, DateTimeOffset End, string Asset, LiquidatedSide Side, decimal Usd, decimal PeakMinuteUsd, double? Multiple,
    double? PriceChange, double? OiChange, decimal Coverage);

/// <summary>Open interest of one venue.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Usd">Dollars at the end.</param>
/// <param name="UsdChange">Change in dollars, of the contracts with samples at both ends; null if none has.</param>
/// <param name="Change">The same as a part of the start.</param>
/// <param name="Coin">Units of the lead asset at the end; null if it has none.</param>
/// <param name="CoinChange">Change of these.</param>
/// <param name="Contracts">How many contracts.</param>
public sealed record OpenInterestByVenueRow(
    string Venue, double Usd, double? UsdChange, double? Change, double? Coin, double? CoinChange, int Contracts);

/// <summary>Open interest of one asset.</summary>
/// <param name="Rank">Place by dollars.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Usd">Dollars at the end.</param>
/// <param name="UsdChange">Change in dollars, of the contracts with samples at both ends; null if none has.</param>
/// <param name="Change">The same as a part of the start.</param>
/// <param name="Coin">Units of the asset at the end.</param>
/// <param name="CoinChange">Change of these.</param>
public sealed record OpenInterestByAssetRow(
    int Rank, string Asset, double Usd, double? UsdChange, double? Change, double? Coin, double? CoinChange);

/// <summary>Funding of one asset. Rates are parts: 0.0001 is 0.01 %.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Contracts">Contracts with a rate.</param>
/// <param name="Mean">Mean rate of one interval, each contract weighted by its open interest; contracts without count as one mean if none has any.</param>
/// <param name="Least">Least rate of any contract.</param>
/// <param name="Most">Greatest rate of any contract.</param>
/// <param name="Annualised">Weighted mean over a year, each contract by its own interval; null while no interval is known.</param>
public sealed record FundingRow(string Asset, int Contracts, double Mean, double Least, double Most, double? Annualised);

/// <summary>Mark prices of one asset, at its contract with the greatest open interest.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Greatest.</param>
/// <param name="Low">Least.</param>
/// <param name="Close">Last.</param>
/// <param name="Change">Over the span: 0.01 is 1 %; null unless there was a price near both ends.</param>
public sealed record PriceRow(
    string Asset, string Venue, string Symbol, double Open, double High, double Low, double Close, double? Change);

/// <summary>A price at the end of an hour.</summary>
/// <param name="Time">When.</param>
/// <param name="Price">Mark price.</param>
public sealed record PricePointRow(DateTimeOffset Time, double Price);

/// <summary>One UTC day of a venue whose feed does not show all, beside its complete dollars as somebody else publishes them.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Day">Its start.</param>
/// <param name="CaughtUsd">Dollars in the totals, of the assets that are published.</param>
/// <param name="PublishedUsd">Complete dollars; null where they are not published.</param>
/// <param name="Share">One over the other; null where the day is not published, or was not watched throughout.</param>
/// <param name="Why">Why there is no share; null where there is one.</param>
public sealed record CaughtRow(string Venue, DateTimeOffset Day, decimal CaughtUsd, decimal? PublishedUsd, decimal? Share, string? Why);
