using System.Collections.Concurrent;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Polling;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Watches one venue: keeps its contracts known, its sockets connected and its polls going. When the contracts change,
/// its sockets follow without a gap.
/// </summary>
public sealed class VenueFeed
{
    private static readonly TimeSpan FirstLoadPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LargestCutAtStart = TimeSpan.FromHours(1);
    private static readonly TimeSpan PendingEvery = TimeSpan.FromSeconds(1);

    private readonly VenueSetup _setup;
    private readonly FeedContext _context;
    private readonly MarketSampler _board = new();
    private readonly RestClient _rest;
    private readonly InstrumentLoader _loader;
    private readonly PollLoop _polls;
    private readonly FeedSet _feeds;
    private readonly PendingFeed _pending;
    private readonly FeedCompanion? _companion;
    private readonly Supervisor _loops;
    private readonly UnwatchedContracts _unwatched = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly AsyncAutoResetSignal _contractRefused = new();
    private readonly Dictionary<string, Instrument> _delisted = new(StringComparer.Ordinal);
    private readonly SocketPlaces _places = new();
    private List<Instrument> _order = [];
    private IReadOnlyList<string> _accounts = [];
    private bool _waitedForInstruments;
    private bool _hadWholeList;

    /// <summary>A feed that is not running yet.</summary>
    public VenueFeed(VenueSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        _loops = setup.Loops ?? new Supervisor(setup.Time, setup.Logger);
        var profile = setup.Venue.Profile;
        var assets = setup.Options.Assets.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Intake = new FrameProcessor(new()
        {
            Venue = setup.Venue,
            Symbols = setup.Symbols,
            Store = setup.Store,
            Sampler = _board,
            Options = setup.Intake with { Assets = assets },
            Time = setup.Time,
            Logger = setup.Logger,
        });
        _rest = new RestClient(setup.Http, profile, setup.Options, setup.Pauses, setup.Time);
        _loader = new InstrumentLoader(new()
        {
            Venue = setup.Venue,
            Symbols = setup.Symbols,
            Known = setup.Known,
            Rest = _rest,
            Store = setup.Store,
            Wanted = Intake.InstrumentsWanted,
            Sink = setup.Intake.Sink,
            Random = new Random(setup.Random.Next()),
            Time = setup.Time,
            Failures = setup.Failures,
            Logger = setup.Logger,
        })
        {
            Urgent = Intake.ListOutdated,
            Unwatched = profile.FeedClass == FeedClass.None ? null : _unwatched,
            Keeps = Intake.Keeps,
            MissingFrom = sinceMs => sinceMs - OrderTimes.BackMs(profile, Intake.Counters),
        };
        _context = new FeedContext
        {
            Profile = profile,
            Venue = setup.Options,
            Options = setup.Feeds,
            Intake = Intake,
            Store = setup.Store,
            Pauses = setup.Pauses,
            ConnectTurns = new Throttle(profile.ConnectPacing, setup.Time),
            Dialer = setup.Dialer,
            Time = setup.Time,
            Failures = setup.Failures,
            Logger = setup.Logger,
            Clock = setup.Clock ?? new ClockWatch(setup.Time, setup.Logger),
            Contracts = () => Volatile.Read(ref _order),
            ReloadContracts = _loader.Urgent.Raise,
            ContractRefused = Demote,
            Unwatched = _unwatched,
        };
        _pending = new PendingFeed(_context);
        _feeds = new FeedSet(_context, setup.Random);
        _polls = new PollLoop(setup.Venue, _context, _board, _rest);
        _companion = setup.Companion?.Invoke(new FeedParts(setup, _loader, Intake, _rest, () => _context.ClockDifference.BehindMs));
    }

    /// <summary>The venue's intake, with its counters.</summary>
    public FrameProcessor Intake { get; }

