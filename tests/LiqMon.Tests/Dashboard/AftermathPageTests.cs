using System.Globalization;
using System.Net;
using System.Text.Json;
using LiqMon.Dashboard;
using LiqMon.Tests.Api;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Dashboard;

/// <summary>What followed cascades stands on the page of an asset and in the report, once there are enough, with its verdict.</summary>
public sealed class AftermathPageTests
{
    [Theory]
    [InlineData(0.0, "longs: no different from random times of equal volatility")]
    [InlineData(0.02, "longs: different from random times of equal volatility after 15m")]
    public async Task The_page_shows_what_the_command_line_shows(double rise, string verdict)
    {
        PageWork? work = null;
        await using var server = await RunningServer.StartAsync(map: (app, options, sources) => work = DashboardEndpoints.Map(app, options, sources));
        server.Store.Write(store => CascadesOfAWeek.Write(store, 24, rise));

        var page = await ReadPageAsync(server, work!);
        var csv = await server.Http.GetStringAsync("/asset/BTC?format=csv&table=after");
        var run = await CliRun.Of("cascades", "BTC", "30d", "--after", "--side", "long", "--format", "json", "--data", server.Store.Directory);

        Assert.Contains("After cascades", page, StringComparison.Ordinal);
        Assert.Contains(verdict, page, StringComparison.Ordinal);
        Assert.Contains("shorts: only 0 cascades, at least 20 are needed", page, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var horizons = json.RootElement.GetProperty("sides")[0].GetProperty("horizons").EnumerateArray().ToList();
        var rows = csv.TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(4, horizons.Count);
        Assert.Equal(
            horizons.Select(at => (at.GetProperty("seconds").GetInt64(), at.GetProperty("after").GetProperty("median").GetDecimal(), at.GetProperty("differs").GetBoolean() ? "yes" : "no")),
            rows.Select(row => (long.Parse(row[1], CultureInfo.InvariantCulture), decimal.Parse(row[3], CultureInfo.InvariantCulture), row[^1])));
    }

    [Fact]
    public async Task Too_few_cascades_say_nothing_on_the_page_and_in_the_report()
    {
        PageWork? work = null;
        await using var server = await RunningServer.StartAsync(map: (app, options, sources) => work = DashboardEndpoints.Map(app, options, sources));
        server.Store.Write(store => CascadesOfAWeek.Write(store, 19, 0.02));

        Assert.DoesNotContain("After cascades", await ReadPageAsync(server, work!), StringComparison.Ordinal);
        var run = await CliRun.Of("cascades", "BTC", "30d", "--after", "--side", "long", "--data", server.Store.Directory);
        Assert.Contains("only 19 cascades, at least 20 are needed", run.Out, StringComparison.Ordinal);
        using var report = await ReportAsync(server);
        Assert.False(report.RootElement.TryGetProperty("aftermath", out _));
    }

    [Fact]
    public async Task The_report_shows_it_with_nothing_of_after_its_end()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        server.Store.Write(store => CascadesOfAWeek.Write(store, 30, 0.0));

        using var report = await ReportAsync(server);
        var aftermath = report.RootElement.GetProperty("aftermath");
        Assert.Equal(report.RootElement.GetProperty("to").GetDateTimeOffset(), aftermath.GetProperty("to").GetDateTimeOffset());
        var longs = aftermath.GetProperty("sides").EnumerateArray().Single(side => side.GetProperty("side").GetString() == "long");
        Assert.Equal("no different from random times of equal volatility", longs.GetProperty("verdict").GetString());
        // Those of the last day are not followed for a day.
        Assert.True(longs.GetProperty("horizons").EnumerateArray().Last().GetProperty("after").GetProperty("count").GetInt32()
            < longs.GetProperty("horizons").EnumerateArray().First().GetProperty("after").GetProperty("count").GetInt32());

        var markdown = await WriteAsync(server, "md");
        Assert.Contains("After the cascades of BTC, 30 days", markdown, StringComparison.Ordinal);
        Assert.Contains("no different from random times", markdown, StringComparison.Ordinal);
    }

    /// <summary>The page once what it wanted is read beside it: what waits is read before the first wait.</summary>
    private static async Task<string> ReadPageAsync(RunningServer server, PageWork work)
    {
        await server.Http.GetStringAsync("/asset/BTC");
        using var stop = new CancellationTokenSource();
        var reading = work.ReadAftermaths(stop.Token);
        // Another address: the page of a moment before is remembered.
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/asset/BTC?window=4h"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        return page;
    }

    private static async Task<JsonDocument> ReportAsync(RunningServer server) => JsonDocument.Parse(await WriteAsync(server, "json"));

    private static async Task<string> WriteAsync(RunningServer server, string format)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-aftermath-");
        try
        {
            var run = await CliRun.Of("report", "weekly", "--week", "2026-W47", "--format", format, "--out", folder.FullName, "--data", server.Store.Directory);
            Assert.True(run.Code == 0, run.Error);
            return await File.ReadAllTextAsync(Assert.Single(folder.GetFiles("*." + format)).FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
