using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>
/// Writes the model of one asset's positions on a fixed grid around its price: the same levels each time, also those at which
/// nothing stands. So the newest points are a whole map, no level of an older one is left over, and an asset has 20 series.
/// </summary>
internal static class MapPoints
{
    /// <summary>How many assets, by dollars of open interest, have a map.</summary>
    internal const int Largest = 10;

    /// <summary>Levels on each side of the price, of one percent each.</summary>
    internal const int Levels = 10;

    private const long NsOfAMs = 1_000_000;

    // Enough for levels that are one percent apart.
    private const int Digits = 6;

    /// <summary>The assets with the most open interest, the largest first.</summary>
    internal static IReadOnlyList<string> Assets(IReadOnlyList<AssetMinute> minutes) =>
    [
        .. minutes.Where(minute => minute.Asset != AssetMinute.All)
            .OrderByDescending(minute => minute.OpenInterestUsd)
            .ThenBy(minute => minute.Asset, StringComparer.Ordinal)
            .Take(Largest)
            .Select(minute => minute.Asset),
    ];

    /// <summary>The map that is written: what the command line and the live page show when nothing else is chosen.</summary>
    internal static SpanQuery Query(string asset, long nowMs)
    {
        SpanText.TryWindow(MapQuery.DefaultWindow, out var length);
        var fromMs = nowMs - (long)length.TotalMilliseconds;
        return new SpanQuery
        {
            Filter = new LiquidationFilter { Assets = [asset], FromMs = fromMs + 1, ToMs = nowMs + 1 },
            DisplayFromMs = fromMs,
            DisplayToMs = nowMs,
            NowMs = nowMs,
            Window = MapQuery.DefaultWindow,
            Range = MapQuery.DefaultRange,
        };
    }

    /// <summary>Writes all levels of a map; none when no price is stored.</summary>
    /// <param name="writer">Takes the points.</param>
    /// <param name="map">The map.</param>
    /// <param name="nowMs">Time of the points, Unix milliseconds.</param>
    internal static void Write(LineWriter writer, MapResult map, long nowMs)
    {
        if (map.Price is not { } price)
            return;
        foreach (var side in new[] { LiquidatedSide.Short, LiquidatedSide.Long })
        {
            var bands = MapBands.Of(map, side, Levels);
            for (var at = 0; at < bands.Count; at++)
            {
                var middle = (bands[at].FromPrice + bands[at].ToPrice) / 2;
                writer.Begin("liquidation_map");
                writer.Tag("asset", map.Asset);
                writer.Tag("level", (side == LiquidatedSide.Short ? at + 1 : -at - 1).ToString("+00;-00", CultureInfo.InvariantCulture));
                writer.Number("price", Rounded(middle));
                writer.Number("away", Math.Round((middle / price.Usd) - 1, Digits));
                writer.Number(side == LiquidatedSide.Short ? "short_usd" : "long_usd", (double)bands[at].Usd);
                writer.End(nowMs * NsOfAMs);
            }
        }
    }

    private static double Rounded(double price) =>
        double.Parse(price.ToString("G" + Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
