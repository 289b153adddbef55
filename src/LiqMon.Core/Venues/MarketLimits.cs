using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What open interest, prices and rates can be. Venues have sent 4.6e23; such a number is not stored.</summary>
internal static class MarketLimits
{
    /// <summary>Whether a reading's numbers are within <see cref="Plausible"/>.</summary>
    public static bool Allows(in MarketReading reading) =>
        !(reading.OpenInterest?.ToDouble() > Plausible.MostOpenInterest)
        && !(reading.OpenInterestUsd?.ToDouble() > Plausible.MostOpenInterestUsd)
        && !(reading is { OpenInterestUnit: OpenInterestUnit.Usd, OpenInterest: { } usd } && usd.ToDouble() > Plausible.MostOpenInterestUsd)
        && !(reading.Mark?.ToDouble() > Plausible.MostPrice) && !(reading.Index?.ToDouble() > Plausible.MostPrice)
        && !(reading.FundingRate is { } rate && Math.Abs(rate.ToDouble()) > Plausible.MostFundingRate);
}
