namespace LiqMon.Simulator;

/// <summary>An instrument at one moment.</summary>
/// <param name="Mark">Mark price, in the instrument's own price units and tick.</param>
/// <param name="Index">Price of the underlying in the same units.</param>
/// <param name="FundingRate">Funding rate of the current interval as a fraction; 0 for dated contracts.</param>
/// <param name="OpenInterest">One-sided open interest in the venue's quantity unit.</param>
/// <param name="TimeMs">Time of the quote in milliseconds since 1970 UTC.</param>
internal sealed record Quote(decimal Mark, decimal Index, decimal FundingRate, decimal OpenInterest, long TimeMs);
