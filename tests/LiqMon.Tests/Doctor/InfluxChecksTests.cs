using System.Text.Json;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Store;

namespace LiqMon.Tests.Doctor;

[Collection(InfluxCollection.Name)]
public sealed class InfluxChecksTests(InfluxFixture fixture) : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [InfluxFact]
    public async Task A_database_that_takes_points_and_gives_them_back_is_well()
    {
        var checks = await CheckAsync(fixture.Server.Url, await fixture.Server.NewDatabaseAsync());
        Assert.Equal(["ok", "ok", "ok"], checks.Take(3).Select(check => check.State));
        Assert.Matches(@"InfluxDB \S+ answers", checks[0].Finding);
    }

    [InfluxFact]
    public async Task A_database_that_is_not_there_fails_with_advice()
    {
        var checks = await CheckAsync(fixture.Server.Url, "nobody_made_it");
        Assert.Equal(["ok", "fail", "skipped"], checks.Take(3).Select(check => check.State));
        Assert.Contains("Create the database", checks[1].Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "Check Influx:User")]
    [InlineData(403, "Check Influx:User")]
    [InlineData(500, "The log of InfluxDB")]
    public async Task A_write_that_is_not_taken_fails_with_advice(int status, string advice)
    {
        await using var server = await FaultProxy.StartAsync(new Uri("http://127.0.0.1:9"));
        server.Fault = (context, _) =>
        {
            context.Response.StatusCode = context.Request.Path == "/ping" ? 204 : status;
            return Task.CompletedTask;
        };
        var checks = await CheckAsync(server.Url, "d");
        Assert.Equal(["ok", "fail", "skipped"], checks.Take(3).Select(check => check.State));
        Assert.StartsWith(advice, checks[1].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_may_only_write_is_well()
    {
        await using var server = await FaultProxy.StartAsync(new Uri("http://127.0.0.1:9"));
        server.Fault = (context, _) =>
        {
            context.Response.StatusCode = context.Request.Path == "/query" ? 403 : 204;
            return Task.CompletedTask;
        };
        Assert.Equal(["ok", "ok", "ok"], (await CheckAsync(server.Url, "d")).Take(3).Select(check => check.State));
    }

    [VictoriaFact]
    public async Task VictoriaMetrics_takes_the_point()
    {
        await using var server = await VictoriaServer.StartAsync();
        var checks = await CheckAsync(server.Url, "d");
        Assert.Equal("ok", checks[1].State);
        // It shows what was written only after some seconds.
        Assert.Contains(checks[2].State, new[] { "ok", "skipped" });
    }

    [Fact]
    public async Task Nobody_there_fails_and_the_rest_is_skipped()
    {
        var checks = await CheckAsync(new Uri("http://127.0.0.1:9"), "d");
        Assert.Equal(["fail", "skipped", "skipped", "skipped"], checks.Select(check => check.State));
    }

    [Fact]
    public async Task Ready_is_an_exit_code()
    {
        var run = await CliRun.Of(new Dictionary<string, string> { ["LIQMON_Listen"] = "http://127.0.0.1:9" }, "doctor", "--ready", "--data", _folder.Path);
        Assert.Equal((1, true), (run.Code, run.Out.StartsWith("no monitor runs here", StringComparison.Ordinal)));

        await using var server = await FaultProxy.StartAsync(new Uri("http://127.0.0.1:9"));
        run = await ReadyAsync(server, """{"ready":true,"reasons":[],"venues_live":1,"venues_expected":2,"missing":[{"venue":"okx","state":"backing_off","reason":"unreachable","detail":"connection refused","since":null}]}""");
        Assert.Equal((0, true), (run.Code, run.Out.Contains("1 of 2 venues live; missing: okx (unreachable: connection refused)", StringComparison.Ordinal)));
        run = await ReadyAsync(server, """{"ready":false,"reasons":["no feed is live"],"venues_live":0,"venues_expected":2,"missing":[]}""");
        Assert.Equal((1, true), (run.Code, run.Out.Contains("is not ready: no feed is live", StringComparison.Ordinal)));
        run = await ReadyAsync(server, "ready");
        Assert.Equal((1, true), (run.Code, run.Out.StartsWith("something that is no LiqMon", StringComparison.Ordinal)));
    }

    private Task<CliRun> ReadyAsync(FaultProxy server, string answer)
    {
        server.Fault = (context, _) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, answer);
        return CliRun.Of(
            new Dictionary<string, string> { ["LIQMON_Listen"] = server.Url.GetLeftPart(UriPartial.Authority) }, "doctor", "--ready", "--data", _folder.Path);
    }

    private async Task<IReadOnlyList<(string State, string Finding, string? Advice)>> CheckAsync(Uri server, string database)
    {
        var run = await CliRun.Of(
            new Dictionary<string, string>
            {
                ["LIQMON_Influx__Url"] = server.GetLeftPart(UriPartial.Authority),
                ["LIQMON_Influx__Api"] = "v1",
                ["LIQMON_Influx__Database"] = database,
            },
            "doctor", "--offline", "--format", "json", "--data", _folder.Path);
        using var json = JsonDocument.Parse(run.Out);
        return
        [
            .. json.RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("about").GetString() == "influxdb")
                .Select(check => (check.GetProperty("state").GetString()!, check.GetProperty("finding").GetString()!, check.GetProperty("advice").GetString())),
        ];
    }
}
