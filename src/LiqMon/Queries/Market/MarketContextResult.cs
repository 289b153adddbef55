using System.Text.Json.Serialization;
using LiqMon.Context;

namespace LiqMon.Queries;

/// <summary>Where an asset stands: price, average, levels, spot, market cap and positioning. What is not known is null and listed as absent.</summary>
public sealed record MarketContextResult : StoreResult
{
    /// <summary>The asset.</summary>
    public required string Asset { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The newest mark price of the contract that all prices here are of.</summary>
    public required ContextPriceResult? Price { get; init; }

    /// <summary>The price against its 50 daily closes.</summary>
    [JsonPropertyName("average_50d")]
    public required MovingAverageResult? Average50d { get; init; }

    /// <summary>Round numbers around the price and the user's own levels, in order of height.</summary>
    public required IReadOnlyList<LevelResult> Levels { get; init; }

    /// <summary>Open interest, and what futures pay to hold it.</summary>
    public required PositioningResult? Positioning { get; init; }

    /// <summary>Spot against futures; of BTC only.</summary>
    public required SpotResult? Spot { get; init; }

    /// <summary>Flow like that of a TWAP order; of BTC only.</summary>
    public required FlowResult? Flow { get; init; }

    /// <summary>Market capitalisation; of BTC only.</summary>
    public required MarketCapResult? MarketCap { get; init; }

    /// <summary>All coins together.</summary>
    public required GlobalMarketResult? GlobalMarket { get; init; }

    /// <summary>Accounts that are long over those that are short, by venue.</summary>
    public required IReadOnlyList<RatioResult> LongShort { get; init; }

    /// <summary>Candles, when they were requested; the last one may still be running.</summary>
    public required IReadOnlyList<CandleResult>? Candles { get; init; }

    /// <summary>What is not known, and why.</summary>
    public required IReadOnlyList<MissingValue> Absent { get; init; }
}

/// <summary>The price of an asset against its average.</summary>
/// <param name="Price">The price.</param>
/// <param name="Average">The average.</param>
/// <param name="Absent">What is not known, and why.</param>
internal sealed record PriceTrend(ContextPriceResult? Price, MovingAverageResult? Average, IReadOnlyList<MissingValue> Absent);

/// <summary>A mark price.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Mark">The price.</param>
/// <param name="Time">Its time.</param>
/// <param name="Change24h">Its change over 24 hours: 0.01 is 1 %; null when no price of the quarter of an hour before them is stored.</param>
/// <param name="Change7d">The same over seven days.</param>
public sealed record ContextPriceResult(
    string Venue, string Symbol, double Mark, DateTimeOffset Time,
    [property: JsonPropertyName("change_24h")] double? Change24h, [property: JsonPropertyName("change_7d")] double? Change7d)
{
    /// <summary>Why it is not the first contract by the rule; left out when it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotFirst { get; init; }
}

/// <summary>A price against its 50 daily closes.</summary>
/// <param name="Mean">Their average.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Score">Standard deviations of the price above the average.</param>
/// <param name="State">Bespoke's word for it.</param>
public sealed record MovingAverageResult(double Mean, double Deviation, double Score, TrendState State);

/// <summary>What the price did at a level.</summary>
/// <param name="Level">The level.</param>
/// <param name="Own">Whether the user named it; otherwise it is a round number.</param>
/// <param name="Distance">Level over price, less one.</param>
/// <param name="Above">Whether the price is at it or above.</param>
/// <param name="Crossed">First close on this side, of four hours for prices and of a day for market capitalisation; the
/// present when no close confirms the crossing yet; null when the history knows no other side.</param>
/// <param name="Closes">Closes on this side since the crossing, of which the running four hours or day is none yet; null when no
/// crossing is known.</param>
/// <param name="Role">What it is after a crossing with enough closes; null otherwise.</param>
/// <param name="FirstTimeSince">The last time before the crossing that the price was on this side; null when the history knows none.</param>
public sealed record LevelResult(
    double Level, bool Own, double Distance, bool Above, DateTimeOffset? Crossed, int? Closes, LevelRole? Role, DateTimeOffset? FirstTimeSince);

/// <summary>What a level has become.</summary>
public enum LevelRole : byte
{
    /// <summary>Crossed upwards, and held.</summary>
    Support,

