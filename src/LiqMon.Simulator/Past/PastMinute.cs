namespace LiqMon.Simulator;

/// <summary>A minute of the market before a simulation began.</summary>
/// <param name="StartMs">Its start, Unix milliseconds.</param>
/// <param name="Orders">Its liquidations, in order of time.</param>
/// <param name="Quotes">Prices and open interest at its start; empty in minutes that nobody samples.</param>
public sealed record PastMinute(long StartMs, IReadOnlyList<PastOrder> Orders, IReadOnlyList<PastQuote> Quotes);

/// <summary>A liquidation before a simulation began.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Position">The position that was closed.</param>
/// <param name="Price">Price on the contract's grid.</param>
/// <param name="Quantity">Quantity on the contract's grid, in its unit.</param>
/// <param name="TimeMs">When, Unix milliseconds.</param>
public readonly record struct PastOrder(
    SimulatedInstrument Contract, LiquidatedPosition Position, decimal Price, decimal Quantity, long TimeMs);

/// <summary>What a contract's data was at a time before a simulation began.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Mark">Mark price.</param>
/// <param name="Index">Price of the underlying in the same units.</param>
/// <param name="FundingRate">Funding rate of the running interval as a fraction; 0 for dated contracts.</param>
/// <param name="NextFundingMs">When it is paid, Unix milliseconds.</param>
/// <param name="OpenInterest">One-sided open interest in the unit of its orders.</param>
public readonly record struct PastQuote(
    SimulatedInstrument Contract, decimal Mark, decimal Index, decimal FundingRate, long NextFundingMs, decimal OpenInterest);
