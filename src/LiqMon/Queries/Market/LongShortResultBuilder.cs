using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>Puts ratios of long to short accounts together.</summary>
internal static class LongShortResultBuilder
{
    internal static LongShortResult Of(StoreReader reader, SpanQuery question)
    {
        var filter = question.Filter;
        return new LongShortResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            Series =
            [
                .. VenueCatalog.Series.Where(series => filter.Venues?.Contains(series.Venue) != false)
                    .SelectMany(series => Series(reader, series.Venue, filter))
                    .OrderBy(series => series.Asset, StringComparer.Ordinal)
                    .ThenBy(series => series.Venue, StringComparer.Ordinal),
            ],
        };
    }

    private static IEnumerable<LongShortSeries> Series(StoreReader reader, string venue, LiquidationFilter filter) =>
        from name in reader.Context.Names(venue, VenueMarketData.RatioName(""))
        let asset = name[VenueMarketData.RatioName("").Length..]
        where filter.Assets?.Contains(asset) != false
        let readings = reader.Context.Series(venue, name, filter.FromMs, filter.ToMs)
        where readings.Count > 0
        select new LongShortSeries(
            asset, venue,
            [
                .. readings.Select(reading => new LongShortReading(
                    Timestamps.FromUnixMs(reading.TimeMs), Math.Round(reading.Value, 4), Math.Round(reading.Value / (1 + reading.Value), 4))),
            ]);
}
