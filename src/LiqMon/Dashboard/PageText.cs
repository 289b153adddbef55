using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>What the page says in words.</summary>
internal static class PageText
{
    /// <summary>What part of the normal volume of a total was watched.</summary>
    internal static string Covered(SqueezeResult total) => total.LeastCovered is null ? "nothing" : NumberText.Coverage(total.Covered);

    /// <summary>The class that colours an amount by the side that prevails.</summary>
    internal static string SideOf(decimal shortMinusLongUsd) => shortMinusLongUsd switch
    {
        > 0 => "is-short",
        < 0 => "is-long",
        _ => "",
    };

    internal static string SideOf(LiquidatedSide side) => side == LiquidatedSide.Short ? "is-short" : "is-long";

    /// <summary>What a day was like.</summary>
    /// <param name="day">The total.</param>
    /// <param name="span">Its span: <c>24 h</c>.</param>
    internal static string Headline(SqueezeResult day, string span)
    {
        var difference = NumberText.Usd(Math.Abs(day.ShortMinusLongUsd));
        return day.ShortShare switch
        {
            null => day.Covered == 0 ? $"Nothing was watched in {span}" : $"No liquidations in {span}",
            >= 0.65m => $"Shorts squeezed: {difference} more shorts than longs in {span}",
            <= 0.35m => $"Longs flushed: {difference} more longs than shorts in {span}",
            _ => $"Both sides hit: {Math.Round(day.ShortShare.Value * 100).ToString("0", CultureInfo.InvariantCulture)}% shorts in {span}",
        };
    }

    /// <summary>The chart for those who cannot see it.</summary>
    internal static string Describe(IReadOnlyList<BarPoint> bars)
    {
        var busiest = bars.MaxBy(bar => bar.ShortUsd + bar.LongUsd);
        return busiest is null || busiest.ShortUsd + busiest.LongUsd == 0
            ? "No liquidations in any bar."
            : $"{bars.Count} bars, shorts upward and longs downward. The busiest is {Span(busiest.From.ToUnixTimeMilliseconds(), busiest.To.ToUnixTimeMilliseconds())}, "
                + $"with shorts of {NumberText.Usd(busiest.ShortUsd)} and longs of {NumberText.Usd(busiest.LongUsd)}.";
    }

    /// <summary>The span of tables and lists: <c>last 24 h</c>, or the chosen one.</summary>
    internal static string SpanOf(PageQuery query) =>
        query.IsSpanChosen ? Span(query.Span.DisplayFromMs, query.Span.DisplayToMs) : "last " + Spaced(query.Window.Name);

    /// <summary>The same within a sentence: <c>the last 24 h</c>.</summary>
    internal static string SpanWithin(PageQuery query) => (query.IsSpanChosen ? "" : "the ") + SpanOf(query);

    /// <summary>A window as people write it: <c>24 h</c>.</summary>
    internal static string Spaced(string window) => $"{window[..^1]} {window[^1]}";

    /// <summary>A span as people read it: <c>20 Nov 11:00–12:00 UTC</c>.</summary>
    internal static string Span(long fromMs, long toMs)
    {
        var (from, to) = (Timestamps.FromUnixMs(fromMs).UtcDateTime, Timestamps.FromUnixMs(toMs).UtcDateTime);
        var culture = CultureInfo.InvariantCulture;
        return from.TimeOfDay == TimeSpan.Zero && to - from == TimeSpan.FromDays(1) ? from.ToString("ddd d MMM", culture) + " UTC"
            : from.Date == to.Date || to - from <= TimeSpan.FromDays(1) ? $"{from.ToString("d MMM HH:mm", culture)}–{to.ToString("HH:mm", culture)} UTC"
            : $"{from.ToString("d MMM HH:mm", culture)}–{to.ToString("d MMM HH:mm", culture)} UTC";
    }

    /// <summary>A moment with its day: <c>20 Nov 11:30:00</c>.</summary>
    internal static string Moment(long ms) => Timestamps.FromUnixMs(ms).UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago: <c>12 s ago</c>, <c>3 h ago</c>.</summary>
    internal static string Ago(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{Math.Max(0, (int)time.TotalSeconds)} s ago",
        { TotalMinutes: < 90 } => $"{(int)time.TotalMinutes} min ago",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} h ago",
        _ => $"{(int)time.TotalDays} d ago",
    };

    /// <summary>A ratio with two decimals.</summary>
    internal static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A funding rate in percent: <c>+0.0100%</c>.</summary>
    internal static string Rate(double rate) => (rate * 100).ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture) + "%";

    internal static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    internal static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Part(double? change) =>
        change is { } part ? NumberText.SignedPercent(part) : "–";

    /// <summary>A change as a part of what there was before; null when that is unknown or nothing.</summary>
    internal static double? Part(double? change, double? before) => change is { } by && before is > 0 and var start ? by / start : null;
}
