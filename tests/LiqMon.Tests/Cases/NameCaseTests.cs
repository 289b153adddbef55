using System.Text.Json;
using static LiqMon.Tests.Cases.CaseStore;

namespace LiqMon.Tests.Cases;

/// <summary>Contracts with names of all scripts, factors in names, and lists that people saved.</summary>
public sealed class NameCaseTests : IDisposable
{
    private readonly CaseStore _store = new();

    public void Dispose() => _store.Dispose();

    [CaseFact]
    public async Task Contracts_with_Chinese_names_are_counted_listed_and_asked_for()
    {
        var summary = await _store.Json(
            "replay", "--venue", "binance", "--instruments", CaseFiles.Path("chinese-symbols", "exchangeInfo.json"),
            CaseFiles.Path("chinese-symbols", "frames.jsonl"), await OpenInterestAsync());
        Assert.Equal((1, 0), (summary.GetProperty("stored").GetInt64(), summary.GetProperty("pending").GetInt64()));

        var order = Assert.Single(await _store.Liquidations("2026-09-27", "2026-09-28", "--asset", "牛来"));
        Assert.Equal(("牛来USDT", "牛来", "long"), (TextOf(order, "symbol"), TextOf(order, "asset"), TextOf(order, "side")));
        Assert.Equal((977.809576m, 9_243m), (Usd(order), Usd(order, "base")));

        var squeeze = await _store.Json("squeeze", "--asset", "牛来", "--from", "2026-09-27", "--to", "2026-09-28");
        Assert.Equal(977.809576m, Usd(squeeze, "long_usd"));

        var openInterest = await _store.Json("oi", "--asset", "牛来", "--from", "2026-09-27", "--to", "2026-09-28");
        var contract = Assert.Single(openInterest.GetProperty("instruments").EnumerateArray());
        Assert.Equal(("牛来USDT", 1_000_000), (TextOf(contract, "symbol"), contract.GetProperty("contracts").GetDouble()));
    }

    [CaseFact]
    public async Task A_list_that_is_laid_out_over_lines_is_read()
    {
        var summary = await _store.Json(
            "replay", "--venue", "binance", "--instruments", CaseFiles.Path("pretty-instruments", "exchangeInfo.json"),
            CaseFiles.Path("chinese-symbols", "frames.jsonl"));

        // The list has other contracts than the frames: BTCUSDT and 币安人生USDT.
        Assert.Equal((1, 0), (summary.GetProperty("pending").GetInt64(), summary.GetProperty("unreadable_lists").GetInt64()));
        var bitcoin = _store.Write("btc.jsonl", Order("币安人生USDT", "100", "2"));
        Assert.Equal(1, (await _store.Json("replay", "--venue", "binance", bitcoin)).GetProperty("stored").GetInt64());
        var squeeze = await _store.Json("squeeze", "--asset", "币安人生", "--from", "2026-11-06", "--to", "2026-11-07");
        Assert.Equal(200, Usd(squeeze, "long_usd"));
    }

    [CaseFact]
    public async Task A_power_of_ten_is_a_factor_where_the_bare_asset_is_listed()
    {
        await _store.Json(
            "replay", "--venue", "binance", "--instruments", CaseFiles.Path("1000x", "contracts.json"), CaseFiles.Path("1000x", "frames.jsonl"));

        var orders = (await _store.Liquidations("2026-11-06", "2026-11-07"))
            .ToDictionary(order => TextOf(order, "symbol"), order => (TextOf(order, "asset"), Usd(order, "base"), Usd(order)));
        (string Symbol, string Asset, decimal Base)[] right =
        [
            ("1000XUSDT", "X", 100_000), ("XUSDT", "X", 100), ("1000SHIBUSDT", "SHIB", 100_000), ("1MBABYDOGEUSDT", "BABYDOGE", 100_000_000),
            ("1000000MOGUSDT", "MOG", 100_000_000), ("1INCHUSDT", "1INCH", 100), ("1000CATUSDT", "CAT", 100_000), ("4USDT", "4", 100),
            ("0GUSDT", "0G", 100), ("2ZUSDT", "2Z", 100), ("10000COQUSDT", "COQ", 1_000_000),
        ];
        Assert.Equal(right.Length, orders.Count);
        foreach (var (symbol, asset, size) in right)
            Assert.Equal((asset, size, 100m), orders[symbol]);
    }

    /// <summary>The answer of the open-interest call, in a recording.</summary>
    private async Task<string> OpenInterestAsync()
    {
        var body = await File.ReadAllTextAsync(CaseFiles.Path("chinese-symbols", "oi.json"));
        return _store.Write("oi.jsonl", JsonSerializer.Serialize(
            new { received = "2026-09-27T16:29:07.000Z", venue = "binance", channel = "rest:open-interest", frame = body.Trim() }));
    }

    private static string Order(string symbol, string quantity, string price) =>
        "{\"e\":\"forceOrder\",\"E\":1794000000123,\"st\":1,\"o\":{\"s\":\"" + symbol + "\",\"S\":\"SELL\",\"q\":\"" + quantity
        + "\",\"p\":\"" + price + "\",\"ap\":\"" + price + "\",\"z\":\"" + quantity + "\",\"X\":\"FILLED\",\"T\":1794000000118}}\n";
}
