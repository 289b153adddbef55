using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Sets what a venue's feed caught against the complete dollars of each day.</summary>
internal static class CaughtShareBuilder
{
    /// <summary>Of a day that was watched less, the share would say more about LiqMon than about the feed.</summary>
    internal const decimal LeastWatched = 0.99m;

    /// <summary>The last full week, and the days since.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="source">Where the complete dollars are.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    internal static CaughtShareResult OfLastWeek(StoreReader reader, string venue, string source, long nowMs)
    {
        var week = IsoWeek.Of(nowMs).Plus(-1);
        return Of(reader, venue, source, new LiquidationFilter { FromMs = week.FromMs, ToMs = week.ToMs }, UnixTime.Day(nowMs));
    }

    /// <summary>A span.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="source">Where the complete dollars are.</param>
    /// <param name="span">The days that are summed up, and the only assets; its venues do not matter.</param>
    /// <param name="untilMs">Up to where days are shown, Unix milliseconds, exclusive: the start of a day.</param>
    internal static CaughtShareResult Of(StoreReader reader, string venue, string source, LiquidationFilter span, long untilMs)
    {
        var fromMs = UnixTime.Day(span.FromMs);
        untilMs = Math.Max(untilMs, span.ToMs);
        var assets = Assets(reader, source, span);
        var published = assets.SelectMany(asset => reader.Context.Series(source, HyperliquidDaily.Liquidated + asset, fromMs, untilMs))
            .GroupBy(sample => sample.TimeMs).ToDictionary(day => day.Key, day => (decimal)day.Sum(sample => sample.Value));
        var caught = assets.Count == 0 ? [] : reader.Liquidations
            .Totals(new LiquidationFilter { Venues = [venue], Assets = assets, FromMs = fromMs, ToMs = untilMs }, Grouping.Day)
            .ToDictionary(day => day.FromMs, day => (decimal)(day.LongMicroUsd + day.ShortMicroUsd) / 1_000_000m);
        var days = new List<CaughtDayResult>();
        for (var dayMs = fromMs; dayMs < untilMs; dayMs += UnixTime.DayMs)
        {
            var covered = CoverageResultBuilder.Share(reader.Coverage.OfVenues([venue], dayMs, dayMs + UnixTime.DayMs, dayMs + UnixTime.DayMs)[0].Share);
            days.Add(Day(dayMs, caught.GetValueOrDefault(dayMs), published.TryGetValue(dayMs, out var usd) ? decimal.Round(usd, 6) : null, covered));
        }

        var counted = days.Where(day => day.Share is not null && day.Day.ToUnixTimeMilliseconds() < span.ToMs).ToList();
        var (own, all) = (counted.Sum(day => day.CaughtUsd), counted.Sum(day => day.PublishedUsd ?? 0));
        return new CaughtShareResult(
            source, Timestamps.FromUnixMs(fromMs), Timestamps.FromUnixMs(span.ToMs), counted.Count == 0 ? null : decimal.Round(own / all, 6), own, all,
            counted.Count, days);
    }

    private static List<string> Assets(StoreReader reader, string source, LiquidationFilter span)
    {
        var assets = reader.Context.Names(source, HyperliquidDaily.Liquidated).Select(name => name[HyperliquidDaily.Liquidated.Length..]);
        return span.Assets is { } wanted ? [.. assets.Where(wanted.Contains)] : [.. assets];
    }

    private static CaughtDayResult Day(long dayMs, decimal caught, decimal? published, decimal covered)
    {
        var why = covered == 0 ? "not watched"
            : covered < LeastWatched ? $"watched {NumberText.Coverage(covered)} of the day"
            : published is null ? "not published yet"
            : published == 0 ? "nothing was liquidated"
            : null;
        return new(Timestamps.FromUnixMs(dayMs), caught, published, why is null ? decimal.Round(caught / published!.Value, 6) : null, covered, why);
    }
}
