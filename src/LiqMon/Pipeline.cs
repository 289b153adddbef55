using System.Threading.Channels;
using LiqMon.Cascades;
using LiqMon.Context;
using LiqMon.External;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Influx;
using LiqMon.Ingestion;
using LiqMon.Lake;
using LiqMon.Live;
using LiqMon.Pipelines;
using LiqMon.Postgres;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon;

/// <summary>
/// How data flows: sockets and REST → one bounded lane for each venue → one commit loop → what is durable goes on to the
/// rolling windows, to the search for cascades and, if somebody listens, to the live stream. InfluxDB is written from the
/// store, behind a cursor, and so are PostgreSQL and closed days as Parquet.
/// <para>
/// Every lane waits when it is full, so that a slow disk holds the sockets back and drops nothing; only the live stream
/// may drop, and it counts. Stopping goes the same way: feeds end, lanes run empty, the last commit is done, the store
/// closes.
/// </para>
/// </summary>
public sealed class Pipeline : IDisposable
{
    /// <summary>The longest that <see cref="RunAsync"/> goes on after it was cancelled: what the store does not take by then is lost.</summary>
    internal static TimeSpan LongestStop => StopWithin + EndWithin;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan EndWithin = TimeSpan.FromMilliseconds(500);

    private readonly PipelineSetup _setup;
    private readonly EventStore _store;
    private readonly HttpClient _http;
    private readonly VenuePipeline[] _lanes;
    private readonly ContextPipeline? _context;
    private readonly Channel<Committed> _committed;
    private readonly GapFillPipeline? _fills;
    private readonly InfluxExport? _influx;
    private readonly LakeLoop? _lake;
    private readonly PostgresWriter? _postgres;
    private readonly ILogger _log;
    private Task _searching = Task.CompletedTask;
    private Task _exporting = Task.CompletedTask;
    private Task _laking = Task.CompletedTask;
    private Task _inserting = Task.CompletedTask;

