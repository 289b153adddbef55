using System.Globalization;
using System.Text.Json;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.EndToEnd;

/// <summary>
/// The arithmetic of the news of January 2023: shorts $893M, longs $438M, by recorded frames of the time since "last
/// Thursday's inflation report", 12 January 2023, 13:30 UTC.
/// </summary>
public sealed class GoldenWeekTests : IDisposable
{
    private static readonly DateTimeOffset Report = new(2023, 1, 12, 13, 30, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_week_of_the_news_gives_its_numbers()
    {
        var recording = Path.Combine(_folder, "week.jsonl");
        await File.WriteAllLinesAsync(recording, Frames());
        var data = Path.Combine(_folder, "data");
        var replayed = await CliRun.Of("replay", "--venue", "bybit", "--data", data, recording);
        Assert.True(replayed.Code == 0, replayed.Error);

        var json = await CliRun.Of("squeeze", "--asset", "BTC", "--from", "2023-01-12T13:30Z", "--to", "2023-01-19T13:30Z", "--venue", "bybit", "--format", "json", "--data", data);
        var answer = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal(
            (893_000_000m, 438_000_000m, 455_000_000m, 1_331_000_000m, 0.670924m),
            (Number("short_usd"), Number("long_usd"), Number("short_minus_long_usd"), Number("total_usd"), Number("short_share")));
        var context = answer.GetProperty("context");
        Assert.Equal((18_200, 20_800), (context.GetProperty("price").GetProperty("start").GetDouble(), context.GetProperty("price").GetProperty("end").GetDouble()));
        Assert.Equal(-0.05, context.GetProperty("open_interest").GetProperty("base_change").GetDouble());

        var people = await CliRun.Of("squeeze", "--asset", "BTC", "--from", "2023-01-12T13:30Z", "--to", "2023-01-19T13:30Z", "--venue", "bybit", "--details", "--data", data);
        Assert.Contains("$893.0M", people.Out, StringComparison.Ordinal);
        Assert.Contains("67.1%", people.Out, StringComparison.Ordinal);
        Assert.Contains("+$455.0M", people.Out, StringComparison.Ordinal);
        Assert.Contains("$1.33B", people.Out, StringComparison.Ordinal);
        Assert.Contains("price: 18,200.0 to 20,800.0, +14.3%", people.Out, StringComparison.Ordinal);
        Assert.Contains("open interest: 100,000 to 95,000 BTC, -5.0%", people.Out, StringComparison.Ordinal);

        decimal Number(string name) => answer.GetProperty(name).GetDecimal();
    }

    private static IEnumerable<string> Frames()
    {
        yield return Frame(Report, "rest:instruments:linear", """{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","launchTime":"1585526400000","deliveryTime":"0","fundingInterval":480,"settleCoin":"USDT","symbolType":""}],"nextPageCursor":""},"time":1673530200000}""");
        yield return Ticker(Report, 18_200, 200_000);
        // 47 and 47 times 19,000,000 are 893M; 219 times 2,000,000 are 438M.
        for (var order = 0; order < 47; order++)
            yield return Order(Report.AddHours(1 + 3 * order), "Sell", 19_000_000);
        for (var order = 0; order < 219; order++)
            yield return Order(Report.AddMinutes(7 + 45 * order), "Buy", 2_000_000);
        yield return Ticker(Report.AddDays(7), 20_800, 190_000);
    }

    // Bybit names the side of the position: Buy is a long. The quantity is in coins; at 20,000 a coin.
    private static string Order(DateTimeOffset time, string side, long usd) => Frame(time.AddMilliseconds(200), "ws",
        string.Create(CultureInfo.InvariantCulture, $$"""{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":{{time.ToUnixTimeMilliseconds() + 100}},"data":[{"T":{{time.ToUnixTimeMilliseconds()}},"s":"BTCUSDT","S":"{{side}}","v":"{{usd / 20_000}}","p":"20000"}]}"""));

    // Open interest of both sides, of which half counts.
    private static string Ticker(DateTimeOffset time, int mark, int bothSides) => Frame(time, "rest:tickers-linear",
        string.Create(CultureInfo.InvariantCulture, $$$"""{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","markPrice":"{{{mark}}}","indexPrice":"{{{mark}}}","openInterest":"{{{bothSides}}}","openInterestValue":"0","fundingRate":"0.0001","nextFundingTime":"{{{time.ToUnixTimeMilliseconds() + 1}}}"}]},"time":{{{time.ToUnixTimeMilliseconds()}}}}"""));

    private static string Frame(DateTimeOffset received, string channel, string frame) => JsonSerializer.Serialize(new
    {
        received = received.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        venue = "bybit",
        channel,
        frame,
    });
}
