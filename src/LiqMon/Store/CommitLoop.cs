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
/// Takes what the venues' lanes hold and commits it: at most 4,096 items or 100 ms together, samples after some seconds. A batch
/// that cannot be written is kept and tried again for as long as it takes, while the lanes fill and the sockets wait; nothing is dropped.
/// Ends when every lane is completed and empty.
/// </summary>
public sealed class CommitLoop
{
    /// <summary>Most items of one commit.</summary>
    public const int MaxBatch = 4_096;

    private const long SmallestStepMs = 2_000;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly EventStore _store;
    private readonly ChannelReader<StoreItem>[] _lanes;
    private readonly ChannelWriter<Committed> _committed;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BatchWriter _writer;
    private readonly HeldSamples _held;
    private readonly List<StoreItem> _batch = new(MaxBatch);
    private readonly Task<bool>?[] _waits;
    private (long Days7, long Days30) _firstMinutes;
    private volatile bool _mustRebuild;
    private bool _isReadFailing;
    private bool _isGathering;
    private bool _isRunAgain;
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
        _writer = new BatchWriter(store, time, counters, log);
        _held = new HeldSamples(time, store.SampleHold);
        _log = log;
        _waits = new Task<bool>?[_lanes.Length];
        _firstMinutes = RollingWindows.FirstMinutesAt(startMs);
        _lastNowMs = startMs;
    }

    /// <summary>Builds the rolling windows anew for a moment, when the clock was set back; null where there are none to build.</summary>
    public Func<long, RollingWindows>? Rebuild { get; init; }

    /// <summary>Items that were taken from the lanes, or wait in them, and are not stored. For when the loop has ended.</summary>
    public int NotStored => (_isGathering ? _batch.Count : _writer.Waiting) + _held.Count + _lanes.Sum(lane => lane.CanCount ? lane.Count : 0);

    /// <summary>
    /// Runs until the lanes are completed and empty. Cancelling gives up what is not yet committed. After a fault it may be
    /// run again: what was taken from the lanes is committed first.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // A commit can take long, and whoever starts the loop has more to start.
        await Task.Yield();
        if (_isRunAgain)
        {
            // What was committed at the fault may not be published.
            RebuildWindows();
            if (_isGathering)
                _writer.Start(_batch);
            _isGathering = false;
            await CommitAsync(cancellation).ConfigureAwait(false);
        }

        _isRunAgain = true;
        while (await GatherAsync(cancellation).ConfigureAwait(false))
        {
            _writer.Start(_batch);
            _isGathering = false;
            await CommitAsync(cancellation).ConfigureAwait(false);
        }

        _committed.TryComplete();
    }

    /// <summary>Fills the batch; an empty batch means that a second passed without items. False when all lanes have ended.</summary>
    private async ValueTask<bool> GatherAsync(CancellationToken cancellation)
    {
        _batch.Clear();
        _isGathering = true;
        Drain();
        if (_batch.Count == 0 && !_held.IsDue)
        {
            if (!await WaitAsync(Idle, cancellation).ConfigureAwait(false))
            {
                // The last samples: then there is nothing more.
                _held.MoveTo(_batch, MaxBatch);
                return _batch.Count > 0;
            }

            Drain();
        }

        if (_batch.Count == 0 && !_held.IsDue)
            return true;
        var started = _time.GetTimestamp();
        while (_batch.Count < MaxBatch)
        {
            var left = Gather - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await WaitAsync(left, cancellation).ConfigureAwait(false))
                break;
            Drain();
        }

        if (_held.IsDue)
            _held.MoveTo(_batch, MaxBatch - _batch.Count);
        return true;
    }

    private void Drain()
    {
        // Starts at another lane each time, so that one busy venue cannot starve the others.
        _next++;
        for (var i = 0; i < _lanes.Length; i++)
        {
            var lane = _lanes[(_next + i) % _lanes.Length];
            while (_batch.Count < MaxBatch && _held.Count < HeldSamples.Most && lane.TryRead(out var item))
            {
                if (!_held.TryHold(item))
                    _batch.Add(item);
            }
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

    /// <summary>Writes the batch and publishes each commit of it, or at least the present.</summary>
    private async ValueTask CommitAsync(CancellationToken cancellation)
    {
        var isPublished = false;
        while (await _writer.NextAsync(cancellation).ConfigureAwait(false) is { } result)
        {
            isPublished = true;
            await _committed.WriteAsync(Tick() with { Stored = result.Stored }, cancellation).ConfigureAwait(false);
        }

        if (!isPublished)
            await _committed.WriteAsync(Tick(), cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// What has left the long windows by now; for the loop itself, and after it has ended. When the store cannot be read,
    /// nothing leaves, and the windows are built anew as soon as it can be.
    /// </summary>
    public Committed Tick()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        // Windows never go back: they would stay empty until the clock is again where it was.
        _mustRebuild |= now < _lastNowMs - SmallestStepMs;
        _lastNowMs = now;
        try
        {
            if (!_mustRebuild || Rebuild is not { } rebuild)
                return new([], now, Leaving(now), _store.Sequence);
            var rebuilt = rebuild(now);
            _firstMinutes = RollingWindows.FirstMinutesAt(now);
            (_mustRebuild, _isReadFailing) = (false, false);
            return new([], now, [], _store.Sequence) { Rebuilt = rebuilt };
        }
        catch (StoreException failure) when (!failure.IsFinal)
        {
            if (!_isReadFailing)
                _log.WindowsNotRead(failure.Message);
            (_mustRebuild, _isReadFailing) = (true, true);
            return new([], now, [], _store.Sequence);
        }
    }

    /// <summary>Has the windows built anew from the store with the next commit: something of them was lost.</summary>
    public void RebuildWindows() => _mustRebuild = true;

    private List<LeavingMinute> Leaving(long nowMs)
    {
        var target = RollingWindows.FirstMinutesAt(nowMs);
        var leaving = new List<LeavingMinute>();
        for (; _firstMinutes.Days7 < target.Days7; _firstMinutes.Days7++)
            leaving.Add(new(false, _firstMinutes.Days7, _store.Rollups.Minute(_firstMinutes.Days7 * 60_000)));
        for (; _firstMinutes.Days30 < target.Days30; _firstMinutes.Days30++)
            leaving.Add(new(true, _firstMinutes.Days30, _store.Rollups.Minute(_firstMinutes.Days30 * 60_000)));
        return leaving;
    }
}
