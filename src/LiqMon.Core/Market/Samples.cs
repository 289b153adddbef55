namespace LiqMon.Market;

/// <summary>Open interest of one contract at one moment, counted from one side.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Contracts">In contracts.</param>
/// <param name="Base">In the normalised asset; not a number while no price is known to convert with.</param>
/// <param name="Usd">In US dollars at the mark price; not a number while no price is known.</param>
public readonly record struct OpenInterest(Instrument Instrument, long TimeMs, double Contracts, double Base, double Usd);

/// <summary>Mark price of one contract at one moment, with what belongs to it. What a venue has not sent is null.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Mark">Mark price in the quote currency.</param>
/// <param name="Index">Index price in the quote currency.</param>
/// <param name="FundingRate">Funding rate of the running interval: 0.0001 is 0.01 %.</param>
/// <param name="NextFundingMs">When it is next paid, Unix milliseconds.</param>
public readonly record struct MarkPrice(
    Instrument Instrument, long TimeMs, double Mark, double? Index, double? FundingRate, long? NextFundingMs);
