using System.Text.Json;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cli;

/// <summary>Seventy days in which bitcoin stood at 95,000 and 105,000 in turn, and is at 112,000 now.</summary>
public sealed class ContextCommandTests : IDisposable
{
    private const long DayMs = 86_400_000;
    private const long HourMs = 3_600_000;
    private const long Midnight = Sample.Noon - 12 * HourMs;

    private readonly StoreFolder _folder = new();

    public ContextCommandTests()
    {
        var items = new List<StoreItem> { StoreItem.Of(new ListedInstruments("binance", [Sample.Btc])) };
        for (var candle = -70 * 6; candle < 3; candle++)
        {
            var price = candle >= 0 ? 112_000 : (candle + 70 * 6) / 6 % 2 == 0 ? 95_000 : 105_000;
            var start = Midnight + candle * MarkCandle.LengthMs;
            items.Add(StoreItem.Of(new MarkCandle(Sample.Btc, start, price, price + 10, price - 10, price, start + MarkCandle.LengthMs - 1)));
        }

        items.AddRange(
        [
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon - DayMs - 2 * 60_000, 105_000, null, null, null)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon - 7 * DayMs - 17 * 60_000, 95_000, null, null, null)),
            // One contract is paid every eight hours, the other every hour.
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon - 5 * HourMs, 112_000, 111_888, 0.0009, Sample.Noon - 4 * HourMs)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon - 60_000, 112_000, 111_888, 0.0002, Sample.Noon + 4 * HourMs)),
            StoreItem.Of(new MarkPrice(Sample.BtcElsewhere, Sample.Noon - HourMs - 60_000, 112_000, 112_000, 0.0009, Sample.Noon - HourMs)),
            StoreItem.Of(new MarkPrice(Sample.BtcElsewhere, Sample.Noon - 60_000, 112_000, 112_000, 0.0001, Sample.Noon)),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon - 60_000, 30_000, 30_000, 3_360_000_000)),
            StoreItem.Of(new OpenInterest(Sample.BtcElsewhere, Sample.Noon - 60_000, 10_000, 10_000, 1_120_000_000)),
            Told("coinbase", "BTC-USD", -50_000, 112_100), Told("coinbase", "BTC-USD", -30_000, 112_112), Told("coinbase", "BTC-USD", -10_000, 112_900),
            Told("coinbase", "USDT-USD", -10_000, 1), Told("binance_spot", "BTCUSDT", -10_000, 112_000),
            Told("coingecko", "total_market_cap_usd", -2 * DayMs, 3.9e12), Told("coingecko", "total_market_cap_usd", -600_000, 4.1e12),
            Told("coingecko", "btc_dominance", -600_000, 0.55),
            Told("binance", "long_short_ratio:BTC", -DayMs - HourMs, 1.4), Told("binance", "long_short_ratio:BTC", -HourMs, 1.25),
        ]);
        using var store = _folder.Open();
        store.Commit(items);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_has_every_figure_by_its_definition()
    {
        var run = await Run("context", "--format", "json");
        Assert.True(run.Code == 0, run.Error);
        var answer = JsonDocument.Parse(run.Out).RootElement;
        // 25 closes at each price: average 100,000, deviation 5,000.
        Assert.Equal("""{"mean":100000,"deviation":5000,"score":2.4,"state":"extremely_overbought"}""", answer.GetProperty("average_50d").GetRawText());
        // The price of a week ago is a minute too old to be one.
        Assert.Equal(
            """{"venue":"binance","symbol":"BTCUSDT","mark":112000,"time":"2026-11-20T11:59:00.000Z","change_24h":0.066667,"change_7d":null}""",
            answer.GetProperty("price").GetRawText());
        // Three quarters of the open interest pay 0.02 % in eight hours, one quarter 0.08 %.
        Assert.Equal(0.00035, answer.GetProperty("positioning").GetProperty("funding_rate_8h").GetDouble());
        Assert.Equal(7.508, answer.GetProperty("positioning").GetProperty("basis_bps").GetDouble(), 3);
        Assert.Equal("""{"coinbase_usd":112112,"binance_usdt":112000,"usdt_usd":1,"premium_bps":10}""", answer.GetProperty("spot").GetRawText());
        var cap = answer.GetProperty("market_cap");
        Assert.Equal(BitcoinSupply.CoinsAt(Sample.Noon), cap.GetProperty("supply").GetDouble());
        // The two venues' indexes are 111,888 and 112,000.
        Assert.Equal((111_944, 2), (cap.GetProperty("price").GetDouble(), cap.GetProperty("venues").GetInt32()));
        Assert.Equal(111_944 * BitcoinSupply.CoinsAt(Sample.Noon), cap.GetProperty("usd").GetDouble(), 0);
        Assert.Equal(0.55, answer.GetProperty("global_market").GetProperty("btc_dominance").GetDouble());
        Assert.Equal("""[{"venue":"binance","ratio":1.25,"day_before":1.4,"time":"2026-11-20T11:00:00.000Z"}]""", answer.GetProperty("long_short").GetRawText());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("candles").ValueKind);
    }

    [Fact]
    public async Task Levels_say_what_was_crossed_and_since_when()
    {
        var run = await Run(("LIQMON_Levels__BTC", "104000"), "context", "--format", "json");
        var levels = JsonDocument.Parse(run.Out).RootElement.GetProperty("levels").EnumerateArray().ToDictionary(level => level.GetProperty("level").GetDouble());
        Assert.Equal([100_000, 104_000, 110_000, 120_000, 130_000], levels.Keys);
        // Yesterday closed at 105,000 after a day at 95,000: nine closes above.
        Assert.Equal(
            """{"level":104000,"own":true,"distance":-0.071429,"above":true,"crossed":"2026-11-19T04:00:00.000Z","closes":9,"role":"support","first_time_since":"2026-11-18T00:00:00.000Z"}""",
            levels[104_000].GetRawText());
        Assert.Equal(JsonValueKind.Null, levels[120_000].GetProperty("crossed").ValueKind);
        // Closes since a crossing that is not known would be the length of the history.
        Assert.Equal(JsonValueKind.Null, levels[120_000].GetProperty("closes").ValueKind);
    }

    [Fact]
    public async Task What_is_not_known_is_listed()
    {
        var absent = JsonDocument.Parse((await Run("context", "--format", "json")).Out).RootElement.GetProperty("absent").EnumerateArray()
            .Select(one => one.GetProperty("what").GetString() + ": " + one.GetProperty("why").GetString()).ToList();
        Assert.Equal(
            [
                "flow: binance_spot has published no minutes of trading in the last 15 minutes",
                "long_short: bybit has published no ratio for the last 3 hours",
                "long_short: okx has published no ratio for the last 3 hours",
            ],
            absent.Order(StringComparer.Ordinal));
        var other = await Run("context", "--asset", "DOGE");
        Assert.Contains("absent: price: no mark price of a dollar perpetual is stored", other.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_without_its_last_hours_has_no_close_and_leaves_the_average_out()
    {
        _folder.Dump($"DELETE FROM candle WHERE start_ms = {Midnight - 19 * DayMs - MarkCandle.LengthMs}");
        var run = await Run("context", "--format", "json");
        Assert.Contains("""{"what":"average_50d","why":"49 of the last 50 daily closes are stored"}""", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"average_50d\":null", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_narrow_terminal_words_wrap_and_none_is_left_out()
    {
        var run = await CliRun.Of(context => context with { Width = 60 }, "context", "--data", _folder.Path);
        Assert.Contains("accounts on binance", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n" + new string(' ', 20), run.Out, StringComparison.Ordinal);
        Assert.All(run.Out.Split("\n\n")[1].Split('\n'), line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task People_see_the_same()
    {
        var run = await Run("context", "--candles", "1d");
        Assert.Contains("extremely overbought: +2.4 standard deviations", run.Out, StringComparison.Ordinal);
        Assert.Contains("mark price of BTCUSDT on binance, +6.7% in 24 hours", run.Out, StringComparison.Ordinal);
        Assert.Contains("+10.0 bps", run.Out, StringComparison.Ordinal);
        Assert.Contains("bitcoin 55.0%", run.Out, StringComparison.Ordinal);
        Assert.Contains("2026-11-20 00:00  112,000.0  112,010.0  111,990.0  112,000.0", run.Out, StringComparison.Ordinal);
        Assert.Contains("absent: flow: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_is_the_candles()
    {
        var run = await Run("context", "--format", "csv", "--candles", "4h");
        Assert.StartsWith("asset,start,open,high,low,close\r\nBTC,2026-09-11T00:00:00.000Z,95000,95010,94990,95000\r\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(70 * 6 + 3 + 1, run.Out.Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task Wrong_wishes_are_refused()
    {
        var run = await Run("context", "--asset", "BTC,ETH", "--candles", "2h");
        Assert.Equal(2, run.Code);
        Assert.Contains("--asset: 'BTC,ETH' is not one asset", run.Error, StringComparison.Ordinal);
        Assert.Contains("--candles: '2h' is not one of 4h, 1d", run.Error, StringComparison.Ordinal);
        Assert.Contains("'dear' is not a price", (await Run(("LIQMON_Levels__BTC", "dear"), "context")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_sources_can_be_moved_and_switched_off()
    {
        var settings = LiqMon.Hosting.OptionsReading.Read(LiqMon.Configuration.SettingsSources.Read(
            Path.GetTempPath(),
            new Dictionary<string, string>
            {
                ["LIQMON_Context__CoinbaseUrl"] = "http://127.0.0.1:7",
                ["LIQMON_Context__CoinGeckoUrl"] = "off",
                ["LIQMON_Context__Enabled"] = "false",
                ["LIQMON_Levels__xbt"] = "40000, 45000.5",
            },
            null,
            new Dictionary<string, string?>()));
        Assert.Equal((false, "http://127.0.0.1:7/", null), (settings.Context.Enabled, settings.Context.CoinbaseUrl?.ToString(), settings.Context.CoinGeckoUrl));
        Assert.Equal([40_000, 45_000.5], settings.Context.Levels.Own["BTC"]);
    }

    private static StoreItem Told(string source, string name, long beforeMs, double value) =>
        StoreItem.Of(new ContextSample(source, name, Sample.Noon + beforeMs, value));

    private Task<CliRun> Run(params string[] args) => CliRun.Of([.. args, "--data", _folder.Path]);

    private Task<CliRun> Run((string Name, string Value) setting, params string[] args) =>
        CliRun.Of(new Dictionary<string, string> { [setting.Name] = setting.Value }, [.. args, "--data", _folder.Path]);
}
