using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiqMon.Api;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.Api;

public sealed class QuestionTests
{
    [Fact]
    public async Task Squeeze_is_the_json_of_the_command_line()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(QueryTests.BtcDay, await server.Http.GetStringAsync("/api/squeeze?asset=XBT&window=24h"));
    }

    [Fact]
    public async Task The_map_is_the_json_of_the_command_line()
    {
        await using var server = await RunningServer.StartAsync();

        var run = await CliRun.Of("map", "--asset", "BTC", "--window", "4h", "--range", "20%", "--format", "json", "--data", server.Store.Directory);
        Assert.Equal(0, run.Code);
        Assert.Equal(run.Out.TrimEnd(), await server.Http.GetStringAsync("/api/map?asset=BTC&window=4h&range=20%25"));
    }

    [Fact]
    public async Task The_map_over_time_is_the_json_of_the_command_line()
    {
        await using var server = await RunningServer.StartAsync();

        var run = await CliRun.Of("map", "BTC", "--over", "4h", "--format", "json", "--data", server.Store.Directory);
        Assert.Equal(0, run.Code);
        // The server knows one venue, the command line all: what is covered differs, and nothing else.
        Assert.Equal(Uncovered(run.Out.TrimEnd()), Uncovered(await server.Http.GetStringAsync("/api/map?asset=BTC&over=4h")));

        static string Uncovered(string json) => Regex.Replace(json, "\"covered\":[0-9.]+", "");
    }

    [Theory]
    [InlineData("/api/squeeze?by=venue", "[{\"asset\":\"ALL\",\"venues\":[\"binance\"]")]
    [InlineData("/api/liquidations?limit=1&min_usd=1000", "{\"asset\":\"ALL\",")]
    [InlineData("/api/open-interest?asset=BTC,ETH&window=4h", "{\"asset\":\"BTC,ETH\",")]
    [InlineData("/api/map?asset=BTC&window=4h&range=20%25", "{\"asset\":\"BTC\",")]
    [InlineData("/api/map?asset=BTC&window=4h&score=true&horizon=1h", "{\"asset\":\"BTC\",")]
    [InlineData("/api/cascades?side=long&min_usd=1000000", "{\"asset\":\"ALL\",")]
    [InlineData("/api/cascades?after=true&asset=BTC", "{\"asset\":\"BTC\",")]
    [InlineData("/api/venues", "[{\"id\":\"binance\"")]
    [InlineData("/api/squeeze?asset=DOGE", "{\"asset\":\"DOGE\",\"venues\":[]")]
    public async Task Questions_are_answered(string path, string start)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.StartsWith(start, await server.Http.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/squeeze?window=7x", "window: ")]
    [InlineData("/api/squeeze?windows=7d", "is not a parameter; there are ")]
    [InlineData("/api/squeeze?window=1h&window=2h", "window: ")]
    [InlineData("/api/squeeze?venue=nowhere", "the venues are binance")]
    [InlineData("/api/squeeze?compare=no%20such", "compare: ")]
    [InlineData("/api/squeeze?compare=nobody", "compare: No totals of others are stored")]
    [InlineData("/api/squeeze?asset=", "asset: is empty")]
    [InlineData("/api/squeeze?asset=BTC&asset=,", "asset: is empty")]
    [InlineData("/api/squeeze?include_traditional=ja", "include_traditional: ")]
    [InlineData("/api/squeeze?estimate=ja", "estimate: ")]
    [InlineData("/api/squeeze?estimate=true&compare=coinglass", "estimate: does not go with compare")]
    [InlineData("/api/squeeze?asset=%27%3BDROP%20TABLE", "asset: ")]
    [InlineData("/api/squeeze?from=2020-01-01", "from: ")]
    [InlineData("/api/liquidations?limit=100001", "limit: ")]
    [InlineData("/api/cascades?side=up", "side: ")]
    [InlineData("/api/liquidations?min_usd=NaN", "min_usd: ")]
    [InlineData("/api/open-interest?by=day", "by: ")]
    [InlineData("/api/map", "asset: name one")]
    [InlineData("/api/map?asset=BTC&range=0", "range: ")]
    [InlineData("/api/cascades?after=true", "asset: after goes with one")]
    [InlineData("/api/map?asset=BTC&model=tea", "is not a map; there are path, oi")]
    [InlineData("/api/map?asset=BTC&score=yes", "score: is true or false")]
    [InlineData("/api/map?asset=BTC&over=8d", "is not a length of time from 1h to 7d")]
    [InlineData("/api/map?asset=BTC&over=24h&window=24h", "over: goes without window and from")]
    [InlineData("/api/map?asset=BTC&over=24h&score=true", "over: does not go with score")]
    public async Task Bad_parameters_are_told(string path, string message)
    {
        await using var server = await RunningServer.StartAsync();

        using var response = await server.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("{\"error\":", body, StringComparison.Ordinal);
        Assert.Contains(message, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_describes_every_question_however_long_that_takes()
    {
        await using var server = await RunningServer.StartAsync(o => o with { RequestTimeout = TimeSpan.FromMilliseconds(1) });

        var text = await server.Http.GetStringAsync("/openapi/v1.json");

        foreach (var path in new[] { "squeeze", "liquidations", "cascades", "open-interest", "map", "venues", "stream" })
            Assert.Contains($"\"/api/{path}\"", text, StringComparison.Ordinal);
        foreach (var name in new[] { "asset", "window", "from", "to", "venue", "by", "min_usd", "limit", "include_traditional", "short_minus_long_usd" })
            Assert.Contains($"\"{name}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("squeeze", "by=venue", "SqueezeResults")]
    [InlineData("squeeze", "asset=BTC", "SqueezeResult")]
    [InlineData("cascades", "after=true&asset=BTC", "CascadeAftermathResult")]
    [InlineData("cascades", "asset=BTC", "CascadesResult")]
    [InlineData("map", "asset=BTC", "MapResult")]
    [InlineData("map", "asset=BTC&over=4h", "HeatResult")]
    [InlineData("map", "asset=BTC&score=true&window=4h", "MapScoreResult")]
    public async Task OpenApi_describes_what_each_variant_of_a_question_answers(string path, string question, string schema)
    {
        await using var server = await RunningServer.StartAsync();
        using var openApi = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json"));
        using var answer = JsonDocument.Parse(await server.Http.GetStringAsync($"/api/{path}?{question}"));

        var kinds = openApi.RootElement.GetProperty("paths").GetProperty("/api/" + path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("anyOf").EnumerateArray()
            .Select(kind => kind.GetProperty("$ref").GetString()!.Split('/')[^1]).ToList();
        Assert.Contains(schema, kinds);
        var described = openApi.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema);
        var first = answer.RootElement;
        if (first.ValueKind == JsonValueKind.Array)
        {
            first = first[0];
            described = described.GetProperty("items");
            if (described.TryGetProperty("$ref", out var item))
                described = openApi.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(item.GetString()!.Split('/')[^1]);
        }

        var names = described.GetProperty("properties").EnumerateObject().Select(one => one.Name).ToHashSet();
        Assert.All(first.EnumerateObject(), one => Assert.Contains(one.Name, names));
        // What must be there is there; what is left out of the others is only what may be.
        if (described.TryGetProperty("required", out var required))
            Assert.All(required.EnumerateArray(), name => Assert.True(first.TryGetProperty(name.GetString()!, out _), name.GetString()));
    }

    [Fact]
    public async Task A_monitor_that_is_not_ready_answers_503_and_metrics_are_plain_text()
    {
        await using var server = await RunningServer.StartAsync(show: sources => sources with
        {
            Ready = () => new(false, ["no feed is live"], 0, 2, [new("okx", "backing_off", "unreachable", "connection refused", null)]),
            Metrics = () => [Metric.Of("liqmon_events_total", "Events.", MetricKind.Counter, 3)],
        });

        Assert.Equal("live", await server.Http.GetStringAsync("/healthz/live"));
        using var ready = await server.Http.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            """{"ready":false,"reasons":["no feed is live"],"venues_live":0,"venues_expected":2,"missing":[{"venue":"okx","state":"backing_off","reason":"unreachable","detail":"connection refused","since":null}],"clocks":[]}""",
            await ready.Content.ReadAsStringAsync());
        Assert.Equal(
            "# HELP liqmon_events_total Events.\n# TYPE liqmon_events_total counter\nliqmon_events_total 3\n",
            await server.Http.GetStringAsync("/metrics"));
    }

    [Fact]
    public void Labels_of_metrics_are_escaped() => Assert.Equal(
        "# HELP m a\\nb\n# TYPE m gauge\nm{v=\"a\\\"b\\\\c\\nd\"} +Inf\n",
        PrometheusText.Of([new Metric("m", "a\nb", MetricKind.Gauge, [new MetricSample(double.PositiveInfinity, ("v", "a\"b\\c\nd"))])]));
}
