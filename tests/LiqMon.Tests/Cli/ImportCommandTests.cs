using System.Text.Json;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Venues;
using Shared = LiqMon.Tests.Venues.Recordings;
using SharedFactAttribute = LiqMon.Tests.Venues.SharedFactAttribute;

namespace LiqMon.Tests.Cli;

public sealed class ImportCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [SharedFact]
    public async Task The_daily_totals_of_seven_coins_answer_as_the_news_told_them()
    {
        var file = Path.Combine(Path.GetDirectoryName(Shared.Folder!)!, "datasets", "coinglass_daily_7coins", "liquidation_agg_1d.csv");

        var import = await Run("import", "totals", file, "--source", "CoinGlass", "--format", "json");
        using var summary = JsonDocument.Parse(import.Out);
        Assert.Equal((0, ""), (import.Code, import.Error));
        Assert.Equal(27_328, Long(summary, "lines"));
        Assert.Equal(27_328, Long(summary, "imported") + Long(summary, "padding"));
        Assert.InRange(Long(summary, "imported"), 12_046, 13_000);
        Assert.Equal("1d", summary.RootElement.GetProperty("bucket").GetString());

        using var week = await Json("squeeze", "--from", "2023-01-10", "--to", "2023-01-18");
        Assert.Equal(
            (711_267_305.22257m, 256_184_773.630707m, 455_082_531.591863m),
            (Dollars(week, "short_usd"), Dollars(week, "long_usd"), Dollars(week, "short_minus_long_usd")));
        Assert.Equal("coinglass", week.RootElement.GetProperty("source").GetString());
        Assert.Equal(1, Dollars(week, "source_coverage"));

        using var day = await Json("squeeze", "--asset", "BTC", "--from", "2021-01-11", "--to", "2021-01-12");
        Assert.Equal((661_357_769.47546m, 211_436_020.46767m), (Dollars(day, "long_usd"), Dollars(day, "short_usd")));

        // The same file again changes nothing.
        await Run("import", "totals", file, "--source", "coinglass");
        using var again = await Json("squeeze", "--from", "2023-01-10", "--to", "2023-01-18");
        Assert.Equal(week.RootElement.GetRawText(), again.RootElement.GetRawText());
    }

    [Fact]
    public async Task One_letter_columns_in_Unix_seconds_are_understood()
    {
        var file = Write("t,l,s\n1700000000,1.5,2\n1700003600,3,4\n1700007200,0,0\n");

        var run = await Run("import", "totals", file, "--source", "coinalyze", "--asset", "xbt");

        Assert.Equal((0, ""), (run.Code, run.Error));
        using var answer = await Json("squeeze", "--asset", "BTC", "--from", "2023-11-14T22:13:20", "--to", "2023-11-15T01:13:20");
        Assert.Equal((4.5m, 6m, 1m), (Dollars(answer, "long_usd"), Dollars(answer, "short_usd"), Dollars(answer, "source_coverage")));
        Assert.Equal("[\"1h\"]", answer.RootElement.GetProperty("buckets").GetRawText());
    }

    [Fact]
    public async Task Columns_may_be_named_and_zeros_before_the_first_liquidation_are_left_out()
    {
        var file = Write("coin;day;up;down\nBTC;2024-01-01;0;0\nBTC;2024-01-02;1;0\nBTC;2024-01-03;0;0\nETH;2024-01-01;0;0\n");

        var run = await Run(
            "import", "totals", file, "--source", "mine", "--columns", "time=day,short=up,long=down", "--bucket", "1d", "--format", "json");

        using var summary = JsonDocument.Parse(run.Out);
        Assert.Equal((2, 2), (Long(summary, "imported"), Long(summary, "padding")));
    }

    [Fact]
    public async Task Every_bad_line_is_told_and_none_is_taken_unless_asked()
    {
        var file = Write(
            """
            symbol,time,long,short
            BTC,2024-01-01,1,1
            BTC,01/02/2024,1,1
            BTC,2024-01-03,-1,1
            BTC,2024-01-04,1
            B TC,2024-01-05,1,1
            BTC,2024-01-01,2,2
            BTC,2027-01-01,1,1
            BTC,2024-01-02,1,NaN
            BTC,2024-01-02,5,5

            """);

        var run = await Run("import", "totals", file, "--source", "bad");
        Assert.Equal(1, run.Code);
        foreach (var line in new[] { 3, 4, 5, 6, 7, 8, 9 })
            Assert.Contains($".csv:{line}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("repeats asset and time of line 2", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data, "liqmon.db")));

        var taken = await Run("import", "totals", file, "--source", "bad", "--skip-bad");
        Assert.Equal(0, taken.Code);
        using var answer = await Json("squeeze", "--from", "2024-01-01", "--to", "2024-01-03");
        Assert.Equal(6, Dollars(answer, "long_usd"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no column for asset: there are a, b")]
    [InlineData("symbol,time,long,short\nBTC,2024-01-01,1,1\n", "the length of a bucket cannot be read from it")]
    [InlineData("symbol,time,long,short\nBTC,2024-01-01,1,1\nBTC,2024-01-03,1,1\nBTC,2024-01-06,1,1\n", "lie unevenly")]
    public async Task A_file_that_cannot_be_understood_says_why(string text, string why)
    {
        var run = await Run("import", "totals", Write(text), "--source", "bad");

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_are_usage_errors()
    {
        Assert.Equal(2, (await Run("import", "totals", "x.csv")).Code);
        Assert.Equal(2, (await Run("import", "totals", "x.csv", "--source", "../x")).Code);
        Assert.Equal(2, (await Run("import", "totals", "x.csv", "--source", "x", "--columns", "when=t")).Code);
        Assert.Equal(2, (await Run("squeeze", "--compare", "no such")).Code);
    }

    [Fact]
    public async Task A_store_that_another_process_writes_is_left_alone()
    {
        using var store = EventStore.Open(new StoreOptions { DataDirectory = _data, ReserveBytes = 0 }, TimeProvider.System);

        var run = await Run("import", "totals", Write("t,l,s\n1700000000,1,1\n"), "--source", "x", "--asset", "BTC", "--bucket", "1h");

        Assert.Equal(1, run.Code);
        Assert.Contains("Another LiqMon is already writing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_are_listed_and_removed()
    {
        await Run("import", "totals", Write("t,l,s\n1700000000,1,1\n"), "--source", "x", "--asset", "BTC", "--bucket", "1h");

        Assert.Contains("x,1,1,1,2023-11-14T22:13:20.000Z", (await Run("import", "list", "--format", "csv")).Out, StringComparison.Ordinal);
        Assert.Equal(3, (await Run("import", "remove", "--source", "y")).Code);
        Assert.Equal(0, (await Run("import", "remove", "--source", "x")).Code);
        Assert.Equal(3, (await Run("import", "list")).Code);
    }

    [Fact]
    public async Task Own_totals_stand_beside_the_others_and_are_never_mixed()
    {
        using var store = new SampleStore();
        var file = Write("symbol,time,long,short\nBTC,2026-11-20T10:00:00,100000,100000\nBTC,2026-11-20T11:00:00,142500.000001,0\n");
        await CliRun.Of("import", "totals", file, "--source", "coinglass", "--data", store.Directory);
        string[] span = ["--data", store.Directory, "--asset", "BTC", "--from", "2026-11-20T10:00", "--to", "2026-11-20T12:00", "--format", "json"];

        using var own = JsonDocument.Parse((await CliRun.Of(["squeeze", .. span])).Out);
        Assert.False(own.RootElement.TryGetProperty("source", out _));
        Assert.Equal(142_500.000001m, Dollars(own, "long_usd"));

        using var both = JsonDocument.Parse((await CliRun.Of(["squeeze", "--compare", "coinglass", .. span])).Out);
        var difference = both.RootElement.GetProperty("difference_usd");
        Assert.Equal(
            (-100_000m, 92_001m, -7_999m),
            (difference.GetProperty("long").GetDecimal(), difference.GetProperty("short").GetDecimal(), difference.GetProperty("total").GetDecimal()));
        Assert.Equal(1.92001m, both.RootElement.GetProperty("ratio").GetProperty("short").GetDecimal());
        // Binance alone was ever watched. So it has its published share, 0.30 of the 0.993 of all venues that are on, and of
        // the two hours it was watched for 110 minutes: 0.302115 × 0.916666.
        Assert.Equal(0.276938m, Dollars(both, "own_coverage"));
        Assert.Equal(1m, Dollars(both, "external_coverage"));
        var watched = both.RootElement.GetProperty("own").GetProperty("coverage").EnumerateArray().Max(venue => venue.GetProperty("share").GetDecimal());
        Assert.Equal(0.916666m, watched);

        using var before = JsonDocument.Parse((await CliRun.Of(
            "squeeze", "--compare", "coinglass", "--data", store.Directory, "--from", "2026-01-01", "--to", "2026-01-02", "--format", "json")).Out);
        foreach (var name in new[] { "own", "external", "difference_usd", "ratio" })
            Assert.Equal(JsonValueKind.Null, before.RootElement.GetProperty(name).ValueKind);

        var unknown = await CliRun.Of(["squeeze", "--compare", "nobody", .. span]);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("there are those of coinglass", unknown.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.Of([.. args, "--data", _data]);

    private async Task<JsonDocument> Json(params string[] args)
    {
        var run = await Run([.. args, "--format", "json"]);
        Assert.True(run.Code == 0, run.Error);
        return JsonDocument.Parse(run.Out);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_data, Guid.NewGuid().ToString("n") + ".csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static long Long(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetInt64();

    private static decimal Dollars(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetDecimal();
}
