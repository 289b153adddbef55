namespace LiqMon.Market;

/// <summary>
/// How large numbers may be before they are errors of a venue: far above anything seen, and far below what spoils sums and
/// charts. The largest markets of 2026 have an open interest of some 10 billion dollars, the smallest coins a supply of 10^15.
/// </summary>
public static class Plausible
{
    /// <summary>Open interest of one contract in US dollars.</summary>
    public const double MostOpenInterestUsd = 1e12;

    /// <summary>Open interest in contracts or coins.</summary>
    public const double MostOpenInterest = 1e18;

    /// <summary>A price, in any currency.</summary>
    public const double MostPrice = 1e12;

    /// <summary>The smallest price of an order: a millionth of the cheapest coin of 2026.</summary>
    public const double LeastPrice = 1e-15;

    /// <summary>An order of so many dollars has never been, whatever the open interest: 100 billion, ten times the largest market.</summary>
    public const long MostOrderMicroUsd = 100_000_000_000_000_000;

    /// <summary>A funding rate: 1,000 % of the position at one payment.</summary>
    public const double MostFundingRate = 10;

    /// <summary>
    /// The size of one contract, in coins or dollars. The largest seen are 10^7 coins, the smallest a few satoshi.
    /// </summary>
    public const double MostContractSize = 1e12;

    /// <summary>The smallest size of one contract: 10^-12.</summary>
    public const double LeastContractSize = 1e-12;

    /// <summary>An order up to so many dollars is taken whatever the open interest: samples of small contracts may be old.</summary>
    public const long AlwaysPossibleMicroUsd = 10_000_000_000_000;

    /// <summary>How many times the open interest seen last an order may be: it may have fallen since the position was opened.</summary>
    public const int MostTimesOpenInterest = 2;

    /// <summary>Whether a number can be the size of one contract.</summary>
    public static bool IsContractSize(ExactNumber size) =>
        size.IsPositive && size.ToDouble() is >= LeastContractSize and <= MostContractSize;

    /// <summary>Whether a number can be the price of an order.</summary>
    public static bool IsPrice(ExactNumber price) => price.ToDouble() is >= LeastPrice and <= MostPrice;

    /// <summary>Whether an order can have been closed in a contract with an open interest.</summary>
    /// <param name="microUsd">The order, dollars × 1,000,000.</param>
    /// <param name="openInterestUsd">Open interest of its contract, one-sided, dollars; null or 0 where it is not known, as venues send it.</param>
    public static bool IsOrder(long microUsd, double? openInterestUsd) =>
        microUsd <= AlwaysPossibleMicroUsd || (microUsd <= MostOrderMicroUsd && IsWithin(microUsd, openInterestUsd));

    private static bool IsWithin(long microUsd, double? openInterestUsd) =>
        openInterestUsd is not (> 0 and var open) || !double.IsFinite(open)
        || microUsd / 1e6 <= open * MostTimesOpenInterest;
}
