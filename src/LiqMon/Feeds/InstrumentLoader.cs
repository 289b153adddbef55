using System.Text;
using System.Threading.Channels;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Keeps the contracts of one venue known: loads every part of its list page by page at the start, hourly, and when an
/// unknown contract appears. A part that cannot be loaded keeps what was known of it. One task at a time.
/// </summary>
internal sealed class InstrumentLoader
{
    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstDemandPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DoubtedFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestDemandPause = TimeSpan.FromMinutes(15);

    /// <summary>Lists closer together than this do not show that a contract was not traded at the first of them.</summary>
    private const long LeastBetweenListsMs = 120_000;

    private readonly IVenue _venue;
    private readonly SymbolRegistry _symbols;
    private readonly ChannelWriter<StoreItem> _store;
    private readonly AsyncAutoResetSignal _wanted;
    private readonly InstrumentListReader _reader;
    private readonly AccountLoader _accounts;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FailureLog _failures;
    private readonly Dictionary<string, IReadOnlyList<string>> _parts = new(StringComparer.Ordinal);
    private readonly InstrumentListDeficits _deficits;
    private readonly Dictionary<string, long> _doubted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _delisted = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _knownBefore;
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Instrument> _listed = [];
    private readonly HashSet<string> _filled = new(StringComparer.Ordinal);
    private bool _hasEmptied;
    private long? _lastWholeMs;
    private long _begunMs;
    private bool _hasNewMarket;
    private Progress _state = new(null, null, null);

    public InstrumentLoader(InstrumentLoaderSetup setup)
    {
        _venue = setup.Venue;
        _symbols = setup.Symbols;
        _store = setup.Store;
        _wanted = setup.Wanted;
        _random = setup.Random;
        _time = setup.Time;
        _logger = setup.Logger;
        _failures = setup.Failures;
        _reader = new InstrumentListReader(setup);
        _accounts = new AccountLoader(setup);
        _deficits = new InstrumentListDeficits(setup.Venue, setup.Store, setup.Time);
        _symbols.Update(setup.Known, 0);
        _knownBefore = [.. setup.Known.Select(instrument => instrument.WireName)];
        _listed = Resolve();
    }

    /// <summary>The contracts the venue lists, as far as they are known; may be read by other threads.</summary>
    public IReadOnlyList<Instrument> Listed => Volatile.Read(ref _listed);

    /// <summary>When all parts were last loaded, and what went wrong since.</summary>
    public Progress State => Volatile.Read(ref _state);

    /// <summary>Ends when loading has been tried once.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Whether a part of the list that had contracts since the start is empty now.</summary>
    public bool HasEmptied => Volatile.Read(ref _hasEmptied);

    /// <summary>Raised when the list is another than before.</summary>
    public AsyncAutoResetSignal Changed { get; } = new();

    /// <summary>Raised when the list is known to be old: it is loaded again without the pause that other demand keeps.</summary>
    public AsyncAutoResetSignal Urgent { get; init; } = new();

    /// <summary>Receives contracts that must be subscribed by themselves and are not yet; null where nothing is subscribed.</summary>
    public UnwatchedContracts? Unwatched { get; init; }

    /// <summary>Whether an asset is watched.</summary>
    public Func<string, bool> Keeps { get; init; } = _ => true;

    /// <summary>From when on orders are missing of a contract that may have been traded since a moment of our clock.</summary>
    public Func<long, long> MissingFrom { get; init; } = sinceMs => sinceMs;

    /// <summary>The venue is watched from this moment on.</summary>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="watchedUntilMs">Until when an earlier run watched it, whose last list may have been an hour old; null for never.</param>
    public void BeginWatch(long nowMs, long? watchedUntilMs)
    {
        _lastWholeMs = _begunMs = nowMs;
        _symbols.UnseenSinceMs = watchedUntilMs is { } untilMs ? Math.Min(nowMs, untilMs - (long)Hourly.TotalMilliseconds) : nowMs;
    }

