using System.Text.Json;
using LiqMon.Context;
using LiqMon.Store;
using LiqMon.Tests.Api;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cli;

public sealed class LongShortCommandTests : IDisposable
{
    private const long HourMs = 3_600_000;

    private readonly StoreFolder _folder = new();

    public LongShortCommandTests()
    {
        using var store = _folder.Open();
        store.Commit(
        [
            Told("bybit", "BTC", 25, 9), Told("bybit", "BTC", 3, 1.5), Told("bybit", "BTC", 2, 0.25), Told("bybit", "BTC", 0, 3),
            Told("okx", "BTC", 1, 1), Told("okx", "ETH", 1, 2),
            StoreItem.Of(new ContextSample("okx", "open_price:BTC", Sample.Noon - HourMs, 7)),
        ]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_series_is_what_the_venue_told_within_the_span()
    {
        var run = await Run("--asset", "XBT", "--venue", "bybit", "--format", "json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(
            """{"asset":"BTC","from":"2026-11-19T12:00:00.000Z","to":"2026-11-20T12:00:00.000Z","series":[{"asset":"BTC","venue":"bybit","readings":["""
            + """{"time":"2026-11-20T09:00:00.000Z","ratio":1.5,"long_share":0.6},{"time":"2026-11-20T10:00:00.000Z","ratio":0.25,"long_share":0.2},"""
            + """{"time":"2026-11-20T12:00:00.000Z","ratio":3,"long_share":0.75}]}]}""",
            run.Out.TrimEnd());
    }

    [Fact]
    public async Task All_assets_and_venues_are_told_unless_some_are_named()
    {
        var answer = JsonDocument.Parse((await Run("--format", "json", "--window", "7d")).Out).RootElement;
        Assert.Equal(
            ["BTC bybit 4", "BTC okx 1", "ETH okx 1"],
            answer.GetProperty("series").EnumerateArray().Select(series =>
                $"{series.GetProperty("asset")} {series.GetProperty("venue")} {series.GetProperty("readings").GetArrayLength()}"));
    }

    [Fact]
    public async Task People_see_the_newest_and_the_extremes()
    {
        var run = await Run("--asset", "BTC");
        Assert.Contains("BTC    bybit   3.00  75.0%      1.50    0.25     3.00         3  2026-11-20 12:00", run.Out, StringComparison.Ordinal);
        Assert.Contains("accounts are counted, not dollars", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("asset,venue,time,ratio,long_share\r\nBTC,bybit,2026-11-20T09:00:00.000Z,1.5,0.6\r\n", (await Run("--format", "csv")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_readings_it_is_said()
    {
        var run = await Run("--asset", "DOGE");
        Assert.Equal(3, run.Code);
        Assert.Contains("no long/short ratios stored between", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("--by", "asset")).Code);
    }

    [Theory]
    [InlineData("/api/long-short?asset=BTC", "{\"asset\":\"BTC\",\"from\":")]
    [InlineData("/api/context", "{\"asset\":\"BTC\",\"time\":\"2026-11-20T12:00:00.000Z\",\"price\":")]
    public async Task Http_answers_too(string path, string start)
    {
        await using var server = await RunningServer.StartAsync();
        Assert.StartsWith(start, await server.Http.GetStringAsync(path), StringComparison.Ordinal);
        var described = await server.Http.GetStringAsync("/openapi/v1.json");
        Assert.Contains($"\"{path.Split('?')[0]}\"", described, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/context?asset=BTC,ETH", "is not one asset")]
    [InlineData("/api/context?candles=2h", "is not one of 4h, 1d")]
    [InlineData("/api/context?assets=BTC", "is not a parameter")]
    [InlineData("/api/long-short?by=venue", "is not a parameter")]
    public async Task Bad_parameters_are_told(string path, string message)
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Http.GetAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static StoreItem Told(string venue, string asset, int hoursBefore, double ratio) =>
        StoreItem.Of(new ContextSample(venue, "long_short_ratio:" + asset, Sample.Noon - hoursBefore * HourMs, ratio));

    private Task<CliRun> Run(params string[] args) => CliRun.Of(["long-short", .. args, "--data", _folder.Path]);
}
