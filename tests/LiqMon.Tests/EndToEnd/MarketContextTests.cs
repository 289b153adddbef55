using System.Text.Json;
using LiqMon.Context.Sources;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Market context through the program itself: from sources and venues to the answer.</summary>
public sealed class MarketContextTests : IDisposable
{
    private static readonly string[] Venues = ["binance", "bybit", "okx"];

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_new_store_knows_soon_where_bitcoin_stands()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Venues = Venues, Assets = ["BTC"] }, TimeProvider.System, CancellationToken.None);
        using var process = LiqMonProcess.StartWithContext(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await process.UntilSaysAsync("live");
        // Open interest, which ranks the assets, is stored when its minute has ended.
        await Wait.UntilAsync(IsToldEverything, () => "to be told: " + string.Join(", ", Missing()) + "\n" + process.Errors, TimeSpan.FromSeconds(120));
        var (code, output, errors) = await LiqMonProcess.RunAsync("context", "--data", _data, "--format", "json");
        Assert.True(code == 0, errors);
        var answer = JsonDocument.Parse(output).RootElement;
        foreach (var known in (string[])["price", "average_50d", "positioning", "spot", "flow", "market_cap", "global_market"])
            Assert.True(answer.GetProperty(known).ValueKind == JsonValueKind.Object, known + " in " + output);
        Assert.Equal(Venues, answer.GetProperty("long_short").EnumerateArray().Select(one => one.GetProperty("venue").GetString()).Order());
        // No contract has been paid twice in so short a time.
        Assert.Equal("funding", Assert.Single(answer.GetProperty("absent").EnumerateArray()).GetProperty("what").GetString());
    }

    private bool IsToldEverything() => File.Exists(Path.Combine(_data, "liqmon.db")) && Missing().Count == 0;

    private List<string> Missing()
    {
        using var reader = StoreReader.Open(_data);
        List<(string Source, string Name)> wanted =
        [
            .. Venues.Select(venue => (venue, VenueMarketData.RatioName("BTC"))), .. SpotTickers.Passing,
            (GlobalMarket.Source, GlobalMarket.TotalUsd), (GlobalMarket.Source, GlobalMarket.Dominance),
        ];
        var missing = wanted.Where(one => reader.Context.Series(one.Source, one.Name, 0, long.MaxValue).Count == 0).Select(one => $"{one.Source} {one.Name}").ToList();
        if (reader.Context.Series(SpotTickers.BinanceSpot, SpotTickers.MinuteTakerBuy, 0, long.MaxValue).Count < 3_999)
            missing.Add("minutes of the past");
        if (reader.Market.Candles(new ContractKey("bybit", "BTCUSDT"), 0, long.MaxValue).Count < 900)
            missing.Add("candles");
        return missing;
    }
}
