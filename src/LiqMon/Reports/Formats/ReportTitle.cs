using System.Globalization;

namespace LiqMon.Reports.Formats;

/// <summary>What a report is called, in every format alike.</summary>
public static class ReportTitle
{
    /// <summary>"Liquidations, week 46 of 2026" with the asset, "so far" while the week is not over, "(partial)" where it was not watched from its start, and whether it is simulated.</summary>
    public static string Of(WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var what = (report.Simulated ? "SIMULATED: " : "") + (report.Asset == "ALL" ? "Liquidations" : $"{report.Asset} liquidations");
        return report.Week is { } week
            ? $"{what}, week {int.Parse(week.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture)} of {week[..4]}{(report.SoFar ? " so far" : "")}{Partial(report)}"
            : $"{what}, seven days{Partial(report)}";
    }

    /// <summary>The span in words.</summary>
    public static string Span(WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return SpanOf(report) + (report.WatchedSince is { } since ? $"; watched since {Moment(since)}" : "");
    }

    private static string Partial(WeeklyReport report) => report.WatchedSince is null ? "" : " (partial)";

    private static string SpanOf(WeeklyReport report) => report.SoFar
        ? $"{Day(report.From)}, 00:00 UTC to the last commit at {Moment(report.To)}; the week ends on {Day(report.Ends)}, 00:00 UTC"
        : report.Week is null
            ? $"{Moment(report.From)} to {Moment(report.To)}"
            : $"{Day(report.From)}, 00:00 UTC to {Day(report.To)}, 00:00 UTC";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("dddd d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
