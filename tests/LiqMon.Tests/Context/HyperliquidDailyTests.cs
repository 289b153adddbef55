using System.Text;
using System.Text.Json;
using LiqMon.Context;
using LiqMon.Venues;

namespace LiqMon.Tests.Context;

public sealed class HyperliquidDailyTests
{
    private const long Day = 86_400_000;

    // 2026-11-20T00:00:00Z.
    private const long Friday = 1_795_132_800_000;
    private const long Noon = Friday + (Day / 2);

    [Fact]
    public void Dollars_are_kept_by_day_and_asset_but_for_the_newest_day()
    {
        var found = Read(
            Row("2026-11-18T00:00:00", "BTC", "1000.5"), Row("2026-11-18T00:00:00", "kPEPE", "20"), Row("2026-11-18T00:00:00", "PEPE", "3"),
            Row("2026-11-18T00:00:00", "xyz:GOLD", "7"), Row("2026-11-19T00:00:00", "BTC", "2000"), Row("2026-11-20T00:00:00", "BTC", "9"));

        Assert.Equal(
            [
                new("hyperliquid_daily", "liquidated:BTC", Friday - (2 * Day), 1000.5),
                new("hyperliquid_daily", "liquidated:GOLD", Friday - (2 * Day), 7),
                new("hyperliquid_daily", "liquidated:PEPE", Friday - (2 * Day), 23),
                new("hyperliquid_daily", "liquidated:BTC", Friday - Day, 2000),
                new ContextSample("hyperliquid_daily", "read", Noon, Friday - Day),
            ],
            found);
    }

    [Fact]
    public void A_day_with_a_row_that_cannot_be_counted_is_left_out()
    {
        var found = Read(
            Row("2026-11-17T00:00:00", "BTC", "1"), Row("2026-11-18T00:00:00", "BTC", "1"), Row("2026-11-18T00:00:00", "ETH", "null"),
            Row("2026-11-19T00:00:00", "BTC", "1"));

        Assert.Equal([Friday - (3 * Day)], found.Where(sample => sample.Name == "liquidated:BTC").Select(sample => sample.TimeMs));
    }

    [Fact]
    public void Days_of_long_ago_and_of_the_future_are_left_out()
    {
        var found = Read(
            Row("2023-06-13T00:00:00", "BTC", "1"), Row("2026-08-22T00:00:00", "BTC", "2"), Row("2026-08-21T00:00:00", "BTC", "3"),
            Row("2026-11-19T00:00:00", "BTC", "4"), Row("2027-01-01T00:00:00", "BTC", "5"));

        // 90 days and the one that is not whole.
        Assert.Equal([2.0], found.Where(sample => sample.Name != "read").Select(sample => sample.Value));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"chart_data":{}}""")]
    [InlineData("""{"chart_data":[{"coin":"BTC","daily_notional_liquidated":1}]}""")]
    [InlineData("""{"chart_data":[{"time":"yesterday, a long time ago","coin":"BTC","daily_notional_liquidated":1}]}""")]
    [InlineData("""{"chart_data":[]}garbage""")]
    public void What_is_no_answer_is_refused(string body) =>
        Assert.ThrowsAny<JsonException>(() => HyperliquidDaily.Read(Encoding.UTF8.GetBytes(body), Noon));

    [Fact]
    public void An_answer_without_days_gives_nothing() =>
        Assert.Empty(HyperliquidDaily.Read("""{"chart_data":[]}"""u8, Noon));

    private static IReadOnlyList<ContextSample> Read(params string[] rows) =>
        HyperliquidDaily.Read(Encoding.UTF8.GetBytes($$"""{"chart_data":[{{string.Join(',', rows)}}]}"""), Noon);

    private static string Row(string time, string coin, string usd) =>
        $$"""{"time":"{{time}}","coin":"{{coin}}","daily_notional_liquidated":{{usd}}}""";
}
