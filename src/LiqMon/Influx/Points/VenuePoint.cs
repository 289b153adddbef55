using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>
/// Writes the minutes of open interest by venue and asset: each venue together and the largest pairs every minute, the
/// others every tenth. What is carried forward loses nothing by that, and the many small ones would be most of all points.
/// </summary>
internal static class VenuePoint
{
    /// <summary>How many pairs of venue and asset are written every minute.</summary>
    internal const int Largest = 300;

    private const long OthersEveryMs = 600_000;

    /// <summary>Those of a minute that are written.</summary>
    internal static IEnumerable<VenueMinute> Written(IReadOnlyList<VenueMinute> minutes)
    {
        if (minutes.Count == 0 || minutes[0].StartMs % OthersEveryMs == 0)
            return minutes;
        var pairs = minutes.Where(minute => minute.Asset != AssetMinute.All).OrderByDescending(minute => minute.Usd).Take(Largest);
        return minutes.Where(minute => minute.Asset == AssetMinute.All).Concat(pairs);
    }

    /// <summary>Begins and fills the point. Coins of different assets are not added up.</summary>
    internal static void Write(LineWriter writer, VenueMinute minute)
    {
        writer.Begin("open_interest_1m");
        writer.Tag("asset", minute.Asset);
        writer.Tag("venue", minute.Venue);
        writer.Number("usd", minute.Usd);
        if (minute.Asset != AssetMinute.All)
            writer.Number("base", minute.Base);
        writer.Count("contracts_known", minute.Contracts);
        writer.Number("funding_annual", minute.FundingAnnual);
    }
}
