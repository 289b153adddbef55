using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Windows;
using Microsoft.Extensions.Logging;

namespace LiqMon.Store;

/// <summary>What one commit made durable, for those who count it: nothing is counted before it is durable.</summary>
/// <param name="Stored">Liquidations that were new, in order.</param>
/// <param name="NowMs">When the commit was done, Unix milliseconds.</param>
/// <param name="Leaving">Minutes that leave the long windows at that time, with all that was committed for them.</param>
/// <param name="Sequence">Number of the last commit by then.</param>
public sealed record Committed(
    IReadOnlyList<Liquidation> Stored, long NowMs, IReadOnlyList<LeavingMinute> Leaving, long Sequence = 0)
{
    /// <summary>Windows built anew from the store as of this commit, because the clock was set back; else null.</summary>
    public RollingWindows? Rebuilt { get; init; }
}

/// <summary>A minute that leaves a long window.</summary>
/// <param name="ThirtyDays">Whether it leaves 30d; otherwise it leaves 7d.</param>
/// <param name="Minute">The minute, since 1970.</param>
/// <param name="Cells">All that is stored for it.</param>
public sealed record LeavingMinute(bool ThirtyDays, long Minute, IReadOnlyList<Bucket> Cells);

/// <summary>
/// Takes what the venues' lanes hold and commits it: at most 4,096 items or 100 ms together. A batch that cannot be
/// written is kept and tried again for as long as it takes, while the lanes fill and the sockets wait; nothing is dropped.
/// Ends when every lane is completed and empty.
/// </summary>
public sealed class CommitLoop
{
    /// <summary>Most items of one commit.</summary>
    public const int MaxBatch = 4_096;

