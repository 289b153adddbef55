using System.Text.Json;
using LiqMon.Influx;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Doctor;

/// <summary>What doctor finds out about InfluxDB 2, against answers as its API reference shows them.</summary>
public sealed class InfluxV2ChecksTests : IDisposable
{
    private const string Bucket =
        """
        {"links":{"self":"/api/v2/buckets"},"buckets":[{"id":"0123456789abcdef","orgID":"fedcba9876543210","type":"user","name":"liqmon",
        "retentionRules":[{"type":"expire","everySeconds":7776000,"shardGroupDurationSeconds":86400}],"createdAt":"2026-01-01T00:00:00Z",
        "updatedAt":"2026-01-01T00:00:00Z","labels":[]}]}
        """;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_is_ready_with_the_bucket_and_a_token_that_may_only_write_is_well()
    {
        await using var server = await StartAsync(
            ("/ready", 200, """{"status":"ready","started":"2026-11-29T10:00:00Z","up":"1h0m0s"}"""),
            ("/api/v2/buckets", 200, Bucket),
            ("/api/v2/authorizations", 401, """{"code":"unauthorized","message":"unauthorized access"}"""),
            ("/query", 403, """{"error":"forbidden"}"""));
        var checks = await CheckAsync(server.Url);

        Assert.Equal(
            [
                ("server", "ok"), ("ready", "ok"), ("bucket", "ok"), ("write", "ok"), ("rights", "ok"), ("read back", "ok"),
            ],
            checks.Take(6).Select(check => (check.Name, check.State)));
        Assert.Equal("liqmon keeps points for 90 days", Find(checks, "bucket").Finding);
        Assert.Equal("Token s3cret", Assert.Single(server.Writes).Authorization);
    }

    [Fact]
    public async Task A_token_that_may_read_what_it_writes_may_do_too_much()
    {
        await using var server = await FakeInflux.StartAsync(InfluxApi.V2);
        server.Other = async context =>
        {
            context.Response.Headers["X-Influxdb-Version"] = "v2.9.1";
            // Whatever was written is read back.
            await context.Response.WriteAsync(string.Join('\n', server.Points.Values.Select(point => point.ToString())));
        };
        var read = Find(await CheckAsync(server.Url), "read back");

        Assert.Equal("warn", read.State);
        Assert.Contains("liqmon influx setup", read.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_shown_other_tokens_may_do_too_much()
    {
        await using var server = await StartAsync(("/api/v2/authorizations", 200,
            """
            {"links":{"self":"/api/v2/authorizations"},"authorizations":[{"id":"1","token":"s3cret","status":"active","description":"all",
            "orgID":"fedcba9876543210","org":"o","userID":"2","user":"admin","permissions":[]}]}
            """));
        var rights = Find(await CheckAsync(server.Url), "rights");

        Assert.Equal("warn", rights.State);
        Assert.Contains("--write-bucket", rights.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"code":"unauthorized","message":"unauthorized access"}""", "fail", "Influx:Token_FILE")]
    [InlineData(404, """{"code":"not found","message":"organization name \"o\" not found"}""", "fail", "Influx:Org")]
    [InlineData(404, """{"code":"not found","message":"bucket \"liqmon\" not found"}""", "skipped", null)]
    [InlineData(200, """{"links":{},"buckets":[]}""", "skipped", null)]
    [InlineData(200, "<html>hello</html>", "skipped", null)]
    [InlineData(200, "{}", "skipped", null)]
    [InlineData(200, "", "skipped", null)]
    [InlineData(400, "unsupported path requested", "skipped", null)]
    public async Task What_the_server_says_of_the_bucket_is_understood(int status, string body, string state, string? advice)
    {
        await using var server = await StartAsync(("/api/v2/buckets", status, body));
        var bucket = Find(await CheckAsync(server.Url), "bucket");

        Assert.Equal(state, bucket.State);
        if (advice is not null)
            Assert.Contains(advice, bucket.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_starting_is_not_ready_yet()
    {
        await using var server = await StartAsync(("/ready", 503, """{"status":"starting"}"""));
        Assert.Equal("warn", Find(await CheckAsync(server.Url), "ready").State);
    }

    [Fact]
    public async Task A_missing_bucket_fails_at_the_write()
    {
        await using var server = await StartAsync();
        server.Fault = (context, _) => server.RefuseAsync(context, 404, "bucket \"liqmon\" not found");
        var write = Find(await CheckAsync(server.Url), "write");

        Assert.Equal(("fail", "HTTP 404: bucket \"liqmon\" not found"), (write.State, write.Finding));
        Assert.Contains("Create the bucket", write.Advice, StringComparison.Ordinal);
    }

    [VictoriaFact]
    public async Task VictoriaMetrics_takes_the_point_and_has_nothing_to_say_of_buckets()
    {
        await using var server = await VictoriaServer.StartAsync();
        var checks = await CheckAsync(server.Url);

        Assert.Equal(
            [("server", "ok"), ("ready", "skipped"), ("bucket", "skipped"), ("write", "ok"), ("rights", "skipped")],
            checks.Take(5).Select(check => (check.Name, check.State)));
    }

    private static Check Find(IEnumerable<Check> checks, string name) => checks.Single(check => check.Name == name);

    private static async Task<FakeInflux> StartAsync(params (string Path, int Status, string Body)[] answers)
    {
        var server = await FakeInflux.StartAsync(InfluxApi.V2);
        server.Other = async context =>
        {
            context.Response.Headers["X-Influxdb-Version"] = "v2.9.1";
            var (path, status, body) = answers.FirstOrDefault(answer => answer.Path == context.Request.Path);
            context.Response.StatusCode = path is not null ? status : context.Request.Path == "/ping" ? 204 : 404;
            if (path is not null)
            {
                context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
                await context.Response.WriteAsync(body);
            }
        };
        return server;
    }

    private async Task<IReadOnlyList<Check>> CheckAsync(Uri server)
    {
        var run = await CliRun.Of(
            new Dictionary<string, string>
            {
                ["LIQMON_Influx__Url"] = server.GetLeftPart(UriPartial.Authority),
                ["LIQMON_Influx__Bucket"] = "liqmon",
                ["LIQMON_Influx__Org"] = "o",
                ["LIQMON_Influx__Token"] = "s3cret",
            },
            "doctor", "--offline", "--format", "json", "--data", _folder.Path);
        Assert.DoesNotContain("s3cret", run.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        return
        [
            .. json.RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("about").GetString() == "influxdb")
                .Select(check => new Check(
                    check.GetProperty("check").GetString()!, check.GetProperty("state").GetString()!,
                    check.GetProperty("finding").GetString()!, check.GetProperty("advice").GetString())),
        ];
    }

    private sealed record Check(string Name, string State, string Finding, string? Advice);
}
