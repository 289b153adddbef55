using LiqMon.Http;
using LiqMon.Store;
using LiqMon.Threading;

namespace LiqMon.Influx;

/// <summary>
/// Delivers to InfluxDB what the store holds, behind a cursor that survives restarts. What cannot be written stays in the store
/// and is tried again for as long as it takes; only a point that the server refuses by itself is given up, and kept.
/// </summary>
public sealed class InfluxWriter : IDisposable
{
    // Whole commits are read until there are so many changes: several batches, so that one cursor is kept for all of them,
    // and fewer where the server is slow, because what is new waits until a turn is over.
    private const int MostChanges = 20_000;
    private const int LeastChanges = 500;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TurnTakes = TimeSpan.FromSeconds(2);
    // Short, so that a server that is back is noticed soon: it is the user's own.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(30);

    private readonly EventStore _store;
    private readonly InfluxOptions _options;
    private readonly InfluxClient _client;
    private readonly Delivery _delivery;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RefusalLog _refusalLog;
    private readonly Random _random;
    private readonly DeliveryScheduler _order = new();
    private readonly List<(ReadOnlyMemory<byte> Line, string Reason)> _refused = [];
    private readonly DeliveryReader _reading;
    private Backoff _backoff;
    private DeliveryWork? _unfinished;
    private int _changes = MostChanges;
    private long? _cascadeRevision;
    private bool _isResyncing;
    private bool _isDroppedKnown;
    private long _noted;
    private long _notedPoints;
    private long _notedExpired;
    private (string Text, long SinceMs)? _fault;

    private InfluxWriter(InfluxWriterSetup setup, DeliveryReader reading)
    {
        _store = setup.Store;
        _reading = reading;
        _options = setup.Options;
        _time = setup.Time;
        _log = setup.Log;
        _refusalLog = new RefusalLog(setup.Log, setup.Time);
        _random = setup.Random;
        _backoff = new Backoff(_random);
        _client = new InfluxClient(setup.Options, setup.Time);
        _delivery = new Delivery(_client.WriteAsync);
        _noted = _time.GetTimestamp();
    }

    /// <summary>What it has done.</summary>
    public InfluxCounters Counters { get; } = new();