    /// <summary>Loads all parts once.</summary>
    /// <returns>Whether all could be loaded.</returns>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        string? error = null;
        GapReason? reason = null;
        var losses = new ListLosses();
        var newcomers = new List<Instrument>();
        foreach (var request in _venue.InstrumentRequests)
        {
            var instruments = new ContractList();
            if ((await _reader.LoadAsync(request, instruments, losses, cancellationToken) ?? Doubt(request, instruments)) is { } failure)
            {
                var failed = failure.Detail;
                (error, reason) = (failed, failure.Reason);
                _failures.Failed(request.Name, failure, detail => _logger.ListNotLoaded(_venue.Profile.Id, request.Name, detail));
                // Of a list that was never read nobody knows which contracts it has: they may be traded, and are not subscribed.
                if (Unwatched is not null && !_parts.ContainsKey(request.Name))
                    await _deficits.BeginUnreadAsync(MissingFrom(_begunMs), cancellationToken);
                continue;
            }

            _failures.Recovered(request.Name);
            if (_deficits.IsUnread && !_parts.ContainsKey(request.Name))
                _hasNewMarket |= instruments.Any(instrument => Keeps(instrument.Asset) && !_knownBefore.Contains(instrument.WireName));
            newcomers.AddRange(NewcomersOf(request.Name, instruments));
            // A contract whose row cannot be read for once is watched by what was known of it.
            var refused = instruments.Refused.Select(contract => contract.Symbol).ToHashSet(StringComparer.Ordinal);
            _parts[request.Name] =
            [
                .. instruments.Select(instrument => instrument.WireName),
                .. _listed.Where(instrument => refused.Contains(instrument.Symbol)).Select(instrument => instrument.WireName),
            ];
            if (instruments.Count > 0)
                _filled.Add(request.Name);
            await ReportDelistedAsync(cancellationToken);
            losses.Add(instruments.Losses);
            _symbols.Refuse(instruments.Refused);
            var changed = _symbols.Update(BareAssets.Of(instruments, _symbols), _time.GetUtcNow().ToUnixTimeMilliseconds(), losses);
            if (changed.Count > 0)
                await _store.WriteAsync(StoreItem.Of(new ListedInstruments(_venue.Profile.Id, changed)), cancellationToken);
        }

        if (error is null && _parts.Values.All(part => part.Count == 0))
            (error, reason) = ("all lists are empty", GapReason.NoInstruments);
        Report(losses);
        if (error is null)
        {
            if (!_symbols.IsListComplete)
                await _deficits.EndAllUnlistedAsync(cancellationToken);
            await _deficits.SetLossesAsync(losses, cancellationToken);
            await _deficits.EndUnreadAsync(_hasNewMarket, cancellationToken);
        }

        long? missingFromMs = _symbols.UnseenSinceMs is { } sinceMs ? MissingFrom(sinceMs) : null;
        await _deficits.AddNewcomersAsync(newcomers, Listed, missingFromMs, Unwatched, cancellationToken);
        if (error is null)
        {
            MoveUnseen();
            _symbols.IsListComplete = true;
        }

        Volatile.Write(ref _state, new Progress(error is null ? _time.GetUtcNow() : State.Loaded, error, reason) { Losses = losses });
        var sameAccounts = await _accounts.LoadAsync(cancellationToken);
        Volatile.Write(ref _hasEmptied, _parts.Any(part => part.Value.Count == 0 && _filled.Contains(part.Key)));
        var listed = Resolve();
        var symbols = listed.Select(instrument => instrument.Symbol).ToHashSet(StringComparer.Ordinal);
        if (error is null)
            _symbols.SetListed(symbols, _time.GetUtcNow().ToUnixTimeMilliseconds());
        if (error is null && Unwatched is { IsEmpty: false } unwatched)
        {
            await _deficits.EndUnlistedAsync(unwatched, symbols, cancellationToken);
        }

