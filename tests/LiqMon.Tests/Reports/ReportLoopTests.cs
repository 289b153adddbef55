using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Reports;

public sealed class ReportLoopTests(WeekStore store) : IClassFixture<WeekStore>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-loop-");
    // Friday of week 47, noon.
    private readonly FakeTime _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    private ReportPlan Plan => new() { Directory = Path.Combine(_folder.FullName, "reports"), Formats = [ReportFormat.Md, ReportFormat.Json] };

    [Theory]
    [InlineData("2026-11-16T00:09:59.999", "2026-W45")]
    [InlineData("2026-11-16T00:10:00.000", "2026-W46")]
    [InlineData("2026-11-23T00:09:59.999", "2026-W46")]
    [InlineData("2027-01-04T00:10:00.000", "2026-W53")]
    public void A_report_is_due_ten_minutes_after_its_week(string now, string week)
    {
        var due = Plan.Due(DateTimeOffset.FromUnixTimeMilliseconds(WeekStore.Ms(now)));
        Assert.Equal(week, due.ToString());
        Assert.Equal(TimeSpan.FromMinutes(10), Plan.DueAt(due) - DateTimeOffset.FromUnixTimeMilliseconds(due.ToMs));
    }

    [Fact]
    public async Task The_last_week_is_written_at_the_first_start_and_each_later_one_when_it_is_due()
    {
        await RunUntilAsync(Plan, store.Directory, "2026-W46", "2026-W47");
        Assert.Equal(["liqmon-2026-W46.json", "liqmon-2026-W46.md", "liqmon-2026-W47.json", "liqmon-2026-W47.md"], Written());
        Assert.StartsWith("# Liquidations, week 47 of 2026\n", await File.ReadAllTextAsync(Path.Combine(Plan.Directory, "liqmon-2026-W47.md")), StringComparison.Ordinal);
        Assert.True(_time.GetUtcNow() >= Plan.DueAt(WeekReports.Week("2026-W47")));
    }

    [Fact]
    public async Task What_was_missed_while_nothing_ran_is_made_up_once()
    {
        await RunUntilAsync(Plan, store.Directory, "2026-W46");
        _time.Advance(TimeSpan.FromDays(18));
        await RunUntilAsync(Plan, store.Directory, "2026-W47", "2026-W48", "2026-W49");
        foreach (var file in Directory.GetFiles(Plan.Directory, "liqmon-*"))
            File.Delete(file);
        await RunUntilAsync(Plan, store.Directory, "2026-W50");
        Assert.Equal(["liqmon-2026-W50.json", "liqmon-2026-W50.md"], Written());
    }

    [Fact]
    public async Task A_file_that_somebody_made_is_left_as_it_is()
    {
        Directory.CreateDirectory(Plan.Directory);
        await File.WriteAllTextAsync(Path.Combine(Plan.Directory, "liqmon-2026-W46.md"), "mine");
        await RunUntilAsync(Plan, store.Directory, "2026-W46");
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(Plan.Directory, "liqmon-2026-W46.md")));
        Assert.Equal(["liqmon-2026-W46.json", "liqmon-2026-W46.md"], Written());
    }

    [Fact]
    public async Task What_fails_is_tried_again()
    {
        await File.WriteAllTextAsync(Plan.Directory, "in the way");
        using var stopping = new CancellationTokenSource();
        var opened = 0;
        var loop = Loop(Plan, () =>
        {
            Interlocked.Increment(ref opened);
            return StoreReader.Open(store.Directory);
        });
        var running = loop.RunAsync(stopping.Token);
        // Twice for each attempt.
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return Volatile.Read(ref opened) > 2;
            },
            "the second attempt");
        File.Delete(Plan.Directory);
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return Marked("2026-W46");
            },
            "the report");
        await stopping.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_store_without_an_event_has_no_report_to_make_up()
    {
        using var folder = new StoreFolder();
        folder.Open().Dispose();
        using var stopping = new CancellationTokenSource();
        var opened = 0;
        var running = Loop(Plan, () =>
        {
            Interlocked.Increment(ref opened);
            return StoreReader.Open(folder.Path);
        }).RunAsync(stopping.Token);
        await Until.TrueAsync(() => Volatile.Read(ref opened) > 0, "a look at the store");
        await stopping.CancelAsync();
        await running;
        Assert.False(Directory.Exists(Plan.Directory));
    }

    [Theory]
    [InlineData("Reports__Time", "Monday 00:10", "without Reports:Directory")]
    [InlineData("Reports__Time", "24:00", "Monday 00:10")]
    [InlineData("Reports__Time", "1 00:10", "Monday 00:10")]
    [InlineData("Reports__Formats", "html,pdf", "md, html, csv, xlsx, json")]
    [InlineData("Reports__Format", "html", "is not a setting")]
    public async Task Wrong_settings_are_told(string name, string value, string says)
    {
        var settings = new Dictionary<string, string> { ["LIQMON_" + name] = value };
        if (!says.StartsWith("without", StringComparison.Ordinal))
            settings["LIQMON_Reports__Directory"] = Plan.Directory;
        var run = await CliRun.Of(settings, "run", "--data", _folder.FullName);
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private ReportLoop Loop(ReportPlan plan, Func<StoreReader> open) =>
        new(plan, new WeeklyReports(WeekReports.Venues, new(), WeekReports.Version), open, _time, NullLogger.Instance);

    private async Task RunUntilAsync(ReportPlan plan, string directory, params string[] weeks)
    {
        using var stopping = new CancellationTokenSource();
        var running = Loop(plan, () => StoreReader.Open(directory)).RunAsync(stopping.Token);
        foreach (var week in weeks)
        {
            await Until.TrueAsync(() => Marked(week) || Advanced(), $"the report of {week}");
            Assert.Contains($"liqmon-{week}.json", Written());
        }

        await stopping.CancelAsync();
        await running;

        // The loop looks at the clock again and again; here the clock moves until it is late enough.
        bool Advanced()
        {
            if (_time.GetUtcNow() < plan.DueAt(WeekReports.Week(weeks[^1])) + TimeSpan.FromMinutes(2))
                _time.Advance(TimeSpan.FromHours(1));
            else
                _time.Advance(TimeSpan.FromSeconds(1));
            return false;
        }
    }

    private bool Marked(string week)
    {
        var marker = Path.Combine(Plan.Directory, ".liqmon-last-report");
        return File.Exists(marker) && string.CompareOrdinal(File.ReadAllText(marker).Trim(), week) >= 0;
    }

    private IEnumerable<string> Written() => Directory.GetFiles(Plan.Directory, "liqmon-*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
