using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>One feed loop against a scripted venue, with everything it hands over and logs.</summary>
internal sealed class FeedRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<StoreItem> _store = Channel.CreateBounded<StoreItem>(100_000);
    private readonly Task _running;
    private int _reloads;

    public FeedRig(VenueServer server, FakeVenue? venue = null, FeedOptions? options = null, SocketPlan? plan = null, TimeProvider? time = null, Random? random = null, IReadOnlyList<Instrument>? contracts = null)
        : this(server.WebSocketUrl, venue, options, plan, time, random, contracts)
    {
    }

    public FeedRig(Uri url, FakeVenue? venue = null, FeedOptions? options = null, SocketPlan? plan = null, TimeProvider? time = null, Random? random = null, IReadOnlyList<Instrument>? contracts = null)
    {
        venue ??= new FakeVenue();
        time ??= TimeProvider.System;
        Symbols.Update([FakeVenue.Contract("BTCUSDT")], 0);
        Pauses = new HostRateLimits(time);
        var intake = new FrameProcessor(new() { Venue = venue, Symbols = Symbols, Store = _store.Writer, Time = time, Logger = Log });
        Counters = intake.Counters;
        Loop = new FeedLoop(
            plan ?? FakeVenue.Plan("main", 1),
            new FeedContext
            {
                Profile = venue.Profile,
                Venue = new VenueOptions { WebSocketUrl = url },
                Options = options ?? new FeedOptions { CoverageEvery = TimeSpan.FromMilliseconds(50), CloseTimeout = TimeSpan.FromMilliseconds(500) },
                Intake = intake,
                Store = _store.Writer,
                Pauses = Pauses,
                ConnectTurns = new Throttle(venue.Profile.ConnectPacing, time),
                Time = time,
                Logger = Log,
                Clock = Clock = new ClockWatch(time, Log),
                Contracts = () => contracts ?? [],
                ReloadContracts = () => Interlocked.Increment(ref _reloads),
            },
            random ?? new NoJitter());
        StartedMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _running = Loop.RunAsync(StartedMs, GapReason.Connecting, _stop.Token);
    }

    public SymbolRegistry Symbols { get; } = new();

    public FeedLoop Loop { get; }

    public ClockWatch Clock { get; }

    /// <summary>How often the list of contracts was wanted at once.</summary>
    public int Reloads => Volatile.Read(ref _reloads);

    public IReadOnlyList<Deficit> Deficits => [.. Taken().Select(item => item.Payload).OfType<Deficit>()];

    public IReadOnlyList<DeficitEnded> EndedDeficits => [.. Taken().Select(item => item.Payload).OfType<DeficitEnded>()];

    public HostRateLimits Pauses { get; }

    public VenueCounters Counters { get; }

    public ListLogger Log { get; } = new();

    public long StartedMs { get; }

    public List<StoreItem> Items { get; } = [];

    public FeedStatus Status => Loop.Status;

    public IEnumerable<Gap> Gaps => Taken().Select(item => item.Payload).OfType<Gap>();

    /// <summary>The gaps as the store would keep them: the last row of each start.</summary>
    public IReadOnlyList<Gap> KeptGaps => [.. Gaps.GroupBy(gap => gap.FromMs).Select(rows => rows.Last()).OrderBy(gap => gap.FromMs)];

    public IReadOnlyList<CoveredSpan> KeptSpans =>
        [.. Taken().Select(item => item.Payload).OfType<CoveredSpan>().GroupBy(span => span.FromMs).Select(rows => rows.Last()).OrderBy(span => span.FromMs)];

    public IEnumerable<Liquidation> Liquidations => Taken().Where(item => item.Payload is null).Select(item => item.Liquidation);

    public Task LiveAsync() => Wait.UntilAsync(
        () => Status.State == FeedState.Live, () => $"the feed to be live: {Status}, {_running.Status}\n{string.Join('\n', Log.Lines)}", TimeSpan.FromSeconds(60));

    /// <summary>Waits until a gap with a reason has been opened.</summary>
    public Task GapAsync(GapReason reason) =>
        Wait.UntilAsync(() => Gaps.Any(gap => gap.Reason == reason), () => $"a gap {reason}; now {Status}", TimeSpan.FromSeconds(60));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private List<StoreItem> Taken()
    {
        while (_store.Reader.TryRead(out var item))
            Items.Add(item);
        return Items;
    }

    private sealed class NoJitter() : Random(1)
    {
        public override double NextDouble() => 0;
    }
}
