using System.Globalization;

namespace LiqMon.Simulator;

/// <summary>The fields of a Bybit ticker, the same on the socket and over REST.</summary>
internal static class BybitTicker
{
    public static (string Name, string Value)[] Fields(TradedInstrument instrument, long nowMs)
    {
        var (spec, quote) = (instrument.Spec, instrument.Quote);
        var single = quote.OpenInterest;
        // Linear is counted in coins and valued in dollars; inverse is counted in dollars and valued in coins.
        var singleValue = spec.Inverse ? decimal.Round(single / quote.Mark, 8) : decimal.Round(single * quote.Mark, 4);
        return
        [
            ("lastPrice", Text(quote.Mark)),
            ("markPrice", Text(quote.Mark)),
            ("indexPrice", Text(quote.Index)),
            // Both sides, which is twice what everybody else calls open interest.
            ("openInterest", Text(single * 2)),
            ("openInterestValue", Text(singleValue * 2)),
            ("singleOpenInterest", Text(single)),
            ("singleOpenInterestValue", Text(singleValue)),
            ("fundingRate", Text(quote.FundingRate)),
            ("nextFundingTime", Funding.NextMs(nowMs).ToString(CultureInfo.InvariantCulture)),
            ("fundingIntervalHour", "8"),
            ("bid1Price", Text(quote.Mark - spec.PriceTick)),
            ("ask1Price", Text(quote.Mark + spec.PriceTick)),
        ];
    }

    /// <summary>The fields whose value is another than before.</summary>
    public static (string Name, string Value)[] Changed((string Name, string Value)[] before, (string Name, string Value)[] now) =>
        [.. now.Where((field, index) => field.Value != before[index].Value)];

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
