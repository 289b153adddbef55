using System.Collections.Concurrent;
using LiqMon.Doctor;
using LiqMon.Http;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Doctor;

public sealed class GrafanaCheckTests
{
    [Theory]
    [InlineData(200, """{"commit":"d61b2f1","database":"ok","version":"12.3.0"}""", CheckState.Ok, "Grafana 12.3.0 answers at {0}, database: ok")]
    [InlineData(200, """{"database":"ok"}""", CheckState.Ok, "Grafana answers at {0}, database: ok")]
    [InlineData(503, """{"database":"failing","version":"12.3.0"}""", CheckState.Fail, "Grafana 12.3.0 answers at {0}, database: failing (HTTP 503)")]
    [InlineData(200, "<html>", CheckState.Fail, "{0} answers HTTP 200 to /api/health, but not as Grafana does")]
    [InlineData(200, """{"database":"\ud800"}""", CheckState.Fail, "{0} answers HTTP 200 to /api/health, but not as Grafana does")]
    [InlineData(200, "[1]", CheckState.Fail, "{0} answers HTTP 200 to /api/health, but not as Grafana does")]
    [InlineData(302, "", CheckState.Fail, "{0} answers HTTP 302 to /api/health, but not as Grafana does")]
    public async Task What_it_says_of_itself_is_told(int status, string body, CheckState state, string finding)
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
        {
            asked.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers.Authorization}");
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/login";
            await http.Response.WriteAsync(body);
            return true;
        });

        var result = await CheckAsync(server.RestUrl);

        Assert.Equal((state, string.Format(System.Globalization.CultureInfo.InvariantCulture, finding, server.RestUrl.Authority)), (result.State, result.Finding));
        Assert.Equal(state == CheckState.Ok, result.Advice is null);
        Assert.Equal(["GET /api/health "], asked);
    }

    [Fact]
    public async Task Nobody_there_fails_with_advice()
    {
        var result = await CheckAsync(new Uri("http://127.0.0.1:9"));
        Assert.Equal((CheckState.Fail, "unreachable: connection refused (127.0.0.1:9)"), (result.State, result.Finding));
        Assert.Contains("Grafana:Url", result.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://127.0.0.1:9", true)]
    [InlineData("https://grafana.example", false)]
    public async Task It_is_looked_at_where_it_is_configured_and_offline_on_this_machine_only(string? url, bool isLookedAt)
    {
        using var folder = new StoreFolder();
        var environment = url is null ? new Dictionary<string, string>() : new() { ["LIQMON_Grafana__Url"] = url };
        var run = await CliRun.Of(environment, "doctor", "--offline", "--format", "csv", "--data", folder.Path);
        Assert.Equal(isLookedAt ? 1 : 0, run.Code);
        Assert.Equal(isLookedAt, run.Out.Contains("grafana,server,fail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_http_to_another_machine_is_a_wrong_setting()
    {
        var run = await CliRun.Of(new Dictionary<string, string> { ["LIQMON_Grafana__Url"] = "http://grafana.example:3000" }, "doctor", "--format", "csv");
        Assert.Equal(1, run.Code);
        Assert.Contains("Grafana:Url: 'http://grafana.example:3000' would send data unencrypted", run.Out, StringComparison.Ordinal);
    }

    private static async Task<CheckResult> CheckAsync(Uri url)
    {
        using var http = RestClient.NewHttpClient();
        return await new GrafanaCheck(url, http).RunAsync(CancellationToken.None);
    }
}
