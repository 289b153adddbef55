using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Completeness;
using LiqMon.Tests.Feeds;
using LiqMon.Venues;

namespace LiqMon.Tests.Torture;

/// <summary>
/// Real feeds on simulated venues over a network in memory, by clocks that are moved step by step: hours in seconds, with
/// nothing between drop and reconnect but LiqMon itself.
/// </summary>
internal sealed class MemoryFeeds : IAsyncDisposable
{
    private static readonly TimeSpan StopStep = TimeSpan.FromMilliseconds(250);

    private readonly FakeTime _venueTime = new();
    private readonly FakeTime _ownTime = new();
    private readonly Simulation _simulation;
    private readonly MemoryNetwork _network;
    private readonly Stillness _stillness;
    private readonly HttpClient _http;
    private readonly HttpMessageInvoker _handshakes;
    private readonly Channel<StoreItem> _items = Channel.CreateBounded<StoreItem>(new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _stop = new();
    private readonly List<VenueFeed> _feeds;
    private readonly ClockWatch _clock;
    private readonly List<Task> _running = [];

    private MemoryFeeds(IReadOnlyList<string> venues, int seed, TimeSpan tick)
    {
        _simulation = Simulation.Unserved(
            new SimulationOptions { Seed = seed, Rate = 0, Venues = venues, Assets = ["BTC", "ETH"], Tick = tick }, _venueTime);
        _network = new MemoryNetwork(_simulation, _ownTime);
        _stillness = new Stillness(_simulation, venues, _network, _ownTime, () => _items.Reader.Count);
        _http = new HttpClient(_network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _handshakes = new HttpMessageInvoker(_network, disposeHandler: false);
        _clock = new ClockWatch(_ownTime, new ListLogger());
        var (limits, random) = (new HostRateLimits(_ownTime), new Random(seed));
        _feeds = [.. venues.Select(venue => Feed(venue, limits, random))];
    }

    public Simulation Simulation => _simulation;

    /// <summary>How long the feeds have run.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Gaps as they were handed over to the store: each may be written again when it ends.</summary>
    public List<Gap> Gaps { get; } = [];

    /// <summary>All sockets of a venue.</summary>
    public IReadOnlyList<FeedStatus> Sockets(int venue) => _feeds[venue].Status.Feeds;

    /// <summary>Whether every socket of a venue is live.</summary>
    public bool IsLive(int venue) => Sockets(venue) is { Count: > 0 } sockets && sockets.All(feed => feed.State == FeedState.Live);

    public static async Task<MemoryFeeds> StartAsync(IReadOnlyList<string> venues, int seed, TimeSpan tick)
    {
        var feeds = new MemoryFeeds(venues, seed, tick);
        feeds._running.Add(feeds._clock.RunAsync(feeds._stop.Token));
        feeds._running.AddRange(feeds._feeds.Select(feed => feed.RunAsync(feeds._stop.Token)));
        await feeds._stillness.WaitAsync();
        return feeds;
    }

    /// <summary>Everything goes on for one step.</summary>
    public async Task StepAsync(TimeSpan step)
    {
        _venueTime.Advance(step);
        _simulation.Advance();
        _ownTime.Advance(step);
        Elapsed += step;
        await _stillness.WaitAsync();
        while (_items.Reader.TryRead(out var item))
        {
            if (item.Payload is Gap gap)
                Gaps.Add(gap);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        var ended = Task.WhenAll(_running);
        using var patience = new CancellationTokenSource(Stillness.Patience);
        while (!ended.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _ownTime.Advance(StopStep);
            while (_items.Reader.TryRead(out _))
            {
                // Nobody else makes room.
            }

            await Task.Delay(1, CancellationToken.None);
        }

        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _network.CloseAsync();
        await _simulation.DisposeAsync();
        _http.Dispose();
        _handshakes.Dispose();
        _network.Dispose();
        _stop.Dispose();
        Assert.DoesNotContain(_running, task => task.IsFaulted);
    }

    private VenueFeed Feed(string venue, HostRateLimits limits, Random random) => new(new VenueSetup
    {
        Venue = VenueCatalog.Find(venue)!,
        Options = new VenueOptions { WebSocketUrl = MemoryNetwork.Url("ws", venue), RestUrl = MemoryNetwork.Url("http", venue) },
        Store = _items.Writer,
        Http = _http,
        Dialer = new WebSocketDialer(_handshakes),
        Pauses = limits,
        Feeds = new FeedOptions { KeepAliveInterval = TimeSpan.Zero, KeepAliveTimeout = Timeout.InfiniteTimeSpan },
        Random = random,
        Time = _ownTime,
        Clock = _clock,
        Logger = new ListLogger(),
    });
}
