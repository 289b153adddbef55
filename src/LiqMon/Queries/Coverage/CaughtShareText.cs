using System.Globalization;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What share of a venue's dollars its feed caught, in words.</summary>
public static class CaughtShareText
{
    /// <summary>
    /// A sentence about the span:
    /// <c>hyperliquid: its feed caught 33.3% of the dollars of 2026-11-09 to 2026-11-15 ($1.2M of $3.6M, 6 of 7 days)</c>.
    /// </summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="caught">What it caught.</param>
    public static string Of(string venue, CaughtShareResult caught)
    {
        ArgumentNullException.ThrowIfNull(caught);
        var inSpan = caught.Days.Where(day => day.Day < caught.To).ToList();
        var span = $"{Date(caught.From)} to {Date(caught.To.AddDays(-1))}";
        return caught.Share is { } share
            ? $"{venue}: its feed caught {NumberText.Percent(share)} of the dollars of {span} "
                + $"({NumberText.Usd(caught.CaughtUsd)} of {NumberText.Usd(caught.PublishedUsd)}, {caught.DaysCounted} of {inSpan.Count} days)"
            : $"{venue}: the share that its feed caught of {span} is not known: {Why(inSpan)}";
    }

    /// <summary>The days, in order: <c>11-14 33.1%, 11-15 – (not published yet)</c>.</summary>
    public static string OfDays(CaughtShareResult caught)
    {
        ArgumentNullException.ThrowIfNull(caught);
        return string.Join(", ", caught.Days.Select(day =>
            $"{day.Day.UtcDateTime.ToString("MM-dd", CultureInfo.InvariantCulture)} {OfDay(day)}"));
    }

    /// <summary>A share, or a dash; the reason of a dash stands beside it.</summary>
    private static string OfDay(CaughtDayResult day) => day.Share is { } share ? NumberText.Percent(share) : $"– ({day.Why})";

    // Most days lack a share for one reason.
    private static string Why(List<CaughtDayResult> days) =>
        string.Join(", ", days.GroupBy(day => day.Why).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} of {days.Count} days {group.Key}"));

    private static string Date(DateTimeOffset day) => day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
