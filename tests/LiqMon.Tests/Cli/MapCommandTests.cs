using System.Text.Json;
using LiqMon.Market;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cli;

/// <summary>The map of positions as people and programs see it, from a real store.</summary>
public sealed class MapCommandTests(MapStore store) : IClassFixture<MapStore>
{
    [Fact]
    public async Task The_picture_is_called_a_model_and_says_what_it_assumes()
    {
        var run = await Run("map", "--asset", "BTC", "--window", "8h", "--model", "oi");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("BTC liquidation map (model), last 8h: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("92.0000  ", run.Out, StringComparison.Ordinal);
        Assert.Contains("BTCUSDT on binance", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nassumes: Leverage is a guess: 5x 15%, 10x 30%, 20x 20%, 25x 15%, 50x 12%, 100x 8%;", run.Out, StringComparison.Ordinal);
        // Of 100,000 dollars a quarter left; 55 % of the rest stood at levels from 99.5 to 95.5.
        Assert.Contains(
            "longs: $100.0K opened in the span, $41.3K traded through, $25.0K left, $33.8K standing (24.5% of open interest)",
            run.Out.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("shorts: $100.0K opened in the span, $0 traded through, $25.0K left, $75.0K standing", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_adds_up_and_lists_the_levels_within_the_range()
    {
        var run = await Run("map", "--asset", "xbt", "--window", "8h", "--range", "5%", "--model", "oi", "--format", "json");

        using var json = JsonDocument.Parse(run.Out);
        var map = json.RootElement;
        Assert.Equal(("BTC", 92.0, "binance", 0.05), (map.GetProperty("asset").GetString(), map.GetProperty("price").GetProperty("usd").GetDouble(),
            map.GetProperty("price").GetProperty("venue").GetString(), map.GetProperty("range").GetDouble()));
        Assert.Contains("model", map.GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Equal((1m, 1m, 1), (map.GetProperty("price_coverage").GetDecimal(), map.GetProperty("open_interest_coverage").GetDecimal(), map.GetProperty("contracts").GetInt32()));
        foreach (var name in new[] { "longs", "shorts" })
        {
            var side = map.GetProperty(name);
            Assert.Equal(
                side.GetProperty("built_usd").GetDecimal(),
                side.GetProperty("standing_usd").GetDecimal() + side.GetProperty("consumed_usd").GetDecimal() + side.GetProperty("left_usd").GetDecimal());
        }

        // The longs of 10x stand at 90.5; the shorts of 5x at 119.5 are out of range.
        var level = Assert.Single(map.GetProperty("levels").EnumerateArray());
        Assert.Equal("long", level.GetProperty("side").GetString());
        Assert.InRange(90.5, level.GetProperty("from_price").GetDouble(), level.GetProperty("to_price").GetDouble());
        Assert.Equal(22_500m, level.GetProperty("usd").GetDecimal());
    }

    [Fact]
    public async Task The_default_map_does_not_look_at_changes_of_open_interest_and_says_so()
    {
        var text = await Run("map", "--asset", "BTC", "--window", "8h");
        var run = await Run("map", "--asset", "BTC", "--window", "8h", "--format", "json");

        Assert.Contains("Changes of open interest are not looked at: on real hours they added nothing.", text.Out.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var map = json.RootElement;
        Assert.Equal("path_memory", map.GetProperty("made_from").GetString());
        // 1,500 coins are open; every minute a part of them is opened again, at its price.
        var prices = Enumerable.Range(1, 479).Sum(minute => minute switch { < 190 => 100, < 350 => 100 - (minute - 190) * 0.05, _ => 92 });
        var opened = (decimal)(1_500 * (1 - Math.Exp(-1 / (2 * 1_440.0))) * prices);
        foreach (var name in new[] { "longs", "shorts" })
        {
            var side = map.GetProperty(name);
            Assert.InRange(side.GetProperty("built_usd").GetDecimal() - opened, -0.01m, 0.01m);
            Assert.Equal(
                side.GetProperty("built_usd").GetDecimal(),
                side.GetProperty("standing_usd").GetDecimal() + side.GetProperty("consumed_usd").GetDecimal() + side.GetProperty("left_usd").GetDecimal());
        }

        Assert.True(map.GetProperty("longs").GetProperty("consumed_usd").GetDecimal() > 0);
        Assert.Equal(0m, map.GetProperty("shorts").GetProperty("consumed_usd").GetDecimal());
        Assert.All(map.GetProperty("levels").EnumerateArray(), level => Assert.Equal(
            level.GetProperty("side").GetString() == "long", level.GetProperty("to_price").GetDouble() < 92.3));
    }

    [Fact]
    public async Task Csv_and_markdown_have_the_same_levels()
    {
        var csv = await Run("map", "--asset", "BTC", "--window", "8h", "--range", "5", "--model", "oi", "--format", "csv");
        var markdown = await Run("map", "--asset", "BTC", "--window", "8h", "--range", "5", "--model", "oi", "--format", "md");

        Assert.Matches("^side,from_price,to_price,usd\r\nlong,90\\.\\d+,90\\.\\d+,22500\r\n$", csv.Out);
        Assert.Contains("| long | $22.5K |", markdown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_score_of_a_market_that_obeys_the_model_is_one_against_a_quarter()
    {
        var run = await Run("map", "--asset", "BTC", "--window", "8h", "--score", "--horizon", "4h", "--format", "json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        var longs = json.RootElement.GetProperty("longs");
        Assert.Equal(
            (1m, 390m, 4, 1, 1),
            (longs.GetProperty("top_quarter_share").GetDecimal(), longs.GetProperty("in_range_usd").GetDecimal(), longs.GetProperty("orders").GetInt32(),
                longs.GetProperty("windows").GetInt32(), longs.GetProperty("scored").GetInt32()));
        Assert.InRange(longs.GetProperty("baseline_share").GetDecimal(), 0.25m, 0.28m);
        Assert.Equal("binance", json.RootElement.GetProperty("coverage")[0].GetProperty("venue").GetString());
    }

    [Theory]
    [InlineData(PriceKind.Bankruptcy)]
    [InlineData(PriceKind.Order)]
    [InlineData(PriceKind.Entry)]
    public async Task A_price_that_is_not_the_markets_is_placed_at_the_mark_of_the_minute(PriceKind kind)
    {
        // Two percent below the market: 8 levels away, the last of them below all that was traded.
        using var beyond = new MapStore(order => order with { PriceKind = kind, NotionalMicroUsd = order.NotionalMicroUsd * 98 / 100 });
        var run = await CliRun.Of("map", "--asset", "BTC", "--window", "8h", "--score", "--format", "json", "--data", beyond.Directory);

        using var json = JsonDocument.Parse(run.Out);
        var longs = json.RootElement.GetProperty("longs");
        Assert.Equal((1m, 4), (longs.GetProperty("top_quarter_share").GetDecimal(), longs.GetProperty("orders").GetInt32()));
        Assert.Equal(longs.GetProperty("realised_usd").GetDecimal(), json.RootElement.GetProperty("placed_at_mark_usd").GetDecimal());
    }

    [Theory]
    [InlineData(PriceKind.Fill)]
    [InlineData(PriceKind.Mark)]
    public async Task A_price_of_the_market_is_taken_as_it_is(PriceKind kind)
    {
        using var beyond = new MapStore(order => order with { PriceKind = kind, NotionalMicroUsd = order.NotionalMicroUsd * 98 / 100 });
        var run = await CliRun.Of("map", "--asset", "BTC", "--window", "8h", "--score", "--format", "json", "--data", beyond.Directory);

        using var json = JsonDocument.Parse(run.Out);
        Assert.True(json.RootElement.GetProperty("longs").GetProperty("top_quarter_share").GetDecimal() < 0.5m);
        Assert.Equal(0m, json.RootElement.GetProperty("placed_at_mark_usd").GetDecimal());
    }

    [Fact]
    public async Task Beside_the_score_stands_what_needs_no_map_and_a_verdict()
    {
        var run = await Run("map", "--asset", "BTC", "--window", "8h", "--score", "--model", "oi", "--format", "json");
        var text = await Run("map", "--asset", "BTC", "--window", "8h", "--score", "--model", "oi");

        using var json = JsonDocument.Parse(run.Out);
        var forecasts = json.RootElement.GetProperty("forecasts").EnumerateArray().ToDictionary(it => it.GetProperty("forecast").GetString()!);
        // Nothing is stored of the week before.
        Assert.Equal(["path_memory", "open_interest", "nearest", "farthest", "range", "chance", "future"], forecasts.Keys);
        Assert.Equal(["open_interest"], forecasts.Where(it => it.Value.GetProperty("is_map").GetBoolean()).Select(it => it.Key));
        Assert.Equal(1m, forecasts["future"].GetProperty("top_quarter_share").GetDecimal());
        Assert.Equal(
            json.RootElement.GetProperty("longs").GetProperty("baseline_share").GetDecimal(), forecasts["chance"].GetProperty("top_quarter_share").GetDecimal());
        Assert.StartsWith("too few windows to judge: 1 scored", json.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.Contains("the farthest quarter", text.Out, StringComparison.Ordinal);
        Assert.Contains("\nverdict: too few windows to judge", text.Out, StringComparison.Ordinal);
        Assert.Contains("open interest of the week before", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_tells_people_how_to_read_it()
    {
        var run = await Run("map", "--asset", "BTC", "--window", "8h", "--score");

        Assert.Contains("top quarter held", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nscore: of the dollars liquidated within 04:00:00 at the levels the price then", run.Out, StringComparison.Ordinal);
        Assert.Contains("\ncoverage: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_window_to_score_or_a_price_there_is_no_data()
    {
        var score = await Run("map", "--asset", "BTC", "--window", "8h", "--score", "--horizon", "8h");
        var map = await Run("map", "--asset", "ETH");

        Assert.Equal((3, 3), (score.Code, map.Code));
        Assert.Contains("no window that can be scored", score.Error, StringComparison.Ordinal);
        Assert.Contains("no price stored between", map.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--asset: name one, such as BTC")]
    [InlineData("--asset: name one, such as BTC", "--asset", "BTC,ETH")]
    [InlineData("--range: '80%' is not a distance", "--asset", "BTC", "--range", "80%")]
    [InlineData("--window: '31d' is not a window", "--asset", "BTC", "--window", "31d")]
    [InlineData("--model: 'tea' is not a map; there are path, oi", "--asset", "BTC", "--model", "tea")]
    [InlineData("--horizon: '1' is not a length", "--asset", "BTC", "--score", "--horizon", "1")]
    [InlineData("--horizon: goes with --score only", "--asset", "BTC", "--horizon", "1h")]
    public async Task Wrong_questions_are_told(string message, params string[] args)
    {
        var run = await Run(["map", .. args]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tiers_come_from_the_settings()
    {
        var tiers = await CliRun.Of(
            new Dictionary<string, string> { ["LIQMON_Map__Tiers"] = "10:1:0.5" },
            "map", "--asset", "BTC", "--window", "8h", "--data", store.Directory);
        var wrong = await CliRun.Of(
            new Dictionary<string, string> { ["LIQMON_Map__Tiers"] = "10x" }, "map", "--asset", "BTC", "--data", store.Directory);

        Assert.Contains("Leverage is a guess: 10x 100%;", tiers.Out, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("Map:Tiers: '10x' are not leverages", wrong.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.Of([.. args, "--data", store.Directory]);
}