    /// <summary>What the venue is doing; may be read by other threads.</summary>
    public VenueStatus Status => new(
        _context.Profile.Id,
        _context.Profile.Name,
        FeedStatuses(),
        _loader.Listed.Count,
        _loader.State.Loaded,
        _loader.State.Error ?? _polls.Error,
        _setup.Venue.InstrumentRequests is [var first, ..] ? _setup.Pauses.Of(_setup.Options.Rest(first.Url)).Remaining : default)
    {
        ClockOffsetMs = Intake.Counters.ClockOffsetMs,
        ListReason = _loader.State.Reason,
    };

    /// <summary>Watches until cancelled; everything it started has ended when it returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> tasks = [];
        _loader.BeginWatch(_context.NowMs, _setup.WatchedUntilMs);
        try
        {
            tasks.Add(_loader.RunAsync(running.Token));
            tasks.AddRange(_polls.Start(running.Token));
            tasks.Add(SuperviseAsync(running.Token));
            if (_companion is not null)
                tasks.Add(_loops.RunAsync(_companion.Name, _companion.RunAsync, running.Token));
            // The first to end, other than on request, takes the others with it: whoever runs us must know.
            await await Task.WhenAny(tasks);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            await running.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _feeds.StopAsync();
            await _pending.EndAsync();
            await FlushAsync();
        }
    }

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        var sinceMs = _context.NowMs;
        if (_context.Profile.FeedClass != FeedClass.None)
        {
            // The clock may have been set back while nothing ran. A clock that is hours behind is wrong itself, and cuts no history.
            var cut = new CoverageCut(_context.Profile.Id, null, sinceMs) { UntilMs = sinceMs + (long)LargestCutAtStart.TotalMilliseconds };
            await _setup.Store.WriteAsync(StoreItem.Of(cut), cancellationToken);
        }

        await _pending.BeginAsync(sinceMs, cancellationToken);
        // Contracts as the venue lists them today are better than those known from before, but not worth a long wait.
        await TaskDelay.ForAnyAsync(FirstLoadPatience, _setup.Time, [_loader.FirstAttempt], cancellationToken);
        FollowInstruments(sinceMs);
        var changed = _loader.Changed.WaitAsync(cancellationToken);
        var refused = _contractRefused.WaitAsync(cancellationToken);
        var gone = _polls.ContractGone.WaitAsync(cancellationToken);
        while (true)
        {
            if (HasFeeds)
                await _pending.EndAsync();
            await _pending.UpdateAsync(_loader.State, cancellationToken);
            var wait = _pending.IsOpen ? PendingEvery : TimeSpan.MaxValue;
            await TaskDelay.ForAnyAsync(wait, _setup.Time, [changed, refused, gone, .. _feeds.Events], cancellationToken);
            if (changed.IsCompleted && _loader.Changed.TryLower())
            {
                FollowInstruments(sinceMs);
                changed = _loader.Changed.WaitAsync(cancellationToken);
            }

            if (refused.IsCompleted && _contractRefused.TryLower())
            {
                FollowInstruments(sinceMs);
                refused = _contractRefused.WaitAsync(cancellationToken);
            }

            if (gone.IsCompleted && _polls.ContractGone.TryLower())
                gone = _polls.ContractGone.WaitAsync(cancellationToken);
            await EndDelistedAsync(cancellationToken);
            await _feeds.SettleAsync(cancellationToken);
        }
    }

    private void FollowInstruments(long startedMs)
    {
        var listed = _loader.Listed.Where(instrument => Intake.Keeps(instrument.Asset)).ToList();
        // Contracts keep their places, so that one new listing does not reshuffle every subscription.
        var newest = listed.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal);
        var stayed = _order.Select(instrument => instrument.Symbol).Where(newest.ContainsKey).ToHashSet(StringComparer.Ordinal);
        var added = _board.Ranked(listed.Where(instrument => !stayed.Contains(instrument.Symbol)));
        foreach (var instrument in _order.Where(instrument => !newest.ContainsKey(instrument.Symbol)))
            _delisted[instrument.Symbol] = instrument;
        foreach (var symbol in newest.Keys)
            _delisted.Remove(symbol);
        var last = TakeRefused();
        List<Instrument> order = [.. stayed.Select(symbol => newest[symbol]), .. added];
        Volatile.Write(ref _order, [.. order.Where(it => !last.Contains(it.Symbol)), .. order.Where(it => last.Contains(it.Symbol))]);
        var plans = _setup.Venue.Sockets(_order, _setup.Symbols.Accounts, _places);
        if (_order.Count == 0)
        {
            // Some venues have one subscription for all contracts: their events can wait in the store for the contracts.
            plans = [.. plans.Where(plan => plan.Messages.Count > 0)];
            // Of a list that cannot be loaded the log has a line already.
            if (plans.Count == 0 && _loader.State.Error is null)
                _setup.Logger.NoContracts(_context.Profile.Id);
        }

        var first = _feeds.IsEmpty;
        var late = _waitedForInstruments;
        _waitedForInstruments = plans.Count == 0 && _order.Count == 0;
        // A market whose list is loaded late should have been watched from the start.
        var isLate = first || !_hadWholeList;
        _hadWholeList = _loader.State.Loaded is not null;
        var (sinceMs, reason) = (isLate ? startedMs : _context.NowMs, late ? GapReason.NoInstruments : GapReason.Connecting);
        var accounts = _setup.Symbols.Accounts.Addresses;
        var sameAccounts = _accounts.SequenceEqual(accounts, StringComparer.Ordinal);
        _accounts = accounts;
        _feeds.Follow(plans, sinceMs, reason, new PlanChange(!isLate && sameAccounts, HasEnded));
        _polls.Use(listed, sinceMs, reason);
    }

    /// <summary>
    /// Whether the contracts that are listed no more have ended. A list that has others shows it; one that is empty may be
    /// wrong, unless the polls do not have its contracts any more either.
    /// </summary>
    private bool HasEnded => !_loader.HasEmptied || _delisted.Values.All(instrument => _polls.IsGone(instrument.WireName));

    /// <summary>A contract that no list and no poll has any more has ended: nothing of it is open from now on.</summary>
    private async Task EndDelistedAsync(CancellationToken cancellationToken)
    {
        if (_delisted.Count == 0)
            return;
        List<Instrument> ended = [.. _delisted.Values.Where(instrument => _polls.IsGone(instrument.WireName))];
        foreach (var instrument in ended)
            _delisted.Remove(instrument.Symbol);
        if (ended.Count > 0)
            await Intake.EndAsync(ended, _context.NowMs, cancellationToken);
    }

    /// <summary>A contract that the venue refuses goes to the end: those at the front prove that their sockets deliver.</summary>
    private void Demote(string symbol)
    {
        _refused.Enqueue(symbol);
        _contractRefused.Raise();
    }

    private HashSet<string> TakeRefused()
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        while (_refused.TryDequeue(out var symbol))
            symbols.Add(symbol);
        return symbols;
    }

    private bool HasFeeds => !_feeds.IsEmpty || _polls.Feeds.Count > 0 || Whole is not null;

    /// <summary>A venue without any liquidations shows at least that its REST answers.</summary>
    private FeedStatus? Whole => _context.Profile.FeedClass == FeedClass.None ? _polls.Whole : null;

    /// <summary>What is watched; while nothing can be, the list of contracts that is waited for.</summary>
    private IReadOnlyList<FeedStatus> FeedStatuses()
    {
        IReadOnlyList<FeedStatus> feeds = [.. _feeds.Status, .. _polls.Feeds];
        return feeds.Count > 0 ? feeds : [Whole ?? _pending.Status];
    }

    private async Task FlushAsync()
    {
        using var patience = new CancellationTokenSource(_setup.Feeds.StopTimeout, _setup.Time);
        try
        {
            await Intake.FlushAsync(patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            _setup.Logger.SamplesNotStored(_context.Profile.Id);
        }
    }
}
