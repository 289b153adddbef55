using System.Net;
using System.Text.RegularExpressions;
using LiqMon.Cli.Live;
using LiqMon.Context;
using LiqMon.Dashboard;
using LiqMon.Reports;
using LiqMon.Store;
using LiqMon.Tests.Api;

namespace LiqMon.Tests.Dashboard;

/// <summary>The page of reports: making, preview, download, and nothing outside the folder.</summary>
public sealed class ReportPagesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-shelf-");

    private string Reports => Path.Combine(_folder.FullName, "reports");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_a_folder_there_is_no_such_page()
    {
        await using var server = await RunningServer.StartAsync(map: LivePage.Map);
        Assert.DoesNotContain("/reports", await server.Http.GetStringAsync("/"), StringComparison.Ordinal);
        using var response = await server.Http.GetAsync("/reports");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task It_offers_the_weeks_that_have_something_and_makes_their_reports_without_writing()
    {
        await using var server = await StartAsync();
        var page = await server.Http.GetStringAsync("/reports");
        Assert.Contains("aria-current=\"page\">Reports</a>", page, StringComparison.Ordinal);
        Assert.Equal(["2026-W47"], Regex.Matches(page, "<option value=\"(2[^\"]+)\"").Select(match => match.Groups[1].Value));
        foreach (var (format, type, name) in new[]
        {
            ("html", "text/html", "liqmon-2026-W47.html"), ("md", "text/markdown", "liqmon-2026-W47.md"), ("json", "application/json", "liqmon-2026-W47.json"),
            ("csv", "application/zip", "liqmon-2026-W47.csv.zip"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "liqmon-2026-W47.xlsx"),
        })
        {
            using var made = await server.Http.GetAsync($"/reports/make?week=2026-W47&format={format}");
            Assert.Equal((HttpStatusCode.OK, type), (made.StatusCode, made.Content.Headers.ContentType?.MediaType));
            Assert.Equal(name, made.Content.Headers.ContentDisposition?.FileName);
            Assert.InRange((await made.Content.ReadAsByteArrayAsync()).Length, 500, 5_000_000);
        }

        Assert.False(Directory.Exists(Reports));
    }

    [Fact]
    public async Task A_preview_is_shown_in_the_browser_and_may_run_nothing()
    {
        await using var server = await StartAsync();
        using var preview = await server.Http.GetAsync("/reports/preview?week=2026-W47");
        Assert.Null(preview.Content.Headers.ContentDisposition);
        var policy = preview.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        var page = await preview.Content.ReadAsStringAsync();
        Assert.Contains("<figure", page, StringComparison.Ordinal);
        Assert.Equal(await server.Http.GetStringAsync("/reports/make?week=2026-W47&format=html"), page);
    }

    [Theory]
    [InlineData("/reports/make?week=2026-W47&format=exe")]
    [InlineData("/reports/make?week=2031-W01&format=html")]
    [InlineData("/reports/make?week=..%2F..%2Fsecret&format=html")]
    [InlineData("/reports/make")]
    public async Task What_is_not_offered_is_not_made(string path)
    {
        await using var server = await StartAsync();
        using var response = await server.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Past_reports_are_listed_and_sent_and_nothing_else_is()
    {
        Directory.CreateDirectory(Reports);
        File.WriteAllText(Path.Combine(Reports, "liqmon-2026-W46.html"), "<p>the week before");
        File.WriteAllText(Path.Combine(Reports, "private.html"), "not a report");
        File.WriteAllText(Path.Combine(_folder.FullName, "liqmon-secret.html"), "outside");
        File.CreateSymbolicLink(Path.Combine(Reports, "liqmon-link.html"), Path.Combine(_folder.FullName, "liqmon-secret.html"));
        await using var server = await StartAsync();
        var page = await server.Http.GetStringAsync("/reports");
        Assert.Equal(["/reports/file/liqmon-2026-W46.html", "/reports/file/liqmon-2026-W46.html?preview=true"], Regex.Matches(page, "href=\"(/reports/file/[^\"]+)\"").Select(match => match.Groups[1].Value));
        using var file = await server.Http.GetAsync("/reports/file/liqmon-2026-W46.html");
        Assert.Equal("<p>the week before", await file.Content.ReadAsStringAsync());
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        foreach (var name in new[] { "private.html", "liqmon-link.html", "..%2Fliqmon-secret.html", "%2e%2e%2fliqmon-secret.html", "..%5Cliqmon-secret.html", "liqmon-2026-W45.html" })
        {
            using var refused = await server.Http.GetAsync("/reports/file/" + name);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.DoesNotContain("outside", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_key_reports_want_the_key()
    {
        await using var server = await StartAsync(options => options with { Key = new LiqMon.Api.ApiKey("0123456789abcdef0123456789abcdef") });
        foreach (var path in new[] { "/reports", "/reports/make?week=2026-W47&format=md", "/reports/preview?week=2026-W47", "/reports/file/liqmon-2026-W46.html" })
        {
            using var response = await server.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    private static async Task<RunningServer> StartAsync(string reports, Func<LiqMon.Api.ApiOptions, LiqMon.Api.ApiOptions>? with)
    {
        RunningServer? server = null;
        server = await RunningServer.StartAsync(
            with,
            map: (app, options, sources) => DashboardEndpoints.Map(app, options, sources, new ReportShelf(
                new ReportPlan { Directory = reports }, new WeeklyReports(options.Venues, new KeyLevelRule(), "0.0.0-test"),
                () => StoreReader.Open(server!.Store.Directory))));
        return server;
    }

    private Task<RunningServer> StartAsync(Func<LiqMon.Api.ApiOptions, LiqMon.Api.ApiOptions>? with = null) => StartAsync(Reports, with);
}
