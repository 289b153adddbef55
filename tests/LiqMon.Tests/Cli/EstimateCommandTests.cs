using System.Text.Json;

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
}
