using System.Buffers;
using LiqMon.Influx;
using LiqMon.Queries;

namespace LiqMon.Tests.Influx;

/// <summary>Each reading of accounts is written once, at its own time.</summary>
public sealed class LongShortPointsTests
{
    private const long HourMs = 3_600_000;

    private readonly LongShortPoints _points = new();

    [Fact]
    public void A_reading_is_written_once_at_its_own_time()
    {
        Assert.Equal([("BTC", "okx", 1.5, 0.6, HourMs), ("BTC", "okx", 1.0, 0.5, 2 * HourMs)], Written(Result(("okx", 1.5), ("okx", 1.0))));
        Assert.Empty(Written(Result(("okx", 1.5), ("okx", 1.0))));
        Assert.Equal([("BTC", "okx", 4.0, 0.8, 3 * HourMs)], Written(Result(("okx", 1.5), ("okx", 1.0), ("okx", 4.0))));
    }

    [Fact]
    public void Another_venue_is_not_held_back_by_one_that_is_ahead()
    {
        Written(Result(("okx", 1.5), ("okx", 1.0)));

        Assert.Equal([("BTC", "bybit", 3.0, 0.75, HourMs)], Written(Result(("bybit", 3.0))));
    }

    [Fact]
    public void When_lines_were_lost_all_are_written_again()
    {
        var first = Written(Result(("okx", 1.5), ("okx", 1.0)));
        _points.Forget();

        Assert.Equal(first, Written(Result(("okx", 1.5), ("okx", 1.0))));
    }

    private static LongShortResult Result(params (string Venue, double Ratio)[] hours) => new()
    {
        Asset = "ALL",
        From = DateTimeOffset.UnixEpoch,
        To = DateTimeOffset.UnixEpoch,
        Series =
        [
            .. hours.GroupBy(hour => hour.Venue).Select(venue => new LongShortSeries(
                "BTC", venue.Key,
                [.. venue.Select((hour, i) => new LongShortReading(
                    DateTimeOffset.FromUnixTimeMilliseconds((i + 1) * HourMs), hour.Ratio, hour.Ratio / (1 + hour.Ratio)))])),
        ],
    };

    private List<(string Asset, string Venue, double Ratio, double Share, long TimeMs)> Written(LongShortResult result)
    {
        var lines = new ArrayBufferWriter<byte>();
        _points.Write(new LineWriter(lines), result);
        return
        [
            .. LineParser.Parse(lines.WrittenSpan).Select(point =>
            {
                Assert.Equal("long_short", point.Measurement);
                var numbers = point.Fields.ToDictionary(field => field.Key, field => (double)field.Value);
                return (point.Tag("asset"), point.Tag("venue"), numbers["ratio"], numbers["long_share"], point.TimeNs / 1_000_000);
            }),
        ];
    }
}
