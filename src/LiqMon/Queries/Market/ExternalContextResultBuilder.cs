using LiqMon.Context;
using LiqMon.Context.Sources;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>Puts together what others publish about the market. What they have not published lately is noted as absent.</summary>
internal sealed class ExternalContextResultBuilder(StoreReader reader, long nowMs, List<MissingValue> absent)
{
    private const long HourMs = 3_600_000;
    private const long DayMs = Candle.DayMs;

    /// <summary>Totals are read a year back: for milestones "for the first time since".</summary>
    private const long HistoryMs = 366 * DayMs;

    /// <summary>Minutes of trading that are older than this are not the present ones.</summary>
    private const long FreshMs = 15 * 60_000;

    internal SpotResult? Spot()
    {
        var coinbase = Median(SpotTickers.Coinbase, SpotTickers.BtcUsd);
        var coin = Median(SpotTickers.Coinbase, SpotTickers.UsdtUsd);
        var binance = Median(SpotTickers.BinanceSpot, SpotTickers.BtcUsdt);
        if ((coinbase ?? coin ?? binance) is null)
            return null;
        return new SpotResult(coinbase, binance, coin, Round(SpotPremium.Bps(coinbase, binance, coin), 3));
    }

    internal FlowResult? Flow()
    {
        var from = nowMs - 8 * DayMs;
        var taken = reader.Context.Series(SpotTickers.BinanceSpot, SpotTickers.MinuteTakerBuy, from, nowMs + 1).ToDictionary(sample => sample.TimeMs, sample => sample.Value);
        var minutes = reader.Context.Series(SpotTickers.BinanceSpot, SpotTickers.MinuteVolume, from, nowMs + 1)
            .Where(sample => taken.ContainsKey(sample.TimeMs))
            .Select(sample => new FlowMinute(sample.TimeMs, sample.Value, taken[sample.TimeMs]))
            .ToList();
        if (minutes.Count == 0 || minutes[^1].TimeMs < nowMs - FreshMs)
            return Missing<FlowResult>("flow", $"{SpotTickers.BinanceSpot} has published no minutes of trading in the last 15 minutes");
        return SteadyFlow.Of(minutes) is { } flow
            ? new FlowResult(
                flow.State, Math.Round(flow.BuyMinutes, 3), Math.Round(flow.SellMinutes, 3), Math.Round(flow.Variation, 4), Math.Round(flow.VariationLimit, 4),
                Timestamps.FromUnixMs(minutes[^1].TimeMs))
            : Missing<FlowResult>("flow", "less than 42 hours of minutes without a hole are stored, to know what is usual");
    }

    internal GlobalMarketResult? AllCoins()
    {
        var totals = reader.Context.Days(GlobalMarket.Source, GlobalMarket.TotalUsd, nowMs - HistoryMs, nowMs + 1);
        var now = totals.Count > 0 ? totals[^1] : default;
        if (now.TimeMs < nowMs - GlobalMarket.StaleAfterMs)
            return Missing<GlobalMarketResult>("global_market", $"{GlobalMarket.Source} has gave no value in the last hour");
        var dominance = reader.Context.Series(GlobalMarket.Source, GlobalMarket.Dominance, now.TimeMs, now.TimeMs + 1);
        var today = nowMs - nowMs % DayMs;
        return new GlobalMarketResult(
            Math.Round(now.Value, 0), dominance.Count == 0 ? null : Math.Round(dominance[0].Value, 6), Timestamps.FromUnixMs(now.TimeMs),
            LevelResultBuilder.Of([.. totals.Where(total => total.TimeMs < today)], now, [], LevelResultBuilder.MilestoneCloses));
    }

    internal IReadOnlyList<RatioResult> LongShort(string asset)
    {
        var ratios = new List<RatioResult>();
        foreach (var series in VenueCatalog.Series)
        {
            var known = reader.Context.Series(series.Venue, VenueMarketData.RatioName(asset), nowMs - 30 * HourMs, nowMs + 1);
            if (known.Count == 0 || known[^1].TimeMs < nowMs - 3 * HourMs)
            {
                absent.Add(new MissingValue("long_short", $"{series.Venue} has published no ratio for the last 3 hours"));
                continue;
            }

            var newest = known[^1];
            var before = known.LastOrDefault(ratio => ratio.TimeMs <= newest.TimeMs - DayMs);
            ratios.Add(new RatioResult(series.Venue, Math.Round(newest.Value, 4), before.TimeMs == 0 ? null : Math.Round(before.Value, 4), Timestamps.FromUnixMs(newest.TimeMs)));
        }

        return ratios;
    }

    private double? Median(string source, string name)
    {
        // The last minute of what came within three: sources are queried three times a minute, and may be slow.
        var recent = reader.Context.Series(source, name, nowMs - 180_000, nowMs + 1);
        var median = SpotPremium.Median(recent.Where(sample => sample.TimeMs > recent[^1].TimeMs - 60_000).Select(sample => sample.Value));
        if (median is null)
            absent.Add(new MissingValue("spot", $"{source} has published no {name} in the last 3 minutes"));
        return median;
    }

    private static double? Round(double? number, int digits) => number is { } known ? Math.Round(known, digits) : null;

    private T? Missing<T>(string what, string why)
        where T : class
    {
        absent.Add(new MissingValue(what, why));
        return null;
    }
}
