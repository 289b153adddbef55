using System.Text.Json;
using LiqMon.Configuration;
using LiqMon.External;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Store;
using LiqMon.Text;
using Microsoft.AspNetCore.Http;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.External;

public sealed class CoinalyzeFillTests : IDisposable
{
    private const long Minute = 60_000;

    private readonly StoreFolder _folder = new();
    private readonly long _startMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / Minute * Minute - 60 * Minute;

    public void Dispose() => _folder.Dispose();

    private long GapFromMs => _startMs + 10 * Minute + 30_000;

    private long GapToMs => _startMs + 15 * Minute + 30_000;

    [Fact]
    public async Task Whole_buckets_of_a_gap_are_kept_apart_and_change_no_total()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        Watch();
        var before = Total(withExternal: false);

        var summary = await FillAsync(server);

        // Of five and a half minutes between two half ones, four are whole.
        Assert.True(summary.Complete, summary.Detail);
        Assert.Equal((1, 300, 240), (summary.Gaps, summary.GapSeconds, summary.CoveredSeconds));
        Assert.Equal((8, 12m, 24.000012m), (summary.Totals, summary.LongUsd, summary.ShortUsd));
        Assert.Contains("symbols=BTCUSDT_PERP.A,BTCUSD_PERP.A,ETHUSDT_PERP.A&interval=1min", server.Histories.Single(), StringComparison.Ordinal);
        var after = Total(withExternal: true);
        Assert.Equal((before.LongUsd, before.ShortUsd, before.TotalUsd), (after.LongUsd, after.ShortUsd, after.TotalUsd));
        Assert.True(after.Floor);
        Assert.Single(after.Coverage.Single(venue => venue.Venue == "binance").Gaps);
        Assert.Equal(new { Source = "coinalyze", LongUsd = 12m, Totals = 8 }, new { after.External!.Source, after.External.LongUsd, after.External.Totals });
        Assert.Null(Total(withExternal: false).External);

