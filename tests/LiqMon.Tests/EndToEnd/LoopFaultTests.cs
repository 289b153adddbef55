using System.Collections.Concurrent;
using LiqMon.Alerts;
using LiqMon.Configuration;
using LiqMon.Influx;
using LiqMon.Simulator;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Simulator;
using LiqMon.Threading;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Each background loop of a running monitor fails, at its start and while it runs; nothing else notices, and nothing is lost.</summary>
public sealed class LoopFaultTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;
    private readonly ConcurrentDictionary<string, int> _starts = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        foreach (var running in _running.Values)
            running.Dispose();
    }

    [Fact]
    public async Task Every_loop_fails_twice_and_runs_again_and_all_that_was_sent_is_counted()
    {
        await using var influx = await FakeInflux.StartAsync(InfluxApi.V2);
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 40, Seed = 3, Venues = ["binance", "okx", "deribit"] }, TimeProvider.System, CancellationToken.None);
        var options = new InfluxOptions { Url = influx.Url, Api = InfluxApi.V2, Target = "b", Organisation = "o", Token = new Secret("t") };
        var target = new AlertTarget { Name = "hook", Service = AlertService.Json, Url = new Secret(influx.Url.AbsoluteUri) };
        using var alerts = new AlertSender([target], new Random(1), TimeProvider.System, NullLogger.Instance);
        await using var watch = await Watch.StartAsync(
            simulation, _data, repairs: new(), change: setup => setup with { Runner = RunAsync, Influx = options, CascadeObservers = [alerts] });
        using var stop = new CancellationTokenSource();
        var posting = alerts.RunAsync(watch.Pipeline.Loops, stop.Token);
        string[] expected =
        [
            "commits", "retention", "windows", "cascades", "clock", "live stream", "feed binance", "feed okx", "feed deribit",
            "influx", "influx moments", "alerts to hook", "repairs of okx", "repairs of deribit",
        ];
        await Wait.UntilAsync(() => Loops().Count(AllRun) >= expected.Length, Text);
        Assert.Superset(expected.ToHashSet(), Loops().Select(loop => loop.Name).ToHashSet());
        Assert.All(Loops(), loop => Assert.True(loop.Faults >= 1 && loop.FailedLately, loop.ToString()));

        foreach (var name in Loops().Select(loop => loop.Name).ToList())
        {
            var before = Loops().Single(loop => loop.Name == name).Faults;
            await Wait.UntilAsync(
                () =>
                {
                    // A loop of a feed that has just failed itself may only be about to start.
                    _running[name].Cancel();
                    return Loops().Single(loop => loop.Name == name).Faults > before;
                },
                name + " to fail");
        }

        await Wait.UntilAsync(() => Loops().All(loop => loop.State == LoopState.Running), Text);
        await watch.UntilLiveAsync();
        var stored = Books.Orders(watch.Stored());
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) > stored + 100, "orders to be stored again");
        // The windows are what the store is, although the loop that feeds them failed in between.
        simulation.Pause();
        await Books.SettleAsync(simulation);
        await Wait.UntilAsync(
            () => watch.Pipeline.Windows.Totals(WindowSpan.Presets[^1]) is var all
                && all.LongOrders + all.ShortOrders == Books.Orders(watch.Stored()),
            () => $"{watch.Pipeline.Windows.Totals(WindowSpan.Presets[^1])} to be {Books.Orders(watch.Stored())}");
        await Wait.UntilAsync(() => watch.Pipeline.Influx!.Points > 0 && watch.Pipeline.Influx.Waiting == 0, "InfluxDB to have it all");
        await stop.CancelAsync();
        await posting;

        IReadOnlyList<LoopStatus> Loops() => watch.Pipeline.Loops.Loops;
        string Text() => "all loops to run: " + string.Join('\n', Loops());
        static bool AllRun(LoopStatus loop) => loop.State == LoopState.Running;
    }

    /// <summary>Fails at the first start; later when its token is cancelled.</summary>
    private async Task RunAsync(string name, Func<CancellationToken, Task> loop, CancellationToken cancellation)
    {
        if (_starts.AddOrUpdate(name, 1, static (_, starts) => starts + 1) == 1)
            throw new InvalidOperationException("as if it could not start");
        using var both = CancellationTokenSource.CreateLinkedTokenSource(
            (_running[name] = new CancellationTokenSource()).Token, cancellation);
        await loop(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (both.IsCancellationRequested)
            throw new InvalidOperationException("as if it had failed");
    }
}
