using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using static LiqMon.Tests.Cases.CaseStore;

namespace LiqMon.Tests.Cases;

/// <summary>Sides, units, funding, and rows that a venue leaves half empty.</summary>
public sealed class VenueCaseTests : IDisposable
{
    private readonly CaseStore _store = new();

    public void Dispose() => _store.Dispose();

    [CaseFact]
    public async Task A_backstop_is_the_position_that_its_direction_names()
    {
        await _store.Json(
            "replay", "--venue", "hyperliquid", "--instruments", CaseFiles.Path("hyperliquid-backstop-side", "instruments.json"),
            CaseFiles.Path("hyperliquid-backstop-side", "frames.jsonl"));

        var sol = Assert.Single(await _store.Liquidations("2026-02-06", "2026-02-07"));
        Assert.Equal(("SOL", "long", 1_913.688667m), (TextOf(sol, "asset"), TextOf(sol, "side"), Usd(sol)));
        var eth = Assert.Single(await _store.Liquidations("2025-06-21", "2025-06-22"));
        Assert.Equal(("ETH", "long", 240.1692m), (TextOf(eth, "asset"), TextOf(eth, "side"), Usd(eth)));
    }

    [CaseFact]
    public async Task Units_and_sides_of_five_venues_are_right()
    {
        await _store.Json("replay", CaseFiles.Path("units", "units.jsonl"));

        var orders = await _store.Liquidations("2026-11-07", "2026-11-08");
        (string, string, string, decimal)[] right =
        [
            ("kraken", "PF_XBTUSD", "long", 50_000), ("deribit", "BTC-PERPETUAL", "long", 10_000), ("deribit", "BTC-PERPETUAL", "short", 10_000),
            ("deribit", "PAXG_USDC-30MAY27", "short", 10_000), ("kraken", "PI_XBTUSD", "short", 5_000), ("bitfinex", "tBTCF0:USTF0", "long", 3_959.2m),
            ("bybit", "BTCUSD", "short", 3_000), ("deribit", "BTC-PERPETUAL", "long", 700),
        ];
        Assert.Equal(
            right.Order(),
            orders.Select(order => (TextOf(order, "venue"), TextOf(order, "symbol"), TextOf(order, "side"), Usd(order))).Order());
    }

    [CaseFact]
    public async Task Each_payment_of_funding_counts_with_its_own_interval()
    {
        var start = new ProcessStartInfo("python3", [CaseFiles.Path("funding-interval", "make.py"), "mixed"])
        {
            WorkingDirectory = _store.Folder,
            RedirectStandardError = true,
        };
        using (var make = Process.Start(start)!)
        {
            await make.WaitForExitAsync();
            Assert.True(make.ExitCode == 0, await make.StandardError.ReadToEndAsync());
        }

        await _store.Json("replay", Path.Combine(_store.Folder, "mixed.jsonl"));
        var report = await _store.Run("report", "weekly", "--week", "2026-W47", "--format", "json", "--out", _store.Folder);
        Assert.True(report.Code == 0, report.Error);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Directory.GetFiles(_store.Folder, "*.json").Single()));
        var funding = Assert.Single(document.RootElement.GetProperty("funding").GetProperty("rows").EnumerateArray());
        Assert.Equal(0.0001, funding.GetProperty("mean").GetDouble(), 9);
        Assert.Equal(0.1095, funding.GetProperty("annualised").GetDouble(), 9);
        Assert.Equal((0.0001, 0.0001), (Math.Round(funding.GetProperty("least").GetDouble(), 9), Math.Round(funding.GetProperty("most").GetDouble(), 9)));
    }

    [Theory]
    [InlineData("\"baseAsset\":\"XYZ\"", "no_quote")]
    [InlineData("\"baseAsset\":\"\",\"quoteAsset\":\"USDT\"", "no_asset")]
    public async Task A_contract_without_base_or_quote_is_refused_by_name_and_the_rest_is_stored(string fields, string why)
    {
        const string Rest = "\"contractType\":\"PERPETUAL\",\"status\":\"TRADING\"";
        var list = _store.Write(
            "list.json",
            "{\"symbols\":[{\"symbol\":\"XYZUSDT\"," + Rest + "," + fields + "},{\"symbol\":\"BTCUSDT\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\"," + Rest + "}]}");
        var frames = _store.Write("frames.jsonl", Order("XYZUSDT") + Order("BTCUSDT"));

        var summary = await _store.Json("replay", "--venue", "binance", "--instruments", list, frames);

        Assert.Equal((1, 1), (summary.GetProperty("stored").GetInt64(), summary.GetProperty("pending").GetInt64()));
        var refused = Assert.Single(summary.GetProperty("refused_contracts").EnumerateArray());
        Assert.Equal(("binance", "XYZUSDT", why), (TextOf(refused, "venue"), TextOf(refused, "symbol"), TextOf(refused, "reason")));
        var shown = await _store.Run("replay", "--venue", "binance", "--instruments", list, frames, "--format", "csv");
        Assert.Contains("binance XYZUSDT: " + why, shown.Out, StringComparison.Ordinal);
    }

    private static string Order(string symbol) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"e":"forceOrder","E":1794000000123,"st":1,"o":{"s":"{{{symbol}}}","S":"SELL","q":"1","p":"5","ap":"5","z":"1","X":"FILLED","T":1794000000118}}""") + "\n";
}