        await FillAsync(server);
        Assert.Equal(12m, Total(withExternal: true).External!.LongUsd);
    }

    [Fact]
    public async Task A_breakdown_tells_each_part_its_own()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        Watch();
        await FillAsync(server);

        Assert.Equal([8m, 4m], Ask(Grouping.Asset).OrderBy(answer => answer.Asset).Select(answer => answer.External!.LongUsd));
        Assert.Equal([12m], Ask(Grouping.Venue).Select(answer => answer.External!.LongUsd));
        Assert.Equal(12m, Ask(Grouping.Hour).Sum(answer => answer.External!.LongUsd));
    }

    [Fact]
    public async Task Too_many_calls_are_waited_out()
    {
        await using var server = await new CoinalyzeServer
        {
            Instead = (context, before) =>
            {
                context.Response.StatusCode = before == 0 ? 429 : 200;
                context.Response.Headers.RetryAfter = "1";
                return Task.FromResult(before == 0);
            },
        }.StartAsync();
        Watch();

        var started = TimeProvider.System.GetTimestamp();
        var summary = await FillAsync(server);

        Assert.True(summary.Complete, summary.Detail);
        Assert.Equal(2, server.Histories.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(990));
    }

    [Fact]
    public async Task An_error_is_tried_again()
    {
        await using var server = await new CoinalyzeServer { Instead = (context, before) => Status(context, before == 0 ? 503 : 200) }.StartAsync();
        Watch();
        Assert.True((await FillAsync(server)).Complete);
    }

    [Theory]
    [InlineData("<html>", "not what Coinalyze sends")]
    [InlineData("""{"message":"maintenance"}""", "maintenance")]
    [InlineData("""[{"symbol":"OTHER.A","history":[{"t":1795176000,"l":1,"s":1}]}]""", null)]
    public async Task What_cannot_be_read_stores_nothing(string body, string? detail)
    {
        await using var server = await new CoinalyzeServer
        {
            Instead = async (context, _) =>
            {
                await context.Response.WriteAsync(body);
                return true;
            },
        }.StartAsync();
        Watch();

        var summary = await FillAsync(server);

        Assert.Equal(detail is null, summary.Complete);
        Assert.Contains(detail ?? "", summary.Detail ?? "", StringComparison.Ordinal);
        Assert.Equal(0, summary.Totals);
        Assert.Equal(0, Total(withExternal: true).External!.Totals);
    }

    [Fact]
    public async Task Nothing_counted_is_no_failure()
    {
        await using var server = await new CoinalyzeServer
        {
            Instead = async (context, _) =>
            {
                await context.Response.WriteAsync("[]");
                return true;
            },
        }.StartAsync();
        Watch();
        var summary = await FillAsync(server);
        Assert.Equal((true, 0L, 240L), (summary.Complete, summary.Totals, summary.CoveredSeconds));
    }

    [Fact]
    public async Task What_is_no_longer_kept_by_the_minute_is_taken_in_longer_buckets()
    {
        var gapMs = _startMs / 3_600_000 * 3_600_000 - 3 * 24 * 60 * Minute;
        await using var server = await new CoinalyzeServer
        {
            Instead = async (context, _) =>
            {
                var history = context.Request.Query["interval"] == "5min"
                    ? $$"""{"t":{{gapMs / 1_000}},"l":3,"s":4},{"t":{{gapMs / 1_000 + 300}},"l":5,"s":6}"""
                    : "";
                await context.Response.WriteAsync($$"""[{"symbol":"BTCUSDT_PERP.A","history":[{{history}}]}]""");
                return true;
            },
        }.StartAsync();
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(new Gap("binance", "market", gapMs, gapMs + 10 * Minute, GapReason.ConnectionLost))]);

        var summary = await FillAsync(server, new FillRequest("binance", gapMs, gapMs + 10 * Minute, []));

        Assert.Equal((true, 600L, 0L, 8m, 10m), (summary.Complete, summary.CoveredSeconds, summary.NotKeptSeconds, summary.LongUsd, summary.ShortUsd));
        Assert.Equal(["interval=1min", "interval=5min"], server.Histories.Select(query => query.Split('&').Single(part => part.StartsWith("interval", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_is_kept_in_no_bucket_is_reported_and_not_covered()
    {
        var gapMs = _startMs / 3_600_000 * 3_600_000 - 100L * 24 * 60 * Minute;
        await using var server = await new CoinalyzeServer
        {
            Instead = async (context, _) =>
            {
                await context.Response.WriteAsync("[]");
                return true;
            },
        }.StartAsync();
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(new Gap("binance", "market", gapMs, gapMs + 120 * Minute, GapReason.ConnectionLost))]);

        var summary = await FillAsync(server, new FillRequest("binance", gapMs, gapMs + 120 * Minute, []));

        Assert.Equal((0L, 7_200L, 0L), (summary.CoveredSeconds, summary.NotKeptSeconds, summary.Totals));
    }

    [Fact]
    public async Task A_store_without_gaps_asks_nothing()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        Watch();
        var summary = await FillAsync(server, new FillRequest("binance", _startMs, _startMs + 10 * Minute, []));
        Assert.Equal((true, 0), (summary.Complete, summary.Gaps));
        Assert.Empty(server.Histories);
    }

    [Fact]
    public async Task The_command_fills_with_a_key_of_the_environment_that_it_never_shows()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        Watch();

        var run = await RunAsync(server, CoinalyzeServer.Key, "--asset", "eth", "--format", "json");
        var wrong = await RunAsync(server, "another-key-of-the-test");

        Assert.True(run.Code == 0, run.Error);
        using var answer = JsonDocument.Parse(run.Out);
        Assert.True(answer.RootElement.GetProperty("external").GetBoolean());
        Assert.Equal(4, answer.RootElement.GetProperty("long_usd").GetDecimal());
        Assert.Equal(1, wrong.Code);
        Assert.Contains("HTTP 401", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another-key", wrong.Error + wrong.Out, StringComparison.Ordinal);

        var shown = await CliRun.Of(
            context => context with { Time = TimeProvider.System }, "squeeze", "--window", "2h", "--with-external", "--data", _folder.Path);
        Assert.Contains("external, not in the totals: in gaps of binance coinalyze counted $8 shorts, $4 longs (4 sums)", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_command_says_what_one_would_do()
    {
        var run = await CliRun.Of("backfill", "--venue", "binance", "--from", "2026-11-20", "--data", _folder.Path);
        Assert.Equal(3, run.Code);
        Assert.Contains("LIQMON_Coinalyze__ApiKey", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_not_taken_from_a_file_of_settings()
    {
        var file = Path.Combine(_folder.Path, "settings.json");
        await File.WriteAllTextAsync(file, """{"Coinalyze":{"ApiKey":"key-in-a-file"}}""");
        var run = await CliRun.Of("venues", "--config", file, "--data", _folder.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("LIQMON_Coinalyze__ApiKey_FILE", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("key-in-a-file", run.Error, StringComparison.Ordinal);
    }

    private static Task<bool> Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.FromResult(status != 200);
    }

    private async Task<GapFillSummary> FillAsync(CoinalyzeServer server, FillRequest? request = null)
    {
        using var store = _folder.Open();
        using var http = RestClient.NewHttpClient();
        var settings = new CoinalyzeSettings(server.Url, new Secret(CoinalyzeServer.Key));
        request ??= new FillRequest("binance", _startMs, _startMs + 60 * Minute, []);
        var client = new CoinalyzeClient(settings, http, TimeSpan.Zero, TimeProvider.System);
        return await new CoinalyzeFill(request, client, KeepAsync, _folder.Path, TimeProvider.System).RunAsync(CancellationToken.None);

        ValueTask KeepAsync(IReadOnlyList<StoreItem> items, CancellationToken never)
        {
            store.Commit(items);
            return ValueTask.CompletedTask;
        }
    }

    private Task<CliRun> RunAsync(CoinalyzeServer server, string key, params string[] more)
    {
        var environment = new Dictionary<string, string>
        {
            ["LIQMON_Coinalyze__Url"] = server.Url.ToString(),
            ["LIQMON_Coinalyze__ApiKey"] = key,
            ["LIQMON_Store__ReserveBytes"] = "0",
        };
        return CliRun.Of(
            context => context with { Environment = environment, Time = TimeProvider.System },
            [
                "backfill", "--venue", "binance", "--from", Timestamps.Of(Timestamps.FromUnixMs(_startMs)).TrimEnd('Z'), "--to",
                Timestamps.Of(Timestamps.FromUnixMs(_startMs + 60 * Minute)).TrimEnd('Z'), "--data", _folder.Path, .. more,
            ]);
    }

    private SqueezeResult Total(bool withExternal) => Ask(Grouping.None, withExternal).Single();

    private IReadOnlyList<SqueezeResult> Ask(Grouping by, bool withExternal = true)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return new StoreQueries(_folder.Read, KnownVenues.Of(id => id == "binance")).Squeezes.Of(new SpanQuery
        {
            Filter = new LiquidationFilter { FromMs = _startMs, ToMs = nowMs },
            DisplayFromMs = _startMs,
            DisplayToMs = nowMs,
            NowMs = nowMs,
            By = by,
            WithExternal = withExternal,
        });
    }

    /// <summary>Binance watched for an hour but for five minutes, with an order of each asset.</summary>
    private void Watch()
    {
        using var store = _folder.Open();
        store.Commit(
        [
            StoreItem.Of(new CoveredSpan("binance", "market", _startMs, GapFromMs)),
            StoreItem.Of(new Gap("binance", "market", GapFromMs, GapToMs, GapReason.ConnectionLost)),
            StoreItem.Of(new CoveredSpan("binance", "market", GapToMs, _startMs + 61 * Minute)),
            Sample.Item(Sample.Btc, _startMs + Minute),
            Sample.Item(Sample.Eth, _startMs + 2 * Minute),
        ]);
    }
}
