using System.Text.Json;
using LiqMon.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Venues;

namespace LiqMon.Tests.Cli;

/// <summary>What nobody watched looks like nothing that is known, and never like zero. The sample was watched for a day, up to noon of 20 November.</summary>
public sealed class UnwatchedSpanTests : IDisposable
{
    private static readonly Dictionary<string, string> OneVenue = VenueCatalog.All.Where(venue => venue.Profile.Id != "binance")
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    private readonly SampleStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--by venue")]
    [InlineData("--by day")]
    [InlineData("--format md")]
    public async Task People_see_dashes(string how)
    {
        var run = await Run($"squeeze --from 2026-11-12 --to 2026-11-13 {how}");
        Assert.Equal(ExitCode.NoData, run.Code);
        Assert.DoesNotContain("$0", run.Out, StringComparison.Ordinal);
        Assert.Contains("–", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_to_paste_says_so() =>
        Assert.Equal("BTC 2026-11-12T00:00:00.000Z to 2026-11-13T00:00:00.000Z: not watched\n", (await Run("squeeze BTC --from 2026-11-12 --to 2026-11-13 --line")).Out);

    [Fact]
    public async Task A_watched_span_without_an_order_is_zero()
    {
        Assert.Contains("$0", (await Run("squeeze SOL --from 2026-11-20T00:00 --to 2026-11-20T01:00")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("unwatched", (await Run("squeeze SOL --from 2026-11-20T00:00 --to 2026-11-20T01:00 --format json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_a_field_and_empty_cells()
    {
        var json = JsonDocument.Parse((await Run("squeeze --from 2026-11-12 --to 2026-11-13 --format json")).Out).RootElement;
        Assert.True(json.GetProperty("unwatched").GetBoolean());
        var cells = (await Run("squeeze --from 2026-11-12 --to 2026-11-13 --format csv")).Out.Split('\n')[1].Split(',');
        Assert.All(cells[4..11], cell => Assert.Equal("", cell));
    }

    [Fact]
    public async Task Days_of_a_report_are_dashes_and_empty_cells()
    {
        var folder = Path.Combine(_store.Directory, "reports");
        var run = await Run($"report weekly --last --format md,html,csv --out {folder}");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var days = (await File.ReadAllTextAsync(Directory.GetFiles(folder, "*.md").Single())).Split("## Day by day")[1].Split("##")[0];
        // Seven days and a part of the first; all but the last two were not watched.
        var unwatched = days.Split('\n').Where(line => line.EndsWith("| 0.0% |", StringComparison.Ordinal)).ToList();
        Assert.InRange(unwatched.Count, 5, 6);
        Assert.All(unwatched, line => Assert.EndsWith("| – | – | – | – | – | – | – | 0.0% |", line, StringComparison.Ordinal));
        Assert.Contains("| $", days, StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(Directory.GetFiles(folder, "*.html").Single());
        Assert.Contains("Monday 16 November: not watched", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_says_how_complete_it_is_in_a_line_and_more_on_request()
    {
        var run = await Run("liquidations BTC --limit 1");
        Assert.Contains("at least: 99.3% of normal volume was watched; missing: gaps at binance, what binance does not publish (--details)", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("floor:", run.Out, StringComparison.Ordinal);
        var details = await Run("liquidations BTC --limit 1 --details");
        Assert.Contains("coverage: binance 99.3% (sampled)", details.Out, StringComparison.Ordinal);
        Assert.Contains("floor: binance publishes", details.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_for_all_parts_of_a_breakdown_stands_once()
    {
        var run = await Run("squeeze --from 2026-11-19T12:00 --to 2026-11-20T12:00 --by day --details");
        Assert.Single(run.Out.Split("binance publishes")[1..]);
        Assert.Contains("\n2026-11-20 00:00: binance missing 00:10:00 (connection_lost)", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("binance publishes", (await Run("squeeze --window 24h --by day")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_that_no_contract_has_is_named_with_the_one_that_was_meant()
    {
        var run = await Run("squeeze BTTC 1h");
        Assert.Equal(ExitCode.NoData, run.Code);
        Assert.Contains("liqmon: no contract of BTTC is known here; did you mean BTC?", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is known here", (await Run("squeeze BTC --from 2026-11-12 --to 2026-11-13")).Error, StringComparison.Ordinal);
    }

    private Task<CliRun> Run(string line) => CliRun.Of(OneVenue, [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--data", _store.Directory]);
}
