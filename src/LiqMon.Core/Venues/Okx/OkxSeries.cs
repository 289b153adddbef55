using LiqMon.Context.Sources;

namespace LiqMon.Venues;

/// <summary>
/// Ratios of OKX, by coin and not by contract; it chooses itself how many hours it publishes.
/// Source: OKX v5 documentation, trading statistics, "long/short ratio".
/// </summary>
internal static class OkxSeries
{
    private static readonly Uri Rest = new("https://www.okx.com");

    public static VenueMarketData Of(string venue) => new()
    {
        Venue = venue,
        Ratio = (contract, _) => new("ratio", new Uri(Rest, $"/api/v5/rubik/stat/contracts/long-short-account-ratio?ccy={contract.Asset}&period=1H")),
        ListPath = ["data"],
        RatioOf = row => ((long)SourceJson.Positive(row, 0), SourceJson.Positive(row, 1)),
    };
}
