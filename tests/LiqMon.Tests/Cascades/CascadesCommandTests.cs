using LiqMon.Cli;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Api;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cascades;

public sealed class CascadesCommandTests : IDisposable
{
    private readonly SampleStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_list_is_told_with_everything_that_is_known()
    {
        Write();
        var table = await RunAsync();
        Assert.Equal((ExitCode.Ok, ""), (table.Code, table.Error));
        Assert.Contains("2026-11-20 11:48:20  BTC    long  $12.0M", table.Out, StringComparison.Ordinal);
        Assert.Contains("  210  ", table.Out, StringComparison.Ordinal);
        Assert.Contains("-3.10%", table.Out, StringComparison.Ordinal);
        var json = await RunAsync("--format", "json");
        Assert.Contains(
            """
            "searched_to":"2026-11-20T11:59:30.000Z","judged_from":"2026-11-21T11:00:00.000Z","more":false,"next":null,"floor":true,
            """.Trim(), json.Out, StringComparison.Ordinal);
        Assert.Contains(
            """
            {"asset":"BTC","side":"long","start":"2026-11-20T11:48:20.000Z","end":"2026-11-20T11:58:20.000Z","open":false,"usd":12000000,"side_usd":11000000,"orders":1234,"peak_minute":"2026-11-20T11:49:00.000Z","peak_minute_usd":4000000,"multiple":210.5,"venues":["binance","okx"],"price_change":-0.031,"price_change_hour_after":null,"oi_change":null,"coverage":1}
            """.Trim(), json.Out, StringComparison.Ordinal);
        Assert.StartsWith(
            "start,end,asset,side,open,usd,side_usd,orders,peak_minute,peak_minute_usd,multiple,venues,price_change,price_change_hour_after,oi_change,coverage",
            (await RunAsync("--format", "csv")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_can_be_narrowed()
    {
        Write();
        Assert.Equal(ExitCode.Ok, (await RunAsync("--side", "LONG", "--asset", "btc", "--min-usd", "12000000")).Code);
        Assert.Equal(ExitCode.Ok, (await RunAsync("--limit", "1")).Code);
        Assert.Equal(ExitCode.Usage, (await RunAsync("--limit", "0")).Code);
        Assert.Equal(ExitCode.NoData, (await RunAsync("--side", "short")).Code);
        Assert.Equal(ExitCode.NoData, (await RunAsync("--min-usd", "12000001")).Code);
        Assert.Equal(ExitCode.NoData, (await RunAsync("--asset", "ETH")).Code);
        Assert.Equal(ExitCode.Usage, (await RunAsync("--side", "up")).Code);
        Assert.Equal(ExitCode.Usage, (await RunAsync("--include-traditional")).Code);
    }

    [Fact]
    public async Task What_has_not_been_looked_at_is_not_called_empty()
    {
        var run = await RunAsync();
        Assert.Equal(ExitCode.NoData, run.Code);
        Assert.Contains("cascades have not been looked for yet", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stores_first_day_is_not_called_quiet()
    {
        Write();
        Assert.Matches("cascades cannot be judged yet: .* found from 2026-11-21", (await RunAsync()).Out);
        var later = await RunAsync("--from", "2026-11-21T12:00", "--to", "2026-11-21T13:00");
        Assert.DoesNotContain("told from", later.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_followed_stands_beside_random_times_and_needs_enough_cascades()
    {
        var startMs = SampleStore.Ms("2026-11-15T12:00:00.000Z");
        _store.Write(store =>
        {
            store.Commit([StoreItem.Of(new ListedInstruments("binance", [Sample.Btc])), .. Prices(startMs)]);
            var one = Alerts.AlertBodyTests.Cascade("BTC");
            store.Searched(
                [.. Enumerable.Range(1, 24).Select(at => startMs + at * 3 * 3_600_000L).Select(ms => new CascadeWrite(
                    one with { StartMs = ms, EndMs = ms + 300_000, PeakMinuteMs = ms, IsOpen = false, Side = LiquidatedSide.Long }))],
                SampleStore.Ms("2026-11-20T11:59:30.000Z"), store.Sequence);
        });
        string[] span = ["--after", "--asset", "BTC", "--from", "2026-11-15T12:00", "--to", "2026-11-19T12:00"];

        var json = await RunAsync([.. span, "--format", "json"]);
        Assert.Equal((ExitCode.Ok, ""), (json.Code, json.Error));
        using var document = System.Text.Json.JsonDocument.Parse(json.Out);
        var sides = document.RootElement.GetProperty("sides").EnumerateArray().ToDictionary(side => side.GetProperty("side").GetString()!);
        Assert.Equal("only 0 cascades, at least 20 are needed", sides["short"].GetProperty("verdict").GetString());
        Assert.Equal(24, sides["long"].GetProperty("cascades").GetInt32());
        Assert.Equal("no different from random times of equal volatility", sides["long"].GetProperty("verdict").GetString());
        Assert.Equal([900, 3_600, 14_400, 86_400], sides["long"].GetProperty("horizons").EnumerateArray().Select(row => row.GetProperty("seconds").GetInt32()));
        Assert.All(sides["long"].GetProperty("horizons").EnumerateArray(), row => Assert.Equal(24, row.GetProperty("after").GetProperty("count").GetInt32()));

        var table = await RunAsync(span);
        Assert.Contains("after cascades of longs: no different from random times of equal volatility", table.Out, StringComparison.Ordinal);
        Assert.Equal(5, (await RunAsync([.. span, "--format", "csv"])).Out.TrimEnd().Split("\r\n").Length);
        Assert.Equal(ExitCode.Usage, (await RunAsync("--after")).Code);
        Assert.Equal(ExitCode.NoData, (await RunAsync("--after", "--asset", "ETH")).Code);
    }

    private static IEnumerable<StoreItem> Prices(long startMs)
    {
        var (random, price) = (new Random(2), 100.0);
        for (var minute = 0; minute < 5 * 1_440 - 30; minute++)
        {
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.002);
            yield return StoreItem.Of(new MarkPrice(Sample.Btc, startMs + minute * 60_000L + 30_000, price, null, null, null));
        }
    }

    [Fact]
    public async Task HTTP_gives_the_json_of_the_command_line()
    {
        await using var server = await RunningServer.StartAsync();
        var run = await CliRun.Of("cascades", "--venue", "binance", "--window", "4h", "--format", "json", "--data", server.Store.Directory);
        Assert.Equal(run.Out.TrimEnd(), (await server.Http.GetStringAsync("/api/cascades?venue=binance&window=4h")).TrimEnd());
    }

    private void Write() => _store.Write(store => store.Searched(
        [new CascadeWrite(Alerts.AlertBodyTests.Cascade("BTC"))], SampleStore.Ms("2026-11-20T11:59:30.000Z"), store.Sequence));

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Of(["cascades", "--data", _store.Directory, .. args]);
}