    private const long SmallestStepMs = 2_000;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1);

    private readonly EventStore _store;
    private readonly ChannelReader<StoreItem>[] _lanes;
    private readonly ChannelWriter<Committed> _committed;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CommitCounters _counters;
    private readonly List<StoreItem> _batch = new(MaxBatch);
    private readonly Task<bool>?[] _waits;
    private (long Days7, long Days30) _firstMinutes;
    private long _lastPrune;
    private long _lastNowMs;
    private int _next;

    /// <summary>A loop over the lanes of all venues.</summary>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="lanes">One bounded channel for each venue.</param>
    /// <param name="committed">Where commits are published; completed when the loop ends.</param>
    /// <param name="startMs">The moment the rolling windows were rebuilt for, Unix milliseconds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="counters">What is counted.</param>
    /// <param name="log">The log.</param>
    public CommitLoop(
        EventStore store,
        IReadOnlyList<ChannelReader<StoreItem>> lanes,
        ChannelWriter<Committed> committed,
        long startMs,
        TimeProvider time,
        CommitCounters counters,
        ILogger log)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _lanes = [.. lanes];
        _committed = committed;
        _time = time;
        _counters = counters;
        _log = log;
        _waits = new Task<bool>?[_lanes.Length];
        _firstMinutes = RollingWindows.FirstMinutesAt(startMs);
        _lastPrune = time.GetTimestamp();
        _lastNowMs = startMs;
    }

    /// <summary>Builds the rolling windows anew for a moment, when the clock was set back; null where there are none to build.</summary>
    public Func<long, RollingWindows>? Rebuild { get; init; }

    /// <summary>Runs until the lanes are completed and empty. Cancelling gives up what is not yet committed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await GatherAsync(cancellation).ConfigureAwait(false))
            {
                await CommitAsync(cancellation).ConfigureAwait(false);
                Prune();
            }
        }
        finally
        {
            _committed.TryComplete();
        }
    }

    /// <summary>Fills the batch; an empty batch means that a second passed without items. False when all lanes have ended.</summary>
    private async ValueTask<bool> GatherAsync(CancellationToken cancellation)
    {
        _batch.Clear();
        Drain();
        if (_batch.Count == 0)
        {
            if (!await WaitAsync(Idle, cancellation).ConfigureAwait(false))
                return false;
            Drain();
        }

        if (_batch.Count == 0)
            return true;
        var started = _time.GetTimestamp();
        while (_batch.Count < MaxBatch)
        {
            var left = Gather - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await WaitAsync(left, cancellation).ConfigureAwait(false))
                break;
            Drain();
        }

        return true;
    }

    private void Drain()
    {
        // Starts at another lane each time, so that one busy venue cannot starve the others.
        _next++;
        for (var i = 0; i < _lanes.Length; i++)
        {
            var lane = _lanes[(_next + i) % _lanes.Length];
            while (_batch.Count < MaxBatch && lane.TryRead(out var item))
                _batch.Add(item);
        }
    }

    /// <summary>Waits until a lane has something, or a time has passed. False when all lanes have ended.</summary>
    private async ValueTask<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var open = new List<Task>(_lanes.Length + 1);
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_waits[i] is not { IsCompleted: false })
                _waits[i] = _lanes[i].WaitToReadAsync(cancellation).AsTask();
            var wait = _waits[i]!;
            if (wait.IsCompleted && !await wait.ConfigureAwait(false))
                continue;
            open.Add(wait);
        }

        if (open.Count == 0)
            return false;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        open.Add(Task.Delay(atMost, _time, enough.Token));
        await Task.WhenAny(open).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return true;
    }

    private async ValueTask CommitAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Liquidation> stored = [];
        for (var attempt = 0; _batch.Count > 0; attempt++)
        {
            var started = _time.GetTimestamp();
            try
            {
                var result = _store.Commit(_batch);
                _counters.Add(result, _time.GetElapsedTime(started));
                // The store reuses its list for the next commit.
                stored = [.. result.Stored];
                break;
            }
            catch (StoreException failure) when (failure.Failure is not StoreFailure.Corrupt)
            {
                _counters.Failed();
                var pause = TimeSpan.FromSeconds(Math.Min(30, 1 << Math.Min(attempt, 5)));
                _log.CommitFailed(failure.Message, _batch.Count, pause.TotalSeconds);
                await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            }
        }

        await _committed.WriteAsync(Tick() with { Stored = stored }, cancellation).ConfigureAwait(false);
    }

    /// <summary>What has left the long windows by now; for the loop itself, and after it has ended.</summary>
    public Committed Tick()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        // Windows never go back: they would stay empty until the clock is again where it was.
        var isSetBack = now < _lastNowMs - SmallestStepMs;
        _lastNowMs = now;
        if (!isSetBack || Rebuild is not { } rebuild)
            return new([], now, Leaving(now), _store.Sequence);
        _firstMinutes = RollingWindows.FirstMinutesAt(now);
        return new([], now, [], _store.Sequence) { Rebuilt = rebuild(now) };
    }

    private List<LeavingMinute> Leaving(long nowMs)
    {
        var target = RollingWindows.FirstMinutesAt(nowMs);
        var leaving = new List<LeavingMinute>();
        for (; _firstMinutes.Days7 < target.Days7; _firstMinutes.Days7++)
            leaving.Add(new(false, _firstMinutes.Days7, _store.MinuteCells(_firstMinutes.Days7 * 60_000)));
        for (; _firstMinutes.Days30 < target.Days30; _firstMinutes.Days30++)
            leaving.Add(new(true, _firstMinutes.Days30, _store.MinuteCells(_firstMinutes.Days30 * 60_000)));
        return leaving;
    }

    private void Prune()
    {
        if (_time.GetElapsedTime(_lastPrune) < PruneEvery)
            return;
        _lastPrune = _time.GetTimestamp();
        try
        {
            // One small step, so that the next commit does not wait; what is left waits for the next minute's step.
            _store.Prune(_time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (StoreException failure) when (failure.Failure is not StoreFailure.Corrupt)
        {
            _log.PruneFailed(failure.Message);
        }
    }
}
