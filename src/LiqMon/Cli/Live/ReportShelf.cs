using LiqMon.Dashboard;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Cli.Live;

/// <summary>The weekly reports of a running monitor, for its pages.</summary>
/// <param name="plan">Where they are.</param>
/// <param name="reports">Makes them.</param>
/// <param name="open">Opens the store for reading.</param>
internal sealed class ReportShelf(ReportPlan plan, WeeklyReports reports, Func<StoreReader> open) : IReportShelf
{
    private const int MostWeeks = 53;
    private const int MostFiles = 500;

    public IReadOnlyList<string> Formats { get; } = [.. Enum.GetNames<ReportFormat>().Select(name => name.ToLowerInvariant())];

    public IReadOnlyList<string> Weeks(DateTimeOffset now)
    {
        using var reader = open();
        if (reader.State.VenueCounts().Min(counts => counts.FirstMs) is not { } firstMs)
            return [];
        List<string> weeks = [];
        var first = IsoWeek.Of(firstMs);
        for (var week = IsoWeek.Of(now.ToUnixTimeMilliseconds()); week >= first && weeks.Count < MostWeeks; week = week.Plus(-1))
            weeks.Add(week.ToString());
        return weeks;
    }

    public IReadOnlyList<ShelvedReport> Past()
    {
        var folder = new DirectoryInfo(plan.Directory);
        if (!folder.Exists)
            return [];
        // A link could lead anywhere, also outside the folder.
        return [.. folder.EnumerateFiles("liqmon-*")
            .Where(file => file.LinkTarget is null)
            .OrderByDescending(file => file.Name, StringComparer.Ordinal)
            .Take(MostFiles)
            .Select(file => new ShelvedReport(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)))];
    }

    public Stream? Open(string name) => Past().Any(report => report.Name == name)
        ? new FileStream(Path.Combine(plan.Directory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : null;

    public async Task<MadeReport?> MakeAsync(string week, string format, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!Weeks(now).Contains(week) || !IsoWeek.TryParse(week, out var wanted) || !Formats.Contains(format))
            return null;
        WeeklyReport report;
        using (var reader = open())
            report = reports.Read(reader.StopOn(cancellation), new ReportQuery { Week = wanted }, now);
        var files = await ReportFormats.WriteAsync(report, Enum.Parse<ReportFormat>(format, ignoreCase: true)).ConfigureAwait(false);
        if (files is [var only])
            return new MadeReport(report.Name + only.Ending, only.Content);
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(zip, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                await using var entry = await archive.CreateEntry(report.Name + file.Ending).OpenAsync(cancellation).ConfigureAwait(false);
                await entry.WriteAsync(file.Content, cancellation).ConfigureAwait(false);
            }
        }

        return new MadeReport($"{report.Name}.{format}.zip", zip.ToArray());
    }
}
