using LiqMon.Backfill;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Live;
using LiqMon.Pipelines;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A real pipeline over real sockets and a real store, watching simulated venues.</summary>
internal sealed class Watch : IAsyncDisposable
{
    /// <summary>Venues with sockets that are live at once, for tests of something else than venues.</summary>
    internal static readonly string[] QuickVenues = ["binance", "bybit", "okx"];

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<PipelineEnd> _running;
    private readonly string _data;

    private Watch(Pipeline pipeline, string data)
    {
        Pipeline = pipeline;
        _data = data;
        _running = Task.Run(() => pipeline.RunAsync(_stop.Token));
    }

    internal Pipeline Pipeline { get; }

    internal static async Task<Watch> StartAsync(
        Simulation simulation, string data, FeedOptions? feeds = null, GapRepairOptions? repairs = null, TimeSpan? patience = null,
        Func<PipelineSetup, PipelineSetup>? change = null)
    {
        var answers = new StoreQueries(() => StoreReader.Open(data), KnownVenues.Of(_ => true));
        var setup = new PipelineSetup
        {
            Venues =
            [
                .. simulation.Endpoints.Select(pair => (
                    VenueCatalog.Find(pair.Key)!,
                    new VenueOptions { WebSocketUrl = pair.Value.WebSocketUrl, RestUrl = pair.Value.RestUrl })),
            ],
            Store = new StoreOptions { DataDirectory = data, ReserveBytes = 0, SampleHold = TimeSpan.Zero },
            Live = new LiveBroadcaster(),
            Answers = answers,
            Feeds = feeds ?? new FeedOptions(),
            Repairs = repairs,
            Seed = 1,
            Time = TimeProvider.System,
            Logs = NullLoggerFactory.Instance,
        };
        var watch = new Watch(Pipeline.Open(change?.Invoke(setup) ?? setup), data);
        await watch.UntilLiveAsync(patience);
        return watch;
    }

    /// <summary>Waits until a venue's feeds know of as many lost connections.</summary>
    internal Task UntilLostAsync(string venue, int connections) => Wait.UntilAsync(
        () => Pipeline.Lanes.Single(lane => lane.Venue == venue).Feed!.Feeds.Count(feed => feed.State != FeedState.Live) >= connections,
        $"{venue} to notice that {connections} connections are lost");

    internal Task UntilLiveAsync(TimeSpan? patience = null) => Wait.UntilAsync(
        () => Pipeline.Lanes.All(IsLive),
        () => "every feed to be live: " + string.Join(
            " ", Pipeline.Lanes.Where(lane => !IsLive(lane)).Select(lane => $"{lane.Venue} {lane.Feed?.RestError} {string.Join(' ', lane.Feed?.Feeds ?? [])}")),
        patience);

    /// <summary>Waits until the store holds as many liquidations as the ledger says were delivered.</summary>
    internal async Task UntilStoredAsync(Simulation simulation, TimeSpan? patience = null)
    {
        await Books.SettleAsync(simulation);
        await Wait.UntilAsync(
            () => Books.Orders(Stored()) == Books.Orders(Sent(simulation)),
            () => "the store to hold all that was sent: " + Books.Difference(Sent(simulation), Stored()),
            patience);
    }

    internal IReadOnlyDictionary<string, string> Stored() => Books.OfStore(_data);

    internal static IReadOnlyDictionary<string, string> Sent(Simulation simulation) => Books.OfLedger(simulation.Ledger);

    private static bool IsLive(VenuePipelineStatus lane) =>
        lane.Feed is { Feeds.Count: > 0 } feed && feed.Feeds.All(one => one.State == FeedState.Live);

    internal async Task<PipelineEnd> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Pipeline.Dispose();
        _stop.Dispose();
    }
}