    /// <summary>Crossed downwards, and held.</summary>
    Resistance,
}

/// <summary>Open interest of an asset and what belongs to it.</summary>
/// <param name="OpenInterestUsd">Dollars, one-sided.</param>
/// <param name="OpenInterestBase">Coins.</param>
/// <param name="Contracts">Contracts with a sample in the last hour.</param>
/// <param name="FundingRate8h">Funding for eight hours, weighted by open interest: 0.0001 is 0.01 %. Of the contracts whose
/// interval between payments was seen; null when none was.</param>
/// <param name="FundingContracts">How many these are.</param>
/// <param name="BasisBps">Mark over index of perpetuals in basis points, weighted by open interest.</param>
/// <param name="MarketCapShare">Open interest over market capitalisation; of BTC only.</param>
public sealed record PositioningResult(
    double OpenInterestUsd, double? OpenInterestBase, int Contracts,
    [property: JsonPropertyName("funding_rate_8h")] double? FundingRate8h, int FundingContracts, double? BasisBps, double? MarketCapShare);

/// <summary>Spot prices, each the median of the last minute that has any.</summary>
/// <param name="CoinbaseUsd">Coinbase, in dollars.</param>
/// <param name="BinanceUsdt">Binance, in the dollar coin.</param>
/// <param name="UsdtUsd">Dollars for one coin, at Coinbase.</param>
/// <param name="PremiumBps">Coinbase over Binance in dollars, in basis points.</param>
public sealed record SpotResult(double? CoinbaseUsd, double? BinanceUsdt, double? UsdtUsd, double? PremiumBps);

/// <summary>Flow like that of a TWAP order on Binance's spot market; see the README for the rule.</summary>
/// <param name="State">Which side, if any.</param>
/// <param name="BuyMinutes">Part of the last 120 minutes in which buyers took more than 55 %.</param>
/// <param name="SellMinutes">Part of them in which sellers did.</param>
/// <param name="Variation">How much the leading side's minutes vary.</param>
/// <param name="VariationLimit">Below it flow counts as steady.</param>
/// <param name="Time">Start of the newest minute.</param>
public sealed record FlowResult(
    FlowState State, double BuyMinutes, double SellMinutes, double Variation, double VariationLimit, DateTimeOffset Time);

/// <summary>Market capitalisation of bitcoin.</summary>
/// <param name="Usd">Dollars: supply times price.</param>
/// <param name="Price">Composite price: the median of the venues' index prices.</param>
/// <param name="Venues">Venues whose index it is made of.</param>
/// <param name="Supply">Bitcoins by the schedule of subsidies.</param>
/// <param name="Height">The block that is estimated to be the newest.</param>
/// <param name="Error">Bound of the supply's error, as a share.</param>
/// <param name="Milestones">Round numbers of dollars around it, by daily closes.</param>
public sealed record MarketCapResult(
    double Usd, double Price, int Venues, double Supply, long Height, double Error, IReadOnlyList<LevelResult> Milestones);

/// <summary>All coins together, by CoinGecko.</summary>
/// <param name="Usd">Dollars.</param>
/// <param name="BtcDominance">Bitcoin's part, 0 to 1.</param>
/// <param name="Time">Time of the figures.</param>
/// <param name="Milestones">Round numbers of dollars around them, by daily closes of what is stored.</param>
public sealed record GlobalMarketResult(double Usd, double? BtcDominance, DateTimeOffset Time, IReadOnlyList<LevelResult> Milestones);

/// <summary>A venue's ratio of accounts.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Ratio">Accounts that are long over those that are short.</param>
/// <param name="DayBefore">The same a day before; null when it is not stored.</param>
/// <param name="Time">Time of the ratio.</param>
public sealed record RatioResult(string Venue, double Ratio, double? DayBefore, DateTimeOffset Time);

/// <summary>A candle.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
public sealed record CandleResult(DateTimeOffset Start, double Open, double High, double Low, double Close);

/// <summary>Something that is not known.</summary>
/// <param name="What">The field.</param>
/// <param name="Why">The reason, for people.</param>
public sealed record MissingValue(string What, string Why);