        var same = sameAccounts && listed.Count == Listed.Count && listed.Zip(Listed).All(pair => ReferenceEquals(pair.First, pair.Second));
        Volatile.Write(ref _listed, listed);
        if (!same)
            Changed.Raise();
        return error is null;
    }

    /// <summary>Loads the list and keeps it fresh until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(cancellationToken);
        _firstAttempt.TrySetResult();
        var backoff = new Backoff(_random);
        var demandPause = FirstDemandPause;
        var demanded = false;
        while (true)
        {
            if (!loaded)
            {
                await TaskDelay.ForAsync(backoff.Next(), _time, cancellationToken);
            }
            else
            {
                demanded = await ListDemand.WaitAsync(demandPause, Hourly, _wanted, Urgent, _time, cancellationToken);
            }

            _wanted.TryLower();
            Urgent.TryLower();
            var before = Listed;
            loaded = await LoadAsync(cancellationToken);
            if (loaded)
                backoff = new Backoff(_random);
            demandPause = demanded && before.Count == Listed.Count
                ? demandPause * 2 < LongestDemandPause ? demandPause * 2 : LongestDemandPause
                : FirstDemandPause;
        }
    }

    /// <summary>How far the list is loaded.</summary>
    /// <param name="Loaded">When all parts were last loaded.</param>
    /// <param name="Error">What went wrong since.</param>
    /// <param name="Reason">The same for the gap ledger.</param>
    internal sealed record Progress(DateTimeOffset? Loaded, string? Error, GapReason? Reason)
    {
        /// <summary>What of the lists was not taken when they were last loaded.</summary>
        public ListLosses Losses { get; init; } = new();
    }

    /// <summary>
    /// An empty list is a valid list: a venue may have no contract of a kind. Only one that had contracts before is
    /// doubted, until an answer says the same minutes later: a venue that fails is empty for seconds.
    /// </summary>
    private ConnectionFailure? Doubt(RestRequest request, ContractList instruments)
    {
        if (instruments.Count > 0 || !_parts.TryGetValue(request.Name, out var before) || before.Count == 0)
        {
            _doubted.Remove(request.Name);
            return null;
        }

        _doubted.TryAdd(request.Name, _time.GetTimestamp());
        return _time.GetElapsedTime(_doubted[request.Name]) < DoubtedFor
            ? new(GapReason.NoInstruments, "the list is empty, and was not before")
            : null;
    }

    /// <summary>
    /// What a part of the list has and no part had before. The first list of all has none: what it has is watched as long as
    /// the venue is, unless more was known from before.
    /// </summary>
    private List<Instrument> NewcomersOf(string part, IReadOnlyList<Instrument> instruments)
    {
        if (!_parts.ContainsKey(part) && _knownBefore.Count == 0)
            return [];
        var before = _parts.Values.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        if (!_parts.ContainsKey(part))
            before.UnionWith(_knownBefore);
        return [.. instruments.Where(instrument => !before.Contains(instrument.WireName) && Keeps(instrument.Asset))];
    }

    /// <summary>
    /// Has the store know which contracts are listed no more, before it gets new ones: one of those may be the same contract
    /// under another name.
    /// </summary>
    private async ValueTask ReportDelistedAsync(CancellationToken cancellationToken)
    {
        var delisted = _symbols.Symbols.Select(symbol => symbol.Instrument?.Symbol).OfType<string>().ToHashSet(StringComparer.Ordinal);
        delisted.ExceptWith(Resolve().Select(instrument => instrument.Symbol));
        if (delisted.SetEquals(_delisted))
            return;
        _delisted.Clear();
        _delisted.UnionWith(delisted);
        await _store.WriteAsync(StoreItem.Of(new DelistedContracts(_venue.Profile.Id, delisted)), cancellationToken);
    }

    /// <summary>A list that all parts were read of shows what was not traded when the one before it was read.</summary>
    private void MoveUnseen()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (_lastWholeMs is { } lastMs && nowMs >= lastMs && nowMs - lastMs < LeastBetweenListsMs)
            return;
        // After a clock that was set back, the list before has no time any more.
        _symbols.UnseenSinceMs = nowMs >= _lastWholeMs ? _lastWholeMs : Math.Min(_symbols.UnseenSinceMs ?? nowMs, nowMs);
        _lastWholeMs = nowMs;
    }

    private void Report(ListLosses losses)
    {
        var text = losses.ToString();
        if (!losses.IsEmpty && text != State.Losses.ToString())
        {
            _logger.ContractsNotTaken(_venue.Profile.Id, text, LogSanitizer.Of(string.Join(' ', losses.Examples)));
        }
    }

    /// <summary>The listed contracts in their newest versions, in a stable order.</summary>
    private List<Instrument> Resolve()
    {
        var names = _parts.Values.SelectMany(part => part);
        // What was known before fills in for parts that have not been loaded yet.
        if (_venue.InstrumentRequests.Any(request => !_parts.ContainsKey(request.Name)))
            names = names.Concat(_knownBefore);
        var listed = new List<Instrument>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (_symbols.TryGet(Encoding.UTF8.GetBytes(name), out var symbol, out _) && symbol.Instrument is { } instrument)
                listed.Add(instrument);
        }

        return listed;
    }
}
