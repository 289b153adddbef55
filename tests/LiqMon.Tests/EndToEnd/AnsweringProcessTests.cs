using System.Text.Json;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>What the program answers while it runs, after a kill, and after the next start.</summary>
public sealed class AnsweringProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_it_answers_equals_the_ledger_before_and_after_a_kill()
    {
        await using var simulation = await LiveProcess.StartVenuesAsync(new() { Rate = 40, Seed = 22 });
        using (var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0"))
        {
            await LiveProcess.UntilLiveAsync(process);
            simulation.Resume();
            await Wait.UntilAsync(() => Books.Orders(Books.OfLedger(simulation.Ledger)) > 300, "the market to move");
            simulation.Pause();
            await Books.SettleAsync(simulation);
            await Wait.UntilAsync(
                () => Books.Orders(Books.OfStore(_data)) == Books.Orders(Books.OfLedger(simulation.Ledger)), "the store to hold all that was sent");
            await AssertAnswersLedgerAsync(simulation);
            AssertHealthAndMetrics(process, Books.Orders(Books.OfLedger(simulation.Ledger)));
            await process.KillAsync();
        }

        await AssertAnswersLedgerAsync(simulation);
        using (var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0"))
        {
            await LiveProcess.UntilLiveAsync(process);
            await AssertAnswersLedgerAsync(simulation);
            AssertHealthAndMetrics(process, stored: 0);
        }
    }

    /// <summary>What the running program shows of itself: by its own wiring, beside what the simulator knows.</summary>
    private static void AssertHealthAndMetrics(LiqMonProcess process, long stored)
    {
        using var http = new HttpClient { BaseAddress = new Uri(LiveProcess.OwnUrl(process)) };
        Assert.Equal("live", LiveProcess.Answer(http, new Uri(http.BaseAddress, "/healthz/live")));
        Assert.StartsWith("{\"ready\":true", LiveProcess.Answer(http, new Uri(http.BaseAddress, "/healthz/ready")), StringComparison.Ordinal);
        var metrics = LiveProcess.Answer(http, new Uri(http.BaseAddress, "/metrics")).Split('\n');
        Assert.Contains(FormattableString.Invariant($"liqmon_stored_total {stored}"), metrics);
        Assert.Equal(
            ["binance 1", "bybit 1", "bybit 1", "okx 1"],
            metrics.Where(line => line.StartsWith("liqmon_feed_live{", StringComparison.Ordinal))
                .Select(line => line.Split('"')[1] + line[line.LastIndexOf(' ')..]).Order(StringComparer.Ordinal));
    }

    private async Task AssertAnswersLedgerAsync(Simulation simulation)
    {
        var (code, output, errors) = await LiqMonProcess.RunAsync("squeeze", "--data", _data, "--asset", "BTC", "--window", "1h", "--format", "json");
        Assert.True(code == 0, errors);
        var ledger = simulation.Ledger.Totals("BTC", null, 0, long.MaxValue);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal(ledger.LongMicroUsd / 1_000_000m, answer.RootElement.GetProperty("long_usd").GetDecimal());
        Assert.Equal(ledger.ShortMicroUsd / 1_000_000m, answer.RootElement.GetProperty("short_usd").GetDecimal());
        Assert.Equal(ledger.LongOrders, answer.RootElement.GetProperty("long_orders").GetInt64());
        Assert.Equal(ledger.Largest?.MicroUsd / 1_000_000m, answer.RootElement.GetProperty("largest").GetProperty("usd").GetDecimal());
    }
}