    private Pipeline(PipelineSetup setup, EventStore store, CancellationToken cancellation)
    {
        _setup = setup;
        _store = store;
        _log = setup.Logs.CreateLogger("LiqMon.Pipeline");
        Loops = new Supervisor(setup.Time, setup.Logs.CreateLogger<Supervisor>(), setup.Runner);
        _http = RestClient.NewHttpClient();
        _committed = Channel.CreateBounded<Committed>(
            new BoundedChannelOptions(setup.CommittedCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });
        Windows = LiveWindows.Rebuild(store, setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), cancellation);
        Clock = new ClockWatch(setup.Time, setup.Logs.CreateLogger<ClockWatch>());
        Publisher = new LiveEventPublisher(setup.Live, Windows, setup.Answers, setup.Time, setup.Logs.CreateLogger<LiveEventPublisher>());
        Cascades = new CascadeLoop(
            store, StoreReader.Open(setup.Store.DataDirectory),
            [.. setup.Answers.KnownVenues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id)],
            setup.Cascades, [new LiveCascades(setup.Live), .. setup.CascadeObservers], setup.Time, setup.Logs.CreateLogger<CascadeLoop>());
        var pauses = new HostRateLimits(setup.Time);
        var random = new Random(setup.Seed);
        foreach (var profile in setup.Venues.Select(pair => pair.Venue.Profile).Where(profile => profile.ClosedOn is not null))
            _log.VenueClosed(profile.Id, Timestamps.ClosedOn(profile.ClosedOn!.Value));
        var open = setup.Venues.Where(pair => pair.Venue.Profile.ClosedOn is null).ToList();
        var shared = new SharedParts(_http, pauses, Clock, new FailureLogs(setup.Time, setup.Logs), Loops);
        _lanes = [.. open.Select(pair => new VenuePipeline(pair.Venue, pair.Options, setup, shared, new Random(random.Next())))];
        _influx = setup.Influx is { } influx ? Export(influx, new Random(random.Next())) : null;
        if (setup.Lake is { } lake)
        {
            _lake = LakeLoop.Open(new()
            {
                Plan = lake,
                Store = store,
                Options = setup.Store,
                Time = setup.Time,
                Log = setup.Logs.CreateLogger<LakeLoop>(),
            });
        }

        if (setup.Postgres is { } postgres)
        {
            _postgres = PostgresWriter.Open(new()
            {
                Options = postgres,
                Store = store,
                StoreOptions = setup.Store,
                Random = new Random(random.Next()),
                Time = setup.Time,
                Log = setup.Logs.CreateLogger<PostgresWriter>(),
            });
        }

        if (setup.Context is { } context)
            _context = new ContextPipeline(context, open.ToDictionary(pair => pair.Venue.Profile.Id, pair => pair.Options), setup, shared);
        if (setup.Fills is { } fills)
            _fills = new GapFillPipeline(fills, open.ToDictionary(pair => pair.Venue.Profile.Id, pair => pair.Options), setup, shared);
    }

    /// <summary>Every background loop; whoever runs others beside the pipeline adds them here.</summary>
    public Supervisor Loops { get; }

    /// <summary>The rolling windows.</summary>
    public LiveWindows Windows { get; }

    /// <summary>Watches the process's own time.</summary>
    public ClockWatch Clock { get; }

    /// <summary>What commits have done.</summary>
    public CommitCounters Commits { get; } = new();

    /// <summary>Looks for cascades.</summary>
    public CascadeLoop Cascades { get; }

    /// <summary>Publishes to the live stream.</summary>
    public LiveEventPublisher Publisher { get; }

    /// <summary>What has been written to InfluxDB; null when it is not configured.</summary>
    public InfluxCounters? Influx => _influx?.Counters;

    /// <summary>What has been written of closed days; null when no folder for them is set.</summary>
    public LakeCounters? Lake => _lake?.Counters;

    /// <summary>What has been written to PostgreSQL; null when it is not configured.</summary>
    public PostgresCounters? Postgres => _postgres?.Counters;

    /// <summary>What the sources of market context did; empty when they are not watched.</summary>
    public IReadOnlyList<SourceCount> ContextSources => _context?.Counters.All ?? [];

    /// <summary>What each venue is doing.</summary>
    public IReadOnlyList<VenuePipelineStatus> Lanes => [.. _lanes.Select(lane => lane.Status)];

    /// <summary>Opens the store and rebuilds the windows.</summary>
    /// <param name="setup">What the pipeline is made of.</param>
    /// <param name="cancellation">Breaks off the rebuilding, which takes seconds on a full store.</param>
    /// <exception cref="StoreException">The store cannot be opened; the message is for people.</exception>
    public static Pipeline Open(PipelineSetup setup, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var store = EventStore.Open(
            setup.Store with
            {
                Destinations = [.. Targets(setup).Keys],
                Targets = Targets(setup),
            },
            setup.Time);
        try
        {
            ReportLosses(store, setup.Logs.CreateLogger<EventStore>());
            return new Pipeline(setup, store, cancellation);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Watches until cancelled, then commits what has arrived. What it started has ended when it returns, but for loops that
    /// did not end in time, which the result names.
    /// </summary>
    /// <exception cref="StoreException">The store can never write again.</exception>
    public async Task<PipelineEnd> RunAsync(CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var givingUp = new CancellationTokenSource();
        var items = _lanes.Select(lane => lane.Items.Reader);
        if (_context is not null)
            items = items.Append(_context.Items.Reader);
        if (_fills is not null)
            items = items.Append(_fills.Items.Reader);
        var loop = new CommitLoop(
            _store, [.. items], _committed.Writer, Windows.NowMs, _setup.Time, Commits, _setup.Logs.CreateLogger<CommitLoop>())
        {
            Rebuild = nowMs => LiveWindows.Build(_store, nowMs, givingUp.Token),
        };
        var retention = new RetentionLoop(_store, _setup.Time, _setup.Logs.CreateLogger<RetentionLoop>());
        var known = _store.Rollups.Instruments();
        var coveredUntil = _store.Rollups.CoveredUntil();
        foreach (var lane in _lanes.Where(lane => _store.Lost is not null && coveredUntil.ContainsKey(lane.Id)))
            lane.AddLoss(_store.Lost!);
        var commits = Loops.RunAsync("commits", loop.RunAsync, givingUp.Token, IsFinal);
        var pruning = Loops.RunAsync("retention", retention.RunAsync, stopping.Token, IsFinal);
        List<Task> others =
        [
            Loops.RunAsync("windows", token => CountAsync(loop, token), givingUp.Token),
            _searching = Loops.RunAsync("cascades", Cascades.RunAsync, givingUp.Token),
            Loops.RunAsync("clock", Clock.RunAsync, stopping.Token),
            Loops.RunAsync("venue clocks", new ClockMonitor(() => Lanes, _setup.Time, _log).RunAsync, stopping.Token),
            Loops.RunAsync("live stream", Publisher.RunAsync, stopping.Token),
            .. _lanes.Select(lane => KeepAsync(
                "feed " + lane.Id, lane.Items.Writer,
                token => lane.NewFeed(
                    [.. known.Where(instrument => instrument.Venue == lane.Id)],
                    coveredUntil.TryGetValue(lane.Id, out var untilMs) ? untilMs : null).RunAsync(token),
                stopping.Token)),
        ];
        if (_context is { } context)
            others.Add(KeepAsync("context", context.Items.Writer, token => context.NewWatch().RunAsync(token), stopping.Token));
        if (_fills is { } fills)
            others.Add(KeepAsync("external sums", fills.Items.Writer, token => fills.NewLoop().RunAsync(token), stopping.Token));
        if (_influx is not null)
            others.Add(_exporting = _influx.RunAsync(Loops, stopping.Token));
        if (_lake is not null)
            others.Add(_laking = Loops.RunAsync("lake", _lake.RunAsync, stopping.Token));
        if (_postgres is not null)
            others.Add(_inserting = Loops.RunAsync("postgres", _postgres.RunAsync, stopping.Token));

        // Commits end by themselves only when nothing can arrive any more, and fail only when the store can never write again.
        await Task.WhenAny(commits, pruning, Task.Delay(Timeout.Infinite, stopping.Token)).ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        if (commits.IsFaulted || pruning.IsFaulted)
            await givingUp.CancelAsync().ConfigureAwait(false);
        else
            givingUp.CancelAfter(StopWithin);
        Task[] all = [commits, pruning, .. others];
        await Task.WhenAny(Task.WhenAll(all), Task.Delay(LongestStop, CancellationToken.None)).ConfigureAwait(false);
        // A commit that hangs still holds something.
        var end = End(commits.IsCompleted ? loop.NotStored : 1);
        if (all.FirstOrDefault(task => task.IsFaulted) is { } failed)
            await failed.ConfigureAwait(false);
        return end;
    }

    /// <summary>What became of the run before, as far as its mark shows it.</summary>
    private static void ReportLosses(EventStore store, ILogger log)
    {
        if (store is { IsLossNew: true, Lost: { } lost })
            log.CommitsLost(lost.Commits, Timestamps.Of(Timestamps.FromUnixMs(lost.FromMs)), Timestamps.Of(Timestamps.FromUnixMs(lost.ToMs)));
        else if (store.LastRun == LastRun.CutOff)
            log.RunCutOff();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A connection that a loop still uses must not be closed under it; it ends with the process.
        if (_exporting.IsCompleted)
            _influx?.Dispose();
        if (_laking.IsCompleted)
            _lake?.Dispose();
        if (_inserting.IsCompleted)
            _postgres?.Dispose();
        if (_searching.IsCompleted)
            Cascades.Dispose();
        _http.Dispose();
        _store.Dispose();
    }

    private InfluxExport Export(InfluxOptions options, Random random)
    {
        var log = _setup.Logs.CreateLogger("LiqMon.Influx");
        var writer = new InfluxWriterSetup
        {
            Options = options,
            Store = _store,
            DataDirectory = _setup.Store.DataDirectory,
            Random = random,
            Time = _setup.Time,
            Log = log,
        };
        return InfluxExport.Open(writer, counters => new SnapshotSetup
        {
            Store = _store,
            DataDirectory = _setup.Store.DataDirectory,
            Windows = Windows,
            Lanes = () => Lanes,
            Venues = _setup.Answers.KnownVenues,
            Queries = _setup.Answers,
            Commits = Commits,
            WindowsQueue = () => _committed.Reader.Count,
            Influx = counters,
            Collector = options.Collector,
            Every = options.MomentsEvery,
            Time = _setup.Time,
            Log = log,
        });
    }

    /// <summary>Who receives every change of the store, and what each stands for.</summary>
    private static Dictionary<string, string> Targets(PipelineSetup setup)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (setup.Influx is { } influx)
            targets.Add(InfluxOptions.Destination, influx.Identity);
        if (setup.Lake is { } lake)
            targets.Add(LakePlan.Destination, lake.Identity);
        if (setup.Postgres is { } postgres)
            targets.Add(PostgresOptions.Destination, postgres.Identity);
        return targets;
    }

    private static bool IsFinal(Exception failure) => failure is StoreException { IsFinal: true };

    private PipelineEnd End(int notStored)
    {
        if (notStored > 0)
        {
            _log.LastItemsLost(notStored);
        }

        string[] left = [.. Loops.Loops.Where(loop => loop.State != LoopState.Ended).Select(loop => loop.Name)];
        return new(notStored, left);
    }

    /// <summary>Runs what fills a lane, again after each fault: until then is a gap. The lane is completed at the end.</summary>
    private async Task KeepAsync(string name, ChannelWriter<StoreItem> items, Func<CancellationToken, Task> run, CancellationToken stopping)
    {
        await Loops.RunAsync(
            name,
            async token =>
            {
                await run(token).ConfigureAwait(false);
                if (!token.IsCancellationRequested)
                    throw new InvalidOperationException("It ended without being stopped.");
            },
            stopping).ConfigureAwait(false);
        items.Complete();
    }

    private async Task CountAsync(CommitLoop commits, CancellationToken givingUp)
    {
        await foreach (var commit in _committed.Reader.ReadAllAsync(givingUp).ConfigureAwait(false))
        {
            try
            {
                Windows.Add(commit);
            }
            catch
            {
                commits.RebuildWindows();
                throw;
            }

            Cascades.Offer(commit);
            Publisher.Publish(commit.Stored);
        }

        Cascades.Complete();
    }
}

/// <summary>How a pipeline ended.</summary>
/// <param name="NotStored">Items that were received and are not stored, as far as they can be counted; 0 when everything is.</param>
/// <param name="LoopsLeft">Loops that had not ended when waiting for them ended.</param>
public sealed record PipelineEnd(int NotStored, IReadOnlyList<string> LoopsLeft);
