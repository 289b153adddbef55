namespace LiqMon.Reports.Tables;

/// <summary>The table of what share of their complete dollars feeds caught that do not show all.</summary>
internal static class CaughtTable
{
    internal static IEnumerable<ReportTable> Of(WeeklyReport report)
    {
        if (report.Caught is not { } caught)
            yield break;
        yield return ReportTables.Table(
            "caught", "What derived feeds caught", caught,
            new("venue", "venue", CellKind.Text, row => row.Venue),
            new("day", "day (UTC)", CellKind.Day, row => row.Day),
            new("caught_usd", "caught", CellKind.Usd, row => row.CaughtUsd),
            new("published_usd", "published", CellKind.Usd, row => row.PublishedUsd),
            new("share", "share", CellKind.Share, row => row.Share),
            new("why", "because", CellKind.Text, row => row.Why));
    }
}
