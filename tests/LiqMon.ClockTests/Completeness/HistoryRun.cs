using System.Threading.Channels;
using LiqMon.Backfill;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness;

/// <summary>
/// Plays a history: simulated venues and real feeds over a network in memory, by clocks that are moved step by step, and a
/// real store that is asked real questions. After each step it waits until all that was sent has been taken.
/// </summary>
internal sealed class HistoryRun : IAsyncDisposable
{
    /// <summary>When every history starts, by every clock.</summary>
    public static readonly DateTimeOffset Start = new FakeTime().GetUtcNow();

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WholePatience = TimeSpan.FromSeconds(180);

    private readonly History _history;
    private readonly FakeTime _venueTime = new();
    private readonly FakeTime _ownTime = new();
    private readonly Simulation _simulation;
    private readonly MemoryNetwork _network;
    private readonly Stillness _stillness;
    private readonly HttpClient _http;
    private readonly HttpMessageInvoker _handshakes;
    private readonly StoreFolder _folder = StoreFolder.Fast();
    private EventStore _store;
    private ClockWatch _clock;
    private readonly List<Channel<StoreItem>> _items = [];
    private readonly List<StoreItem> _batch = [];
    private CancellationTokenSource _stop = new();
    private bool _isOut;
    private readonly List<ObservedResult> _results = [];
    private string _doing = "starting";
    private TimeSpan _now;

