using BenchmarkDotNet.Attributes;
using LiqMon.Answers;
using LiqMon.Api;
using LiqMon.Feeds;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Venues;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Benchmarks;

/// <summary>
/// From a venue's send on loopback to a rolling window that counts the event, durable: socket, reading, lane, commit
/// with sync, window. Most of it is the 40 ms for which a commit gathers.
/// </summary>
[InProcess]
[MinColumn, MaxColumn]
public class SocketToWindow : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-benchmark-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private Simulation _simulation = null!;
    private Pipeline _pipeline = null!;
    private Task _running = Task.CompletedTask;
    private long _sent;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A pipeline that is live.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        _simulation = await Simulation.StartAsync(new() { Rate = 0, Venues = ["bybit"] }, TimeProvider.System, default);
        var endpoint = _simulation.Endpoints["bybit"];
        _pipeline = Pipeline.Open(new PipelineSetup
        {
            Venues = [(VenueCatalog.Find("bybit")!, new VenueOptions { WebSocketUrl = endpoint.WebSocketUrl, RestUrl = endpoint.RestUrl })],
            Store = new StoreOptions { DataDirectory = _folder },
            Live = new LiveBroadcaster(),
            Answers = new StoreAnswers(() => StoreReader.Open(_folder), KnownVenues.Of(_ => true)),
            Time = TimeProvider.System,
            Logs = NullLoggerFactory.Instance,
        });
        _running = _pipeline.RunAsync(_stop.Token);
        while (!_pipeline.Lanes.All(lane => lane.Feed is { Feeds.Count: > 0 } feed && feed.Feeds.All(f => f.State == FeedState.Live)))
            await Task.Delay(10);
    }

    /// <summary>One event there.</summary>
    [Benchmark]
    public void EventToTotal()
    {
        _simulation.Emit("bybit", new() { Symbol = "BTCUSDT", Position = LiquidatedPosition.Long, Price = 50_000m + _sent, Quantity = 1m });
        _sent++;
        var spinner = new SpinWait();
        while (_pipeline.Windows.Totals(WindowSpan.Presets[^1]).LongOrders < _sent)
            spinner.SpinOnce(-1);
    }

    /// <summary>Away with it.</summary>
    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _pipeline.Dispose();
        await _simulation.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