    /// <summary>A writer over an open store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static InfluxWriter Open(InfluxWriterSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return new(setup, DeliveryReader.Open(setup.DataDirectory, setup.Options.BatchPoints));
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var pause = TimeSpan.Zero;
                try
                {
                    pause = await TurnAsync(cancellation).ConfigureAwait(false);
                }
                catch (StoreException failure)
                {
                    pause = Pause(null);
                    _log.StoreFailed(failure.Message);
                }

                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The ordinary end; what is not noted is written again by the next process.
        }
        finally
        {
            await _reading.DropAheadAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _reading.Dispose();
    }

    /// <summary>
    /// One turn, or what is left of one that failed; returns how long to wait before the next. A batch that is written is
    /// not written again when a later one of its turn fails, so that a server that fails often still gets everything.
    /// </summary>
    private async Task<TimeSpan> TurnAsync(CancellationToken cancellation)
    {
        var state = _reading.Store.State(InfluxOptions.Destination)
            ?? throw new InvalidOperationException("The store was opened without a destination.");
        _order.Known(state.Done);
        _cascadeRevision ??= state.CascadeRevision;
        if (state.ResyncFromMs is not null && !_isResyncing)
            _cascadeRevision = 0;
        _isResyncing = state.ResyncFromMs is not null;
        ReportDropped();
        Counters.Waits(state.Waiting, _reading.Store.CommittedAfter(_order.Done) is { } oldest ? NowMs() - oldest : 0);
        if ((_unfinished ??= await BeginAsync(state).ConfigureAwait(false)) is not { } work)
        {
            if (_order.Done > state.Done || _cascadeRevision > state.CascadeRevision)
                SaveProgress(state);
            return Every;
        }

        var started = _time.GetTimestamp();
        while (work.Batches.TryPeek(out var lines))
        {
            var result = await _delivery.SendAsync(lines, cancellation).ConfigureAwait(false);
            if (result.Outcome != WriteStatus.Stored)
                return Failed(state, result);
            work.Batches.Dequeue();
        }

        _unfinished = null;
        var fits = _changes * (TurnTakes / (_time.GetElapsedTime(started) + TimeSpan.FromMilliseconds(1)));
        _changes = (int)Math.Clamp(fits, LeastChanges, MostChanges);
        Finish(work);
        var caughtUp = work.Rows < _options.BatchPoints && !_order.IsSplit && state.ResyncFromMs is null;
        return caughtUp ? Every : TimeSpan.Zero;
    }

    /// <summary>When the list grew too long, points that no table holds are lost: counted, and reported once.</summary>
    private void ReportDropped()
    {
        var dropped = _reading.Store.Dropped().ToDictionary(lost => lost.Measurement, lost => lost.Points);
        var added = Counters.Lost(dropped);
        // What an earlier process lost, it has reported.
        var isNews = _isDroppedKnown && added.Count > 0;
        _isDroppedKnown = true;
        if (isNews)
        {
            _log.PointsDropped(string.Join(", ", added.Select(pair => $"{pair.Value} of {pair.Key}")));
        }
    }

    /// <summary>Reads what the next turn is about; null when there is nothing to deliver.</summary>
    private async Task<DeliveryWork?> BeginAsync(DestinationState state)
    {
        var turn = _order.Next(state.Newest, _reading.Store.CommittedAfter, NowMs(), state.ResyncFromMs is not null);
        return await _reading.NextAsync(state, turn, _cascadeRevision ?? 0, _changes).ConfigureAwait(false);
    }

    private void Finish(DeliveryWork work)
    {
        if (_fault is { } fault)
            _log.DeliveryResumed((NowMs() - fault.SinceMs) / 1_000.0);
        _fault = null;
        _backoff = new Backoff(_random);
        Counters.Well();
        if (work.Batch.Cascades.Count > 0)
            _cascadeRevision = work.Batch.Cascades[^1].Revision;
        _order.MarkDelivered(work.Turn, work.Batch.Last);
        if (work.Turn.Kind == DeliveryStepKind.Resync)
            SaveProgress(work.Before, work.NextMs, resynced: true);
        else if (_delivery.Refused.Count > 0 || _time.GetElapsedTime(_noted) >= Every)
            SaveProgress(work.Before);
        else
            Count();
    }

    private TimeSpan Failed(DestinationState state, DeliveryResult result)
    {
        var denied = result.Outcome == WriteStatus.Denied;
        var pause = denied ? DeniedPause : Pause(result.RetryAfter);
        Counters.Failed(result.Message);
        if (_fault?.Text != result.Message)
        {
            if (denied)
                _log.DeliveryDenied(_options.Name, result.Message, pause.TotalSeconds);
            else
                _log.DeliveryFailed(result.Message);
        }

        _fault = (result.Message, _fault?.SinceMs ?? NowMs());
        SaveProgress(state);
        return pause;
    }

    private TimeSpan Pause(TimeSpan? askedFor)
    {
        var pause = _backoff.Next();
        if (pause > LongestPause)
            pause = LongestPause;
        if (askedFor > RetryAfterHeader.Longest)
            askedFor = RetryAfterHeader.Longest;
        return askedFor is { } least && least > pause ? least : pause;
    }

    /// <summary>Notes in the store how far everything has been delivered, and what came of it.</summary>
    private void SaveProgress(DestinationState state, long? resyncFromMs = null, bool resynced = false)
    {
        Count();
        var nowMs = NowMs();
        _refusalLog.Report(_refused);
        _store.SaveProgress(new DestinationProgress
        {
            Destination = InfluxOptions.Destination,
            NowMs = nowMs,
            Done = _order.Done,
            CascadeRevision = _cascadeRevision ?? 0,
            ResyncWasFromMs = state.ResyncFromMs,
            ResyncFromMs = resynced ? resyncFromMs : state.ResyncFromMs,
            Points = Counters.Points - _notedPoints,
            Expired = Counters.Expired - _notedExpired,
            Refused = [.. _refused],
            WrittenMs = Counters.Points > _notedPoints ? nowMs : null,
            Fault = _fault?.Text,
            FaultMs = _fault?.SinceMs,
        });
        (_notedPoints, _notedExpired, _noted) = (Counters.Points, Counters.Expired, _time.GetTimestamp());
        _refused.Clear();
    }

    /// <summary>Counts what the delivery has done since it was last counted.</summary>
    private void Count()
    {
        Counters.Sent(_delivery, _reading.Unwritable);
        _refused.AddRange(_delivery.Refused);
        _delivery.Forget();
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
