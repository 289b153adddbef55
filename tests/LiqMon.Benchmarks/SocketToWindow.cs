using System.Diagnostics;
using System.Globalization;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Live;
using LiqMon.Pipelines;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Venues;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Benchmarks;

/// <summary>
/// From a venue's send on loopback to a rolling window that counts the event, durable: socket, reading, lane, commit
/// with sync, window. Most of it is the 40 ms for which a commit gathers. A distribution is wanted, so the clock is read
/// here: one event at a time, at moments that do not keep step with the commits.
/// </summary>
public static class SocketToWindow
{
    private const int Events = 400;
    private const int WarmUp = 20;

    /// <summary>Measures and prints percentiles.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-benchmark-").FullName;
        using var stop = new CancellationTokenSource();
        await using var simulation = await Simulation.StartAsync(new() { Rate = 0, Venues = ["bybit"] }, TimeProvider.System, default);
        using var pipeline = Open(simulation, folder);
        var running = pipeline.RunAsync(stop.Token);
        while (!pipeline.Lanes.All(lane => lane.Feed is { Feeds.Count: > 0 } feed && feed.Feeds.All(f => f.State == FeedState.Live)))
            await Task.Delay(10);

        var random = new Random(1);
        var milliseconds = new List<double>();
        for (var sent = 1; sent <= Events + WarmUp; sent++)
        {
            await Task.Delay(random.Next(5, 60));
            var started = Stopwatch.GetTimestamp();
            simulation.Emit("bybit", new() { Symbol = "BTCUSDT", Position = LiquidatedPosition.Long, Price = 50_000m + sent, Quantity = 1m });
            while (pipeline.Windows.Totals(WindowSpan.Presets[^1]).LongOrders < sent)
                await Task.Yield();
            if (sent > WarmUp)
                milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await stop.CancelAsync();
        await running;
        Directory.Delete(folder, recursive: true);
        milliseconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"socket to window, {Events} events: p50 {At(0.5):F1} ms, p90 {At(0.9):F1} ms, p99 {At(0.99):F1} ms, max {milliseconds[^1]:F1} ms"));

        double At(double share) => milliseconds[(int)(share * (milliseconds.Count - 1))];
    }

    private static Pipeline Open(Simulation simulation, string folder)
    {
        var endpoint = simulation.Endpoints["bybit"];
        return Pipeline.Open(new PipelineSetup
        {
            Venues = [(VenueCatalog.Find("bybit")!, new VenueOptions { WebSocketUrl = endpoint.WebSocketUrl, RestUrl = endpoint.RestUrl })],
            Store = new StoreOptions { DataDirectory = folder },
            Live = new LiveBroadcaster(),
            Answers = new StoreQueries(() => StoreReader.Open(folder), KnownVenues.Of(_ => true)),
            Time = TimeProvider.System,
            Logs = NullLoggerFactory.Instance,
        });
    }
}
