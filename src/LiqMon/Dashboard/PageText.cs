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
    internal static string Headline(SqueezeResult day)
    {
        var difference = NumberText.Usd(Math.Abs(day.ShortMinusLongUsd));
        return day.ShortShare switch
        {
            null => "No liquidations in the last 24 hours",
            >= 0.65m => $"Shorts squeezed: {difference} more shorts than longs in 24 h",
            <= 0.35m => $"Longs flushed: {difference} more longs than shorts in 24 h",
            _ => $"Both sides hit: {Math.Round(day.ShortShare.Value * 100).ToString("0", CultureInfo.InvariantCulture)}% shorts in 24 h",
        };
    }

    /// <summary>The chart of hours for those who cannot see it.</summary>
    internal static string Describe(IReadOnlyList<SqueezeResult> hours)
    {
        var busiest = hours.MaxBy(hour => hour.TotalUsd);
        return busiest is null || busiest.TotalUsd == 0
            ? "No liquidations in any hour."
            : $"Bars for each of {hours.Count} hours, shorts upward and longs downward. The busiest hour began at {Clock(busiest.From)} UTC, with shorts of "
                + $"{NumberText.Usd(busiest.ShortUsd)} and longs of {NumberText.Usd(busiest.LongUsd)}.";
    }

    internal static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    internal static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Part(double? change) =>
        change is { } part ? (part * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%" : "–";

    /// <summary>A change as a part of what there was before; null when that is unknown or nothing.</summary>
    internal static double? Part(double? change, double? before) => change is { } by && before is > 0 and var start ? by / start : null;
}
