using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What open interest and prices can be. Venues have sent 4.6e23; such a number is not stored.</summary>
public static class MarketLimits
{
    /// <summary>Most open interest of one contract, in contracts or in units of the base asset.</summary>
    public const double MostContracts = 1e15;

    /// <summary>Most open interest of one contract, in US dollars.</summary>
    public const double MostUsd = 1e12;

    /// <summary>Highest mark or index price, in the quote currency.</summary>
    public const double HighestPrice = 1e12;

    /// <summary>Whether a reading's numbers are possible.</summary>
    public static bool Allows(in MarketReading reading)
    {
        if (reading.Mark is { } mark && mark.ToDouble() > HighestPrice)
            return false;
        if (reading.Index is { } index && index.ToDouble() > HighestPrice)
            return false;
        if (reading.OpenInterestUsd is { } sentUsd && (sentUsd.Mantissa < 0 || sentUsd.ToDouble() > MostUsd))
            return false;
        if (reading.OpenInterest is not { } amount)
            return true;
        var number = amount.ToDouble();
        return number >= 0 && number <= (reading.OpenInterestUnit == OpenInterestUnit.Usd ? MostUsd : MostContracts)
            && !(Usd(reading, number) > MostUsd);
    }

    /// <summary>Not a number where a factor is not known.</summary>
    private static double Usd(in MarketReading reading, double amount)
    {
        if (reading.Symbol.Instrument is not { } instrument || reading.OpenInterestUnit == OpenInterestUnit.Usd)
            return double.NaN;
        var size = reading.OpenInterestUnit == OpenInterestUnit.Contracts ? instrument.ContractSize.ToDouble() : 1;
        if (instrument.Margin == MarginKind.Inverse && reading.OpenInterestUnit == OpenInterestUnit.Contracts)
            return amount * size;
        var price = (reading.Mark ?? reading.Symbol.Mark)?.ToDouble() ?? double.NaN;
        return instrument.Margin == MarginKind.Quanto || !AssetNames.IsUsd(instrument.Quote) ? double.NaN : amount * size * price;
    }
}
