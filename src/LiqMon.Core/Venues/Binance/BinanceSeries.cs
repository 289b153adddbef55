using LiqMon.Context.Sources;

namespace LiqMon.Venues;

/// <summary>
/// Candles and ratios of Binance. Source: Binance USD-M documentation, "mark price kline" and "long/short ratio".
/// </summary>
internal static class BinanceSeries
{
    public static VenueMarketData Of(string venue, Uri rest) => new()
    {
        Venue = venue,
        Candles = contract => new("candles", new Uri(rest, FormattableString.Invariant(
            $"/fapi/v1/markPriceKlines?symbol={Uri.EscapeDataString(contract.Symbol)}&interval=4h&limit={VenueMarketData.MostCandles}")), Weight: 5),
        Ratio = (contract, hours) => new("ratio", new Uri(rest, FormattableString.Invariant(
            $"/futures/data/globalLongShortAccountRatio?symbol={Uri.EscapeDataString(contract.Symbol)}&period=1h&limit={hours}"))),
        ListPath = [],
        RatioOf = row => ((long)SourceJson.Positive(row, "timestamp"), SourceJson.Positive(row, "longShortRatio")),
    };
}
