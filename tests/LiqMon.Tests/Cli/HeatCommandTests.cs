using System.Globalization;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cli;

/// <summary>The map over time as people and programs see it, from a real store.</summary>
public sealed class HeatCommandTests(MapStore store) : IClassFixture<MapStore>
{
    [Theory]
    [InlineData("path")]
    [InlineData("oi")]
    public async Task Each_column_is_what_the_map_of_its_end_says(string model)
    {
        using var heat = await JsonAsync("map", "BTC", "--over", "4h", "--range", "50%", "--model", model);
        var root = heat.RootElement;
        var edges = root.GetProperty("edges").EnumerateArray().Select(edge => edge.GetDouble()).ToList();
        var columns = root.GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal((48, 300), (columns.Count, root.GetProperty("column_seconds").GetInt32()));

        foreach (var column in columns.Where((_, at) => at % 9 == 2 || at == 47))
        {
            using var map = await JsonAsync(
                "map", "BTC", "--from", root.GetProperty("opened_from").GetString()!, "--to", column.GetProperty("to").GetString()!, "--range", "50%", "--model", model);
            Assert.Equal(map.RootElement.GetProperty("price").GetProperty("usd").GetDouble(), column.GetProperty("close").GetDouble());
            foreach (var side in new[] { "long", "short" })
            {
                var expected = new double[edges.Count - 1];
                foreach (var level in map.RootElement.GetProperty("levels").EnumerateArray().Where(level => level.GetProperty("side").GetString() == side))
                {
                    var middle = (level.GetProperty("from_price").GetDouble() + level.GetProperty("to_price").GetDouble()) / 2;
                    if (middle > edges[0] && middle < edges[^1])
                        expected[edges.FindLastIndex(edge => edge <= middle)] += level.GetProperty("usd").GetDouble();
                }

                var shown = column.GetProperty(side + "_usd").EnumerateArray().Select(usd => usd.GetDouble()).ToList();
                Assert.True(expected.Sum() > 1_000);
                Assert.All(expected.Zip(shown), row => Assert.InRange(row.Second - row.First, -0.51, 0.51));
            }
        }
    }

    [Fact]
    public async Task Orders_stand_at_their_time_and_price_the_largest_first_and_totals_in_their_columns()
    {
        using var heat = await JsonAsync("map", "BTC", "--over", "8h");
        var orders = heat.RootElement.GetProperty("orders").EnumerateArray().ToList();
        var columns = heat.RootElement.GetProperty("columns").EnumerateArray().ToList();

        Assert.Equal([99.5, 98.5, 96.5, 95.5], orders.Select(order => order.GetProperty("usd").GetDouble()));
        Assert.All(orders, order => Assert.Equal(order.GetProperty("usd").GetDouble(), order.GetProperty("price").GetDouble(), 3));
        // At 04:00 plus 200, 220, 260 and 280 minutes.
        Assert.Equal(["07:20", "07:40", "08:20", "08:40"], orders.Select(order => order.GetProperty("time").GetDateTimeOffset().ToString("HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal(390m, columns.Sum(column => column.GetProperty("liquidated_long_usd").GetDecimal()));
        Assert.Equal(99.5m, columns.Single(column => column.GetProperty("from").GetDateTimeOffset().ToString("HH:mm", CultureInfo.InvariantCulture) == "07:20").GetProperty("liquidated_long_usd").GetDecimal());
    }

    [Theory]
    [InlineData(PriceKind.Bankruptcy)]
    [InlineData(PriceKind.Entry)]
    public async Task A_price_that_is_not_the_markets_is_placed_at_the_mark_of_its_minute(PriceKind kind)
    {
        using var beyond = new MapStore(order => order with { PriceKind = kind, NotionalMicroUsd = order.NotionalMicroUsd * 98 / 100 });
        var run = await CliRun.Of("map", "BTC", "--over", "8h", "--format", "json", "--data", beyond.Directory);

        using var heat = JsonDocument.Parse(run.Out);
        Assert.Equal([99.5, 98.5, 96.5, 95.5], heat.RootElement.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("price").GetDouble()));
    }

    [Fact]
    public async Task The_picture_is_called_a_model_and_shows_price_and_levels()
    {
        var run = await Run("map", "BTC", "--over", "8h");
        var markdown = await Run("map", "BTC", "--over", "8h", "--format", "md");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("BTC liquidation map (model) over time, 2026-11-20T04:00:00.000Z to 2026-11-20T12:00:00.000Z\n", run.Out, StringComparison.Ordinal);
        var lines = run.Out.Split('\n').Where(line => line.Contains('━', StringComparison.Ordinal) || line.Contains('█', StringComparison.Ordinal)).ToList();
        // The price falls from 100 to 92: what is right of a line of the price lies lower.
        var priced = lines.Where(line => line.Contains('━', StringComparison.Ordinal) && !line.StartsWith('━')).ToList();
        Assert.True(priced.Count >= 3);
        Assert.True(priced[0].IndexOf('━', StringComparison.Ordinal) < priced[^1].IndexOf('━', StringComparison.Ordinal));
        Assert.Contains("04:00       ", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nshorts above the price: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("liquidated: shorts $0, longs $390; ", run.Out, StringComparison.Ordinal);
        Assert.Contains("```text\n", markdown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_has_the_fields_at_which_something_stands_and_says_where_no_price_is_stored()
    {
        using var gaps = new SampleStore();
        var csv = await Run("map", "BTC", "--over", "8h", "--format", "csv");
        // One price alone is stored there, of 11:00.
        var known = await CliRun.Of("map", "BTC", "--over", "1h", "--to", "2026-11-20T11:30:00", "--format", "csv", "--data", gaps.Directory);

        Assert.StartsWith("from,to,close,from_price,to_price,long_usd,short_usd\r\n", csv.Out, StringComparison.Ordinal);
        Assert.All(csv.Out.TrimEnd().Split("\r\n").Skip(1), line => Assert.True(line.Split(',')[5] != "0" || line.Split(',')[6] != "0"));
        Assert.Equal(0, known.Code);
        Assert.Contains("2026-11-20T10:30:00.000Z,2026-11-20T10:35:00.000Z,,,,,\r\n", known.Out, StringComparison.Ordinal);
        Assert.Contains("2026-11-20T11:05:00.000Z,2026-11-20T11:10:00.000Z,,,,,\r\n", known.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-11-20T11:00:00.000Z,2026-11-20T11:05:00.000Z,,", known.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_price_there_is_no_data()
    {
        var run = await Run("map", "ETH", "--over", "24h");

        Assert.Equal(3, run.Code);
        Assert.Contains("no price stored between", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--over: '30m' is not a length of time from 1h to 7d", "--over", "30m")]
    [InlineData("--over: '8d' is not a length of time from 1h to 7d", "--over", "8d")]
    [InlineData("--over: goes without --window and --from", "--over", "24h", "--window", "24h")]
    [InlineData("--over: goes without --window and --from", "--over", "24h", "--from", "2026-11-19")]
    [InlineData("--over: does not go with --score", "--over", "24h", "--score")]
    [InlineData("--to: 'noon' is not a time", "--over", "24h", "--to", "noon")]
    public async Task Wrong_questions_are_reported(string message, params string[] args)
    {
        var run = await Run(["map", "BTC", .. args]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private async Task<JsonDocument> JsonAsync(params string[] args)
    {
        var run = await Run([.. args, "--format", "json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.Of([.. args, "--data", store.Directory]);
}
