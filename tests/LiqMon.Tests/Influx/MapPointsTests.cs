using System.Buffers;
using LiqMon.Influx;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Tests.Influx;

/// <summary>A map goes out as the same twenty levels each time, and holds the dollars of the map.</summary>
public sealed class MapPointsTests
{
    private const long NowMs = 1_795_000_000_000;

    [Fact]
    public void Every_level_is_written_also_an_empty_one_and_none_is_lost()
    {
        var points = Written(Map(100_000, (LiquidatedSide.Long, 95_400, 7_000_000), (LiquidatedSide.Short, 100_100, 3_000_000), (LiquidatedSide.Short, 109_990, 500)));

        Assert.Equal(
            Enumerable.Range(1, 10).SelectMany(at => new[] { $"-{at:00}", $"+{at:00}" }).Order(StringComparer.Ordinal),
            points.Select(point => point.Tag("level")).Order(StringComparer.Ordinal));
        Assert.All(points, point =>
        {
            var isShort = point.Tag("level")[0] == '+';
            Assert.Equal("BTC", point.Tag("asset"));
            Assert.Equal(NowMs * 1_000_000, point.TimeNs);
            Assert.Equal(new[] { "away", "price", isShort ? "short_usd" : "long_usd" }.Order(StringComparer.Ordinal), point.Fields.Select(field => field.Key).Order(StringComparer.Ordinal));
            var steps = int.Parse(point.Tag("level")[1..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal((isShort ? 1 : -1) * (steps - 0.5) / 100, Number(point, "away"), 6);
            Assert.Equal(100_000 * (1 + Number(point, "away")), Number(point, "price"), 0.5);
        });
        Assert.Equal(
            [("+01", 3_000_000.0), ("+10", 500.0), ("-05", 7_000_000.0)],
            points.Select(point => (Level: point.Tag("level"), Usd: point.Fields.Where(field => field.Key.EndsWith("_usd", StringComparison.Ordinal)).Sum(field => (double)field.Value)))
                .Where(level => level.Usd > 0).OrderBy(level => level.Level, StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_price_nothing_is_written() => Assert.Empty(Written(Map(null)));

    [Fact]
    public void The_ten_assets_with_the_most_open_interest_have_a_map()
    {
        var minutes = Enumerable.Range(1, 14).Select(i => new AssetMinute($"A{i:00}", 0, i * 1e6, 1, 0, 0, null))
            .Append(new AssetMinute(AssetMinute.All, 0, 1e9, 1, 0, 0, null)).ToList();

        Assert.Equal(["A14", "A13", "A12", "A11", "A10", "A09", "A08", "A07", "A06", "A05"], MapPoints.Assets(minutes));
    }

    [Fact]
    public void The_map_is_the_one_of_the_last_seven_days_up_to_a_tenth_from_the_price()
    {
        var query = MapPoints.Query("ETH", NowMs);

        Assert.Equal(["ETH"], query.Filter.Assets!);
        Assert.Equal((NowMs - (7 * 86_400_000L) + 1, NowMs + 1, 0.1), (query.Filter.FromMs, query.Filter.ToMs, query.Range));
    }

    private static double Number(ParsedPoint point, string field) => (double)point.Fields.Single(one => one.Key == field).Value;

    private static List<ParsedPoint> Written(MapResult map)
    {
        var lines = new ArrayBufferWriter<byte>();
        MapPoints.Write(new LineWriter(lines), map, NowMs);
        return [.. LineParser.Parse(lines.WrittenSpan)];
    }

    private static MapResult Map(double? price, params (LiquidatedSide Side, double Price, decimal Usd)[] levels)
    {
        var side = new MapSideResult(0, 0, 0, 0, 0, null);
        return new MapResult
        {
            Asset = "BTC",
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch,
            MadeFrom = Forecast.PathMemory,
            Model = "",
            Assumptions = [],
            Tiers = [],
            Price = price is { } usd ? new MapPriceResult("okx", "BTC-USDT-SWAP", usd, DateTimeOffset.UnixEpoch) : null,
            Venues = [],
            Contracts = 0,
            OpenInterestUsd = 0,
            PriceCoverage = 1,
            OpenInterestCoverage = 1,
            Longs = side,
            Shorts = side,
            Range = 0.1,
            LevelWidth = 0.0025,
            Levels = [.. levels.Select(level => new MapLevelResult(level.Side, level.Price - 1, level.Price + 1, level.Usd))],
        };
    }
}
