using LiqMon.Context.Sources;

namespace LiqMon.Venues;

/// <summary>Candles and ratios of Bybit. Source: Bybit v5 documentation, "mark price kline" and "long short ratio".</summary>
internal static class BybitSeries
{
    public static VenueMarketData Of(string venue, Uri rest) => new()
    {
        Venue = venue,
        Candles = contract => new("candles", new Uri(rest, FormattableString.Invariant(
            $"/v5/market/mark-price-kline?category=linear&symbol={Uri.EscapeDataString(contract.Symbol)}&interval=240&limit={VenueMarketData.MostCandles}"))),
        Ratio = (contract, hours) => new("ratio", new Uri(rest, FormattableString.Invariant(
            $"/v5/market/account-ratio?category=linear&symbol={Uri.EscapeDataString(contract.Symbol)}&period=1h&limit={hours}"))),
        ListPath = ["result", "list"],
        // The two parts come apart.
        RatioOf = row => ((long)SourceJson.Positive(row, "timestamp"), SourceJson.Positive(row, "buyRatio") / SourceJson.Positive(row, "sellRatio")),
    };
}