    private HistoryRun(History history)
    {
        _history = history;
        _simulation = Simulation.Unserved(
            new SimulationOptions { Seed = history.Seed, Rate = 0, Venues = history.Venues, Assets = history.Assets, Faults = history.Faults, Tick = Step },
            _venueTime);
        _network = new MemoryNetwork(_simulation, _ownTime);
        _stillness = new Stillness(_simulation, history.Venues, _network, _ownTime, () => _items.Sum(items => items.Reader.Count));
        _http = new HttpClient(_network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _handshakes = new HttpMessageInvoker(_network, disposeHandler: false);
        _store = EventStore.Open(_folder.Options, _ownTime);
        _clock = new ClockWatch(_ownTime, new ListLogger());
        foreach (var unlisted in history.Unlisted)
            Contract(unlisted.Venue, unlisted.Contract).Listed = false;
    }

    /// <summary>
    /// Plays a history whose venues have to be live when its first query begins, and again where the machine was too busy for
    /// LiqMon to connect in that time.
    /// </summary>
    public static async Task<PlayedHistory> PlayLiveAsync(History history)
    {
        for (var left = 5; ; left--)
        {
            var played = await PlayAsync(history);
            if (left == 1 || !played.Results[0].Result.Coverage.Any(venue => venue.Gaps.Any(gap => gap.Reason == GapReason.Connecting)))
                return played;
        }
    }

    /// <summary>Plays a history to its end.</summary>
    public static async Task<PlayedHistory> PlayAsync(History history)
    {
        var run = new HistoryRun(history);
        try
        {
            // Away from the test's own context, which runs one thing at a time.
            return await Task.Run(run.PlayAndDisposeAsync).WaitAsync(WholePatience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"it does not end: {run._doing} at {run._now.TotalSeconds:0.##} s");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _doing = "closing connections";
        await _network.CloseAsync();
        _doing = "ending the simulation";
        await _simulation.DisposeAsync();
        _store.Dispose();
        _http.Dispose();
        _handshakes.Dispose();
        _network.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task<PlayedHistory> PlayAndDisposeAsync()
    {
        await using (this)
            return await PlayAsync();
    }

    private async Task<PlayedHistory> PlayAsync()
    {
        var random = new Random(_history.Seed);
        var limits = new HostRateLimits(_ownTime);
        var (watch, feeds) = Launch(limits, random);
        _doing = "playing";
        await _stillness.WaitAsync();
        var orders = new Queue<PlannedOrder>(_history.Orders);
        var standstills = new Queue<Standstill>(_history.Standstills);
        var outages = new Queue<Outage>(_history.Outages);
        while (_now < _history.Length + _history.Tail)
        {
            if (standstills.TryPeek(out var standstill) && standstill.At <= _now)
                await StandStillAsync(standstills.Dequeue(), orders);
            if (outages.TryPeek(out var outage) && outage.At <= _now)
            {
                await GoOutAsync(outages.Dequeue(), watch, feeds, orders);
                (watch, feeds) = Launch(limits, random);
                await _stillness.WaitAsync();
            }

            MoveVenues(orders);
            MoveOwnClock(Step);
            await _stillness.WaitAsync();
            if (_now.Ticks % CommitEvery.Ticks == 0)
                Commit();
            Ask(query => query.AskedAt is { } at && at > _now - Step && at <= _now);
        }

        _doing = "stopping feeds";
        await StopAsync(Task.WhenAll(feeds));
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(watch.IsCanceled, $"{watch.Exception}");
        _doing = "asking";
        Commit();
        Ask(query => query.AskedAt is null);
        return new PlayedHistory(_history, _results, Everything(), _simulation.Ledger.Entries()) { Held = Held() };
    }

    private (Task Watch, List<Task> Feeds) Launch(HostRateLimits limits, Random random) =>
        (_clock.RunAsync(_stop.Token), [.. _history.Venues.Select(venue => Feed(venue, limits, random).RunAsync(_stop.Token))]);

    // The venues go on while nothing of LiqMon runs. What a killed process has not committed is lost.
    private async Task GoOutAsync(Outage outage, Task watch, List<Task> feeds, Queue<PlannedOrder> orders)
    {
        _doing = "going out";
        var from = _now;
        if (outage.IsKill)
            _items.Clear();
        await _stop.CancelAsync();
        var ended = Task.WhenAll(feeds);
        using var patience = new CancellationTokenSource(Stillness.Patience);
        while (!ended.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            MoveVenues(orders);
            MoveOwnClock(Step);
            Commit();
            await Task.Delay(1, CancellationToken.None);
        }

        await ended;
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Commit();
        _items.Clear();
        _store.Dispose();
        _isOut = true;
        _doing = "being out";
        while (_now < from + outage.For && _now < _history.Length)
        {
            MoveVenues(orders);
            MoveOwnClock(Step);
            Ask(query => query.AskedAt is { } at && at > _now - Step && at <= _now);
        }

        _doing = "coming back";
        _store = EventStore.Open(_folder.Options, _ownTime);
        _isOut = false;
        _stop.Dispose();
        _stop = new();
        _clock = new ClockWatch(_ownTime, new ListLogger());
    }

    private VenueFeed Feed(string venue, HostRateLimits limits, Random random)
    {
        var items = Channel.CreateBounded<StoreItem>(new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.Wait });
        _items.Add(items);
        return new VenueFeed(new VenueSetup
        {
            Venue = VenueCatalog.Find(venue)!,
            Known = [.. _store.Rollups.Instruments().Where(instrument => instrument.Venue == venue)],
            WatchedUntilMs = _store.Rollups.CoveredUntil().TryGetValue(venue, out var untilMs) ? untilMs : null,
            Options = new VenueOptions { WebSocketUrl = MemoryNetwork.Url("ws", venue), RestUrl = MemoryNetwork.Url("http", venue) },
            Store = items.Writer,
            Http = _http,
            Dialer = new WebSocketDialer(_handshakes),
            Pauses = limits,
            Feeds = new FeedOptions { KeepAliveInterval = TimeSpan.Zero, KeepAliveTimeout = Timeout.InfiniteTimeSpan },
            Companion = _history.Repairs ? parts => GapRepairService.Beside(parts, new GapRepairOptions { DataDirectory = _folder.Path, CheckEvery = TimeSpan.FromSeconds(3), Settle = TimeSpan.FromSeconds(2), Current = _history.Believed }) : null,
            Random = random,
            Time = _ownTime,
            Clock = _clock,
            Logger = new ListLogger(),
        });
    }

    /// <summary>The venues go on for one step; LiqMon has not seen it yet.</summary>
    private void MoveVenues(Queue<PlannedOrder> orders)
    {
        _now += Step;
        _venueTime.Advance(Step);
        foreach (var unlisted in _history.Unlisted.Where(it => it.ListedAt is { } at && at > _now - Step && at <= _now))
            Contract(unlisted.Venue, unlisted.Contract).Listed = true;
        _simulation.Advance();
        while (orders.TryPeek(out var due) && due.At <= _now)
            Emit(orders.Dequeue());
    }

    private void MoveOwnClock(TimeSpan step)
    {
        foreach (var clock in _history.ClockSteps.Where(it => it.At > _now - step && it.At <= _now))
            _ownTime.StepWall(clock.By);
        _ownTime.Advance(step);
    }

    /// <summary>The venues go on while LiqMon does not; then all its timers are late, and what was buffered arrives.</summary>
    private async Task StandStillAsync(Standstill standstill, Queue<PlannedOrder> orders)
    {
        _network.Hold();
        var from = _now;
        while (_now < from + standstill.For && _now < _history.Length)
            MoveVenues(orders);
        foreach (var clock in _history.ClockSteps.Where(it => it.At > from && it.At <= _now))
            _ownTime.StepWall(clock.By);
        _ownTime.Jump(_now - from);
        _network.Release();
        await _stillness.WaitAsync();
    }

    private void Emit(PlannedOrder order)
    {
        if (_simulation.Traded(order.Venue).Count == 0 || Contract(order.Venue, order.Contract) is not { IsTraded: true } contract)
            return;
        _simulation.Emit(order.Venue, new SimulatedLiquidation
        {
            Symbol = contract.Spec.Symbol,
            Position = order.Position,
            Price = contract.ToTick(contract.Quote.Mark * (1000 + order.PricePermille) / 1000),
            Quantity = order.Steps * contract.Spec.QuantityStep,
        });
    }

    private TradedInstrument Contract(string venue, int place) => _simulation.Traded(venue) is var all ? all[place % all.Count] : null!;

    private void Commit()
    {
        if (_isOut)
            return;
        _batch.Clear();
        foreach (var items in _items)
        {
            while (items.Reader.TryRead(out var item))
                _batch.Add(item);
        }

        if (_batch.Count > 0)
            _store.Commit(_batch);
    }

    private async Task StopAsync(Task feeds)
    {
        await _stop.CancelAsync();
        using var patience = new CancellationTokenSource(Stillness.Patience);
        while (!feeds.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _ownTime.Advance(Step);
            Commit();
            await Task.Delay(1, CancellationToken.None);
        }

        await feeds;
    }

    private void Ask(Func<PlannedQuery, bool> isDue)
    {
        foreach (var query in _history.Queries.Where(isDue))
        {
            Commit();
            _results.Add(new ObservedResult(query, Squeeze(query.From, query.To, query.Venues, query.Assets), _simulation.Ledger.Entries()));
        }
    }

    /// <summary>All that is stored, whatever its time.</summary>
    private SqueezeResult Everything() => Squeeze(TimeSpan.FromHours(-2), TimeSpan.FromHours(2), null, null);

    /// <summary>All that is stored, order by order.</summary>
    private List<LiquidationRow> Held()
    {
        using var reader = StoreReader.Open(_folder.Path);
        return [.. reader.Liquidations.List(new LiquidationFilter { FromMs = 0, ToMs = long.MaxValue, IncludeTraditional = true }, 0, int.MaxValue, newestFirst: false)];
    }

    private SqueezeResult Squeeze(TimeSpan from, TimeSpan to, IReadOnlyList<string>? venues, IReadOnlyList<string>? assets)
    {
        var queries = new StoreQueries(() => StoreReader.Open(_folder.Path), KnownVenues.Of(_history.Venues.Contains));
        var (fromMs, toMs) = ((Start + from).ToUnixTimeMilliseconds(), (Start + to).ToUnixTimeMilliseconds());
        return queries.Squeezes.Of(new SpanQuery
        {
            Filter = new LiquidationFilter { Venues = venues, Assets = assets, FromMs = fromMs, ToMs = toMs },
            DisplayFromMs = fromMs,
            DisplayToMs = toMs,
            NowMs = _ownTime.GetUtcNow().ToUnixTimeMilliseconds(),
        })[0];
    }
}

/// <summary>A history with all that was observed of it.</summary>
/// <param name="History">The history.</param>
/// <param name="Results">Answers to its queries.</param>
/// <param name="Everything">The answer over all times, after the end.</param>
/// <param name="Ledger">What happened.</param>
internal sealed record PlayedHistory(
    History History, IReadOnlyList<ObservedResult> Results, SqueezeResult Everything, IReadOnlyList<LedgerEntry> Ledger)
{
    /// <summary>What is stored after the end.</summary>
    public required IReadOnlyList<LiquidationRow> Held { get; init; }
}

/// <summary>An answer, with what had happened by then.</summary>
internal sealed record ObservedResult(PlannedQuery Query, SqueezeResult Result, IReadOnlyList<LedgerEntry> Ledger);
