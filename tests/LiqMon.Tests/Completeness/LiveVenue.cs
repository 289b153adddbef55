using LiqMon.Backfill;
using LiqMon.Feeds;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Simulator;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Completeness;

/// <summary>One simulated venue, watched by the real pipeline through real sockets, with what it logs and answers.</summary>
internal sealed class LiveVenue : IAsyncDisposable
{
    private static readonly GapRepairOptions Soon = new()
    {
        Current = TimeSpan.Zero,
        CheckEvery = TimeSpan.FromMilliseconds(200),
        Settle = TimeSpan.FromMilliseconds(100),
        FirstPause = TimeSpan.FromMilliseconds(200),
    };

    private readonly string _venue;
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;
    private readonly Simulation _simulation;
    private Watch? _watch;
    private int _orders;

    private LiveVenue(string venue, Simulation simulation) => (_venue, _simulation) = (venue, simulation);

    public Simulation Simulation => _simulation;

    /// <summary>LiqMon's clock; the venue's is the machine's.</summary>
    public ShiftedTime Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ListLogger Log { get; } = new();

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public VenueStatus Status => _watch!.Pipeline.Lanes.Single().Feed!;

    public IEnumerable<string> Warnings => Log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text);

    /// <summary>Starts a venue and waits until all its feeds are live.</summary>
    public static async Task<LiveVenue> StartAsync(string venue, params VenueFault[] faults)
    {
        var simulation = await Simulation.StartAsync(
            new SimulationOptions { Venues = [venue], Assets = ["BTC", "ETH"], Rate = 0, Faults = faults }, TimeProvider.System, CancellationToken.None);
        var live = new LiveVenue(venue, simulation);
        live._watch = await Watch.StartAsync(simulation, live._data, repairs: Soon, change: setup => setup with
        {
            Time = live.Time,
            Logs = new OneLogger(live.Log),
            Store = setup.Store with { SampleGrid = TimeSpan.FromSeconds(1) },
        });
        return live;
    }

    public Task UntilLiveAsync() => _watch!.UntilLiveAsync();

    /// <summary>Cuts all connections once and waits until both ends know of each.</summary>
    public async Task CutAsync()
    {
        var connections = _simulation.ConnectionsAccepted(_venue);
        var cut = _simulation.OpenConnections(_venue);
        var lost = Status.Feeds.Sum(feed => feed.Reconnects);
        await _simulation.InjectAsync(new DropConnections { Venue = _venue });
        await Wait.UntilAsync(() => Status.Feeds.Sum(feed => feed.Reconnects) > lost, "the connection to be lost");
        await Wait.UntilAsync(() => _simulation.ConnectionsAccepted(_venue) >= connections + cut, "each connection to be made again");
    }

    public string Symbol(Func<SimulatedInstrument, bool> which) => _simulation.Instruments(_venue).First(which).Symbol;

    /// <summary>Sends orders of a contract, each with a price and a quantity of its own.</summary>
    public void Emit(string symbol, int count)
    {
        for (; count > 0; count--)
        {
            _orders++;
            _simulation.Emit(_venue, new() { Symbol = symbol, Position = LiquidatedPosition.Long, Price = 1_000 + _orders, Quantity = 10 + _orders });
        }
    }

    /// <summary>Orders in the store.</summary>
    public long Stored => Books.Orders(_watch!.Stored());

    public Task UntilStoredAsync(long orders) => Wait.UntilAsync(() => Stored >= orders, () => $"{orders} orders to be stored; there are {Stored}");

    public SqueezeResult Squeeze(long fromMs, long toMs, string? asset = null) => Queries().Squeezes.Of(Query(fromMs, toMs, asset))[0];

    public OpenInterestResult OpenInterest(long fromMs, long toMs) => Queries().Market.OpenInterest(Query(fromMs, toMs, null));

    /// <summary>Share of a span that is proven by what is stored: what somebody sees of it an hour later.</summary>
    public double CoveredShare(long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.OfVenues([_venue], fromMs, toMs, nowMs: toMs + 3_600_000).Single().Share;
    }

    public IReadOnlyList<LiqMon.Market.GapRepaired> Repairs(long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.Repairs(_venue, fromMs, toMs);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is { } watch)
            await watch.DisposeAsync();
        await _simulation.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private StoreQueries Queries() => new(() => StoreReader.Open(_data), KnownVenues.Of(id => id == _venue));

    private SpanQuery Query(long fromMs, long toMs, string? asset) => new()
    {
        Filter = new LiquidationFilter { Assets = asset is null ? null : [asset], FromMs = fromMs, ToMs = toMs },
        DisplayFromMs = fromMs,
        DisplayToMs = toMs,
        NowMs = NowMs,
    };
}
