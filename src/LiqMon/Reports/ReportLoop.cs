using LiqMon.Files;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>
/// Writes each week's report when it is due. What was last written is kept in the folder, so a report that was missed
/// while nothing ran is made up after the next start, once; a file that somebody made before is left as it is.
/// </summary>
/// <param name="plan">When and where.</param>
/// <param name="reports">Makes reports.</param>
/// <param name="open">Opens the store for reading.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it logs.</param>
/// <param name="written">Receives each report that has been written; null for nobody.</param>
public sealed class ReportLoop(
    ReportPlan plan, WeeklyReports reports, Func<StoreReader> open, TimeProvider time, ILogger log, Action<WrittenReport>? written = null)
{
    private const string MarkerName = ".liqmon-last-report";

    // Longer than that and a folder that was forgotten for months would be flooded.
    private const int MostMissed = 8;

    // A clock that was set forward, or a machine that slept, is noticed within this time.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    private string MarkerPath => Path.Combine(plan.Directory, MarkerName);

    /// <summary>Writes what is due until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // A report of a large store takes a second or two, for which nobody shall wait.
        await Task.Yield();
        IsoWeek? done = null;
        while (!cancellation.IsCancellationRequested)
        {
            var wait = LookAgain;
            var due = plan.Due(time.GetUtcNow());
            try
            {
                if (done is null || done < due)
                {
                    await WriteDueAsync(due).ConfigureAwait(false);
                    done = due;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StoreException)
            {
                log.ReportNotWritten(due, failure.Message);
                wait = RetryAfter;
            }

            await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteDueAsync(IsoWeek due)
    {
        foreach (var week in Missing(due))
        {
            await WriteAsync(week).ConfigureAwait(false);
            Mark(week);
        }
    }

    private List<IsoWeek> Missing(IsoWeek due)
    {
        var first = due;
        if (LastWritten() is { } last)
            first = last.Plus(1) > due.Plus(1 - MostMissed) ? last.Plus(1) : due.Plus(1 - MostMissed);
        else if (FirstEventMs() is not { } begin || begin >= due.ToMs)
            return [];
        List<IsoWeek> weeks = [];
        for (var week = first; week <= due; week = week.Plus(1))
            weeks.Add(week);
        return weeks;
    }

    private async Task WriteAsync(IsoWeek week)
    {
        WeeklyReport report;
        using (var reader = open())
            report = reports.Read(reader, new ReportQuery { Week = week }, time.GetUtcNow());
        foreach (var format in plan.Formats)
        {
            var files = await ReportFormats.WriteAsync(report, format).ConfigureAwait(false);
            var missing = files.Where(file => !ReportFiles.IsThere(Path.Combine(plan.Directory, report.Name + file.Ending))).ToList();
            ReportFiles.Write(plan.Directory, report.Name, missing, force: false);
        }

        log.ReportWritten(week, plan.Directory, report.Headline.Text[0]);
        written?.Invoke(new WrittenReport(week, plan.Directory, report.Headline.Text, time.GetUtcNow()));
    }

    private IsoWeek? LastWritten() =>
        File.Exists(MarkerPath) && IsoWeek.TryParse(File.ReadAllText(MarkerPath).Trim(), out var week) ? week : null;

    private void Mark(IsoWeek week)
    {
        Directory.CreateDirectory(plan.Directory);
        using var marker = new AtomicFile(MarkerPath, overwrite: true);
        marker.Stream.Write(System.Text.Encoding.UTF8.GetBytes(week + "\n"));
        marker.Commit();
    }

    private long? FirstEventMs()
    {
        using var reader = open();
        return reader.State.VenueCounts().Min(counts => counts.FirstMs);
    }
}
