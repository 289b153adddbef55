using System.Text;
using LiqMon.Market;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Store;
using LiqMon.Venues;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Reports;

public sealed class ReportFilesTests(WeekStore store) : IClassFixture<WeekStore>, IDisposable
{
    private static readonly ReportFile[] Two = [new(".md", "one"u8.ToArray()), new(".csv", "two"u8.ToArray())];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Files_are_named_after_the_week_and_readable_for_owner_and_group()
    {
        var paths = ReportFiles.Write(Path.Combine(_folder.FullName, "new"), "liqmon-2026-W46", Two, force: false);
        Assert.Equal(["liqmon-2026-W46.csv", "liqmon-2026-W46.md"], Directory.GetFiles(Path.Combine(_folder.FullName, "new")).Select(Path.GetFileName).Order());
        Assert.Equal("one", File.ReadAllText(paths[0]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(paths[0]));
    }

    [Fact]
    public void Nothing_is_written_when_one_of_the_files_is_there()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "liqmon-2026-W46.csv"), "kept");
        var failure = Assert.Throws<IOException>(() => ReportFiles.Write(_folder.FullName, "liqmon-2026-W46", Two, force: false));
        Assert.Contains("liqmon-2026-W46.csv is there already; --force", failure.Message, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(Assert.Single(_folder.GetFiles()).FullName));
        ReportFiles.Write(_folder.FullName, "liqmon-2026-W46", Two, force: true);
        Assert.Equal("two", File.ReadAllText(Path.Combine(_folder.FullName, "liqmon-2026-W46.csv")));
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_is_never_followed(bool leadsSomewhere)
    {
        var target = Path.Combine(_folder.FullName, "elsewhere");
        if (leadsSomewhere)
            File.WriteAllText(target, "kept");
        var link = Path.Combine(_folder.FullName, "liqmon-2026-W46.md");
        File.CreateSymbolicLink(link, target);
        Assert.Throws<IOException>(() => ReportFiles.Write(_folder.FullName, "liqmon-2026-W46", [Two[0]], force: false));
        ReportFiles.Write(_folder.FullName, "liqmon-2026-W46", [Two[0]], force: true);
        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.Equal("one", File.ReadAllText(link));
        Assert.Equal(leadsSomewhere ? "kept" : null, File.Exists(target) ? File.ReadAllText(target) : null);
    }

    [Theory]
    [InlineData("../liqmon")]
    [InlineData("/tmp/liqmon")]
    [InlineData("a/b")]
    [InlineData("nul\0")]
    public void No_other_name_leaves_the_folder(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => ReportFiles.Write(_folder.FullName, name, Two, force: true));

    [Fact]
    public async Task The_command_writes_what_was_asked_for_and_says_where()
    {
        var run = await Run("report", "weekly", "--week", "2026-W46", "--format", "md", "--format", "json,csv", "--asset", "BTC", "--out", _folder.FullName);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var written = run.Out.TrimEnd().Split('\n');
        Assert.Equal(_folder.GetFiles().Select(file => file.FullName).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.Equal(Path.Combine(_folder.FullName, "liqmon-2026-W46.md"), written[0]);
        Assert.StartsWith("# BTC liquidations, week 46 of 2026\n", await File.ReadAllTextAsync(written[0]), StringComparison.Ordinal);
        Assert.Equal(1, (await Run("report", "weekly", "--week", "2026-W46", "--format", "md", "--out", _folder.FullName)).Code);
        Assert.Equal(0, (await Run("report", "weekly", "--week", "2026-W46", "--format", "md", "--out", _folder.FullName, "--force")).Code);
    }

    [Fact]
    public async Task Without_a_week_it_is_the_last_that_is_over_and_a_web_page()
    {
        var run = await Run("report", "weekly", "--out", _folder.FullName);
        Assert.Equal(Path.Combine(_folder.FullName, "liqmon-2026-W46.html") + "\n", run.Out);
        Assert.EndsWith("liqmon-2026-11-20-7d.md\n", (await Run("report", "weekly", "--last", "--format", "md", "--out", _folder.FullName)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_that_is_not_over_says_so()
    {
        await Run("report", "weekly", "--week", "2026-W47", "--format", "md", "--out", _folder.FullName);
        var text = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "liqmon-2026-W47.md"));
        Assert.StartsWith("# Liquidations, week 47 of 2026 so far\n", text, StringComparison.Ordinal);
        Assert.Contains("to the last commit at Friday 20 November 2026, 12:00:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("was liquidated so far", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--week", "2025-W53", "ISO week")]
    [InlineData("--week", "2026-W48", "lies in the future")]
    [InlineData("--format", "pdf", "md, html, csv, xlsx, json")]
    [InlineData("--asset", "../x", "cannot be an asset")]
    public async Task What_cannot_be_is_said(string option, string value, string says)
    {
        var run = await Run("report", "weekly", option, value, "--out", _folder.FullName);
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Of_nothing_there_is_a_report_and_the_exit_code_tells()
    {
        var run = await Run("report", "weekly", "--week", "2026-W20", "--format", "md", "--out", _folder.FullName);
        Assert.Equal(3, run.Code);
        Assert.Single(_folder.GetFiles());
        Assert.Contains("Nothing was watched", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_stay_text_in_every_format()
    {
        const string symbol = "=HYPERLINK(\"http://x\")<script>alert(1)</script>|[a](b)";
        using var folder = new StoreFolder();
        using (var hostile = folder.Open())
        {
            var instrument = Sample.Contract("binance", symbol, "@SUM(A1)<b>");
            hostile.Commit([Sample.Item(instrument, Sample.Noon - 1), StoreItem.Of(new OpenInterest(instrument, Sample.Noon - 1, 1, 1, 100))]);
        }

        var report = WeekReports.Of(folder.Path, null);
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            foreach (var file in await ReportFormats.WriteAsync(report, format))
            {
                var text = Encoding.UTF8.GetString(file.Content.Span);
                if (format is ReportFormat.Html or ReportFormat.Md or ReportFormat.Json)
                    Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
                if (format == ReportFormat.Md)
                    Assert.DoesNotContain("[a](b)", text, StringComparison.Ordinal);
                if (format == ReportFormat.Csv)
                    Assert.All(text.Split("\r\n").SelectMany(line => line.Split(',')), cell => Assert.DoesNotMatch("^\"?[=@]", cell));
                if (format == ReportFormat.Xlsx)
                    Assert.Equal(0, Workbook.Formulas(file.Content.ToArray()));
            }
        }
    }

    private static readonly Dictionary<string, string> FourVenues = VenueCatalog.All
        .Where(venue => venue.Profile.Id is not ("binance" or "bybit" or "okx" or "kraken"))
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    private Task<CliRun> Run(params string[] args) => CliRun.Of(FourVenues, [.. args, "--data", store.Directory]);
}
