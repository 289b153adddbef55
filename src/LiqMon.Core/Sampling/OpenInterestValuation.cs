using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Sampling;

/// <summary>Open interest in contracts, in the normalised asset and in dollars, from whichever of them a venue sends.</summary>
public static class OpenInterestValuation
{
    /// <summary>Converts by the contract's size and the mark price; not a number where a factor is not known.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="timeMs">The venue's time, Unix milliseconds.</param>
    /// <param name="amount">The number as sent; null when only dollars were sent.</param>
    /// <param name="unit">What the number counts.</param>
    /// <param name="venueUsd">Dollars as the venue computed them, preferred to our own; null when not sent.</param>
    /// <param name="mark">Mark price in the quote currency; null while unknown.</param>
    public static OpenInterest Value(
        Instrument instrument, long timeMs, double? amount, OpenInterestUnit unit, double? venueUsd, double? mark)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var size = instrument.ContractSize.ToDouble();
        var price = mark is > 0 and var known ? known : double.NaN;
        var usdPerBase = instrument.Margin == MarginKind.Linear && !AssetNames.IsUsd(instrument.Quote) ? double.NaN : price;
        var (number, counted) = amount is { } sent ? (sent, unit) : (venueUsd ?? double.NaN, OpenInterestUnit.Usd);
        var (contracts, venueBase, usd) = (instrument.Margin, counted) switch
        {
            (MarginKind.Linear, OpenInterestUnit.Base) => (number / size, number, number * usdPerBase),
            (MarginKind.Linear, OpenInterestUnit.Contracts) => (number, number * size, number * size * usdPerBase),
            (MarginKind.Linear, _) => (number / usdPerBase / size, number / usdPerBase, number),
            (MarginKind.Inverse, OpenInterestUnit.Base) => (number * price / size, number, number * price),
            (MarginKind.Inverse, OpenInterestUnit.Contracts) => (number, number * size / price, number * size),
            (MarginKind.Inverse, _) => (number / size, number / price, number),
            // A quanto contract's dollars need the settle coin's index, which no reading carries.
            (_, OpenInterestUnit.Contracts) => (number, (venueUsd ?? double.NaN) / price, double.NaN),
            (_, OpenInterestUnit.Base) => (double.NaN, number, double.NaN),
            _ => (double.NaN, number / price, number),
        };
        return new OpenInterest(instrument, timeMs, contracts, venueBase * instrument.AssetFactor, venueUsd ?? usd);
    }
}
