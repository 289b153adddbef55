using System.Text.Json;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using LiqMon.Text;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cli;

public sealed class EstimateCommandTests
{
    [Fact]
    public async Task The_score_tells_where_estimates_are_good_and_where_they_are_poor()
    {
        var run = await CliRun.Of("estimate", "score", "--seed", "5", "--format", "json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var rows = document.RootElement.EnumerateArray().ToList();
        Assert.Equal(17, rows.Count);
        Assert.All(rows, row => Assert.Equal(96, row.GetProperty("hours").GetInt32()));
        var same = rows.Where(row => row.GetProperty("learned_from").GetString() == "same").ToList();
        Assert.Equal(6, same.Count);
        // Of 96 hours at 80 %, fewer than 68 would come once in a hundred times.
        Assert.All(same, row => Assert.InRange(row.GetProperty("covered").GetDouble(), 68 / 96.0, 1));
        Assert.All(same, row => Assert.InRange(row.GetProperty("estimated").GetDouble(), 0.9, 1.1));
        var unlike = rows.Last(row => row.GetProperty("learned_from").GetString() == "one_other");
        Assert.Equal(0.2, unlike.GetProperty("decay_seconds").GetDouble());
        Assert.InRange(unlike.GetProperty("estimated").GetDouble(), unlike.GetProperty("reported").GetDouble(), 0.7);
    }

    [Fact]
    public async Task With_data_the_own_full_feeds_are_scored()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
            store.Commit([.. BurstStore.FullDay()]);
        string[] span = ["--from", Timestamps.Of(Timestamps.FromUnixMs(Sample.Noon - 24 * 3_600_000)), "--to", Timestamps.Of(Timestamps.FromUnixMs(Sample.Noon))];

        var table = await CliRun.Of(["estimate", "score", .. span, "--data", folder.Path]);
        var run = await CliRun.Of(["estimate", "score", .. span, "--data", folder.Path, "--format", "json"]);
        var csv = await CliRun.Of(["estimate", "score", .. span, "--data", folder.Path, "--format", "csv"]);
        var none = await CliRun.Of(["estimate", "score", .. span, "--venue", "okx", "--data", folder.Path]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var rows = document.RootElement.EnumerateArray().ToList();
        Assert.Equal(["largest_per_second", "latest_per_second", "largest_per_side_and_second"], rows.Select(row => row.GetProperty("sampling").GetString()));
        Assert.All(rows, row => Assert.Equal(("bybit", 12), (row.GetProperty("venue").GetString(), row.GetProperty("hours").GetInt32())));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("shown").GetDouble(), 0.01, 0.99));
        Assert.Contains("latest per second", table.Out, StringComparison.Ordinal);
        Assert.Equal(4, csv.Out.TrimEnd().Split("\r\n").Length);
        Assert.Equal(3, none.Code);
    }

    [Fact]
    public async Task A_span_without_data_is_refused()
    {
        var run = await CliRun.Of("estimate", "score", "--window", "7d");

        Assert.Equal(2, run.Code);
        Assert.Contains("--data: ", run.Error, StringComparison.Ordinal);
    }
}
