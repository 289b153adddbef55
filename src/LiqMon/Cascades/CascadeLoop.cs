using System.Threading.Channels;
using LiqMon.Alerts;
using LiqMon.Api;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Cascades;

/// <summary>
/// Looks for cascades in what is committed, twice a second, and reports them to the store, the live stream and the targets of
/// alerts. The commit loop reports at least once a second how late it is, so that a cascade also ends when nothing comes.
/// </summary>
public sealed class CascadeLoop : IDisposable
{
    // Some minutes of commits. When more wait, the search begins again from the store, which has them all.
    private const int Capacity = 2_048;
    private const long EveryMs = 500;
    private const long MarkEveryMs = 30_000;
    private const long SettleEveryMs = 60_000;

    // Repairs bring old events in many commits; they are looked at together.
    private const long BeginAgainAfterMs = 60_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Channel<Committed> _commits = Channel.CreateBounded<Committed>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });

    private readonly StoreReader _reader;
    private readonly CascadeSearch _search;
    private readonly LiveBroadcaster _live;
    private readonly AlertSender? _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _searchedMs;
    private long _markedMs;
    private long _settledMs;
    private long? _behindSinceMs;
    private bool _begun;
    private long _opened;
    private long _failures;
    private int _open;

    /// <summary>A loop over an open store.</summary>
    /// <param name="store">Where cascades are written.</param>
    /// <param name="reader">The same store, for reading; disposed with the loop.</param>
    /// <param name="venues">Ids of the venues whose coverage counts.</param>
    /// <param name="rule">What a cascade is.</param>
    /// <param name="live">The live stream.</param>
    /// <param name="alerts">Where alerts are sent; null for nobody.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public CascadeLoop(
        EventStore store, StoreReader reader, IReadOnlyList<string> venues, CascadeRule rule, LiveBroadcaster live, AlertSender? alerts,
        TimeProvider time, ILogger log)
    {
        _reader = reader;
        _search = new CascadeSearch(store, reader, venues, rule);
        (_live, _alerts, _time, _log) = (live, alerts, time, log);
    }

    /// <summary>Cascades that go on.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Cascades found since the start.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>Searches that failed and began again.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Takes a commit; never waits. What finds no place is read from the store later.</summary>
    public void Offer(Committed commit) => _commits.Writer.TryWrite(commit);

    /// <summary>There are no further commits.</summary>
    public void Complete() => _commits.Writer.Complete();

    /// <summary>Searches until the commits are completed. After a fault it may be run again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // The search may take long, and whoever starts it has more to start.
        await Task.Yield();
        await foreach (var commit in _commits.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                Add(commit, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                _begun = false;
                Interlocked.Increment(ref _failures);
                if (failure is not StoreException)
                    throw;
                _log.SearchRestarted(failure.Message);
                await Task.Delay(RetryAfter, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes a commit in and searches when it is time.</summary>
    /// <exception cref="StoreException">The search has to begin again.</exception>
    internal void Add(Committed commit, CancellationToken cancellation = default)
    {
        if (!_begun)
            Begin(commit.NowMs, cancellation);
        if (!_search.TryAdd(commit))
        {
            // Commits were missed while many waited.
            Begin(commit.NowMs, cancellation);
            _search.TryAdd(commit);
        }

        var nowMs = commit.NowMs;
        if (nowMs - _searchedMs is >= 0 and < EveryMs)
            return;
        _searchedMs = nowMs;
        if (_search.IsBehind && nowMs - (_behindSinceMs ??= nowMs) >= BeginAgainAfterMs)
            Begin(nowMs, cancellation);
        Search(nowMs, cancellation);
        if (nowMs - _settledMs is >= 0 and < SettleEveryMs)
            return;
        _settledMs = nowMs;
        _search.Settle(nowMs, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void Begin(long nowMs, CancellationToken cancellation)
    {
        // Broken off, it begins anew.
        _begun = false;
        _search.Begin(nowMs, cancellation);
        _alerts?.MarkDelivered(_search.Open);
        (_begun, _behindSinceMs, _markedMs) = (true, null, 0);
    }

    private void Search(long nowMs, CancellationToken cancellation)
    {
        var isToMark = nowMs - _markedMs is < 0 or >= MarkEveryMs;
        var changes = _search.Search(nowMs, isToMark, cancellation);
        if (isToMark || changes.Count > 0)
            _markedMs = nowMs;
        if (changes.Count == 0)
            return;
        foreach (var (kind, cascade) in changes)
            _live.Publish(new CascadeChangeResult(kind, CascadeResult.Of(cascade)));
        var open = _search.Open.ToList();
        Volatile.Write(ref _open, open.Count);
        Interlocked.Add(ref _opened, changes.Count(change => change.Kind == CascadeChangeKind.Opened));
        _alerts?.Offer(changes, open);
    }
}
