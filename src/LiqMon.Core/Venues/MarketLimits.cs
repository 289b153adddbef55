using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What open interest, prices and rates can be. Venues have sent 4.6e23; such a number is not stored.</summary>
internal static class MarketLimits
{
    /// <summary>Whether a reading's numbers are within <see cref="Plausible"/>, the open interest in dollars too.</summary>
    public static bool Allows(in MarketReading reading) =>
        !(reading.OpenInterest?.ToDouble() > Plausible.MostOpenInterest)
        && !(reading.OpenInterestUsd?.ToDouble() > Plausible.MostOpenInterestUsd)
        && !(Usd(reading) > Plausible.MostOpenInterestUsd)
        && !(reading.Mark?.ToDouble() > Plausible.MostPrice) && !(reading.Index?.ToDouble() > Plausible.MostPrice)
        && !(reading.FundingRate is { } rate && Math.Abs(rate.ToDouble()) > Plausible.MostFundingRate);

    /// <summary>Not a number where a factor is not known.</summary>
    private static double Usd(in MarketReading reading)
    {
        if (reading.OpenInterest is not { } sent)
            return double.NaN;
        var amount = sent.ToDouble();
        if (reading.OpenInterestUnit == OpenInterestUnit.Usd)
            return amount;
        if (reading.Symbol.Instrument is not { } instrument)
            return double.NaN;
        var size = reading.OpenInterestUnit == OpenInterestUnit.Contracts ? instrument.ContractSize.ToDouble() : 1;
        if (instrument.Margin == MarginKind.Inverse && reading.OpenInterestUnit == OpenInterestUnit.Contracts)
            return amount * size;
        var price = (reading.Mark ?? reading.Symbol.Mark)?.ToDouble() ?? double.NaN;
        return instrument.Margin == MarginKind.Quanto || !AssetNames.IsUsd(instrument.Quote) ? double.NaN : amount * size * price;
    }
}
