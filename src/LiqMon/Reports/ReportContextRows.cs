using LiqMon.Context;
using LiqMon.Queries;

namespace LiqMon.Reports;

/// <summary>The last price of one asset against its average.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Venue">Venue id of the contract whose price it is.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Price">The last mark price of the span.</param>
/// <param name="Mean">Average of the 50 daily closes before it.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Score">Standard deviations of the price above the average.</param>
/// <param name="State">Bespoke's word for it.</param>
public sealed record AverageRow(
    string Asset, string Venue, string Symbol, double Price, double Mean, double Deviation, double Score, TrendState State);

/// <summary>What happened at a level.</summary>
/// <param name="Of"><c>price</c> of the lead asset in dollars, its <c>market_cap</c>, or that of <c>all_coins</c>, in dollars.</param>
/// <param name="Level">The level.</param>
/// <param name="Own">Whether the user named it; otherwise it is a round number.</param>
/// <param name="Distance">Level over the last value, less one.</param>
/// <param name="Above">Whether the newest close is at it or above.</param>
/// <param name="Crossed">First close on this side; null when the history knows no other side.</param>
/// <param name="CrossedInSpan">Whether that was within the report's span.</param>
/// <param name="Closes">Closes on this side since; null when no crossing is known.</param>
/// <param name="Role">What the level is after a crossing with enough closes; null otherwise.</param>
/// <param name="FirstTimeSince">The last close on this side before the crossing; null when the history knows none.</param>
public sealed record LevelRow(
    string Of, double Level, bool Own, double Distance, bool Above, DateTimeOffset? Crossed, bool CrossedInSpan, int? Closes, LevelRole? Role,
    DateTimeOffset? FirstTimeSince);

/// <summary>The market around the venues at the end of the span. What is not known is null.</summary>
/// <param name="Asset">The lead asset.</param>
/// <param name="SpotPremiumBps">Coinbase's price in dollars over Binance's, in basis points; of BTC only.</param>
/// <param name="BasisBps">Mark over index of perpetuals in basis points, weighted by open interest.</param>
/// <param name="MarketCapUsd">Dollars: supply times the median of the venues' index prices; of BTC only.</param>
/// <param name="Supply">Coins by the schedule of subsidies; of BTC only.</param>
/// <param name="OpenInterestShare">Open interest over market cap, 0 to 1; of BTC only.</param>
/// <param name="AllCoinsUsd">Market cap of all coins, in dollars, by CoinGecko.</param>
/// <param name="BtcDominance">Bitcoin's part of it, 0 to 1.</param>
public sealed record SymbolSampler(
    string Asset, double? SpotPremiumBps, double? BasisBps, decimal? MarketCapUsd, double? Supply, double? OpenInterestShare, decimal? AllCoinsUsd,
    double? BtcDominance);
