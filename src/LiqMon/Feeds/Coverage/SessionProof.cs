using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds.Coverage;

/// <summary>A span of a living connection in which nothing was proven.</summary>
/// <param name="FromMs">Its last proof before, Unix milliseconds.</param>
/// <param name="ToMs">The first proof after it, Unix milliseconds; null while it lasts.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct UnprovenSpan(long FromMs, long? ToMs, GapReason Reason);

/// <summary>What a connection has proven since it was last looked at.</summary>
/// <param name="Closed">Spans that have ended, in order.</param>
/// <param name="Open">The one that lasts; null when there is none.</param>
/// <param name="ProvenMs">Its last proof, Unix milliseconds.</param>
internal sealed record ProofSnapshot(IReadOnlyList<UnprovenSpan> Closed, UnprovenSpan? Open, long ProvenMs);

/// <summary>
/// What one connection proves by what was taken of it. Two things end the proof although the connection lives: silence
/// beyond the feed's rhythm, or beyond what the venue promises to send in any case, and orders that cannot be taken. The
/// reader adds, the feed's loop looks; each may do so at any time.
/// </summary>
/// <param name="rhythm">The feed's rhythm.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="speaksEvery">How often something arrives in any case; null where the venue promises nothing.</param>
internal sealed class SessionProof(ProofRhythm rhythm, TimeProvider time, TimeSpan? speaksEvery = null)
{
    /// <summary>Messages that are older than this when they are read have old times, and did not come late.</summary>
    private const long MostLateMs = 30_000;

    /// <summary>How long messages without a time are believed to be no later than the last one that had one.</summary>
    private const long LongestUnstampedMs = 2_000;

    private readonly Lock _using = new();
    private readonly List<UnprovenSpan> _closed = [];
    private readonly TimeSpan _longestPause = speaksEvery * ProofRhythm.Tolerance ?? TimeSpan.MaxValue;
    private long _begunAt;
    private long _takenAt;
    private long _provenAt;
    private long _heardAt;
    private long _provenMs;
    private GapReason? _open;
    private long _openFromMs;
    private bool _isLive;
    private bool _isHeldBack;
    private bool _hasTakenOrder;
    private long _newestStampMs;
    private long _newestStampArrivedMs;

    /// <summary>Why nothing is proven now; null while proofs come.</summary>
    public GapReason? Unproven
    {
        get
        {
            lock (_using)
                return _open;
        }
    }

    /// <summary>The last proof, Unix milliseconds; 0 before the first.</summary>
    public long ProvenMs
    {
        get
        {
            lock (_using)
                return _provenMs;
        }
    }

    /// <summary>Whether something was taken of it since another connection of the feed is live.</summary>
    public bool HasReadAsFarAs(SessionProof other)
    {
        var liveSince = other.BegunAt;
        lock (_using)
            return _takenAt >= liveSince;
    }

    private long BegunAt
    {
        get
        {
            lock (_using)
                return _begunAt;
        }
    }

    /// <summary>The connection is live with a proof that arrived now.</summary>
    /// <param name="arrivedAt">When it arrived, monotonic.</param>
    /// <param name="arrivedMs">The same, Unix milliseconds.</param>
    /// <param name="stampMs">The newest time in it, Unix milliseconds by the venue's clock; null when it has none.</param>
    public void Begin(long arrivedAt, long arrivedMs, long? stampMs = null)
    {
        lock (_using)
        {
            NoteStamp(arrivedMs, stampMs);
            (_begunAt, _takenAt) = (arrivedAt, arrivedAt);
            (_provenAt, _heardAt, _provenMs) = (arrivedAt, arrivedAt, arrivedMs);
            _isLive = true;
        }
    }

    /// <summary>Orders of earlier connections were rejected, and none was taken since: this one begins unproven.</summary>
    public void ContinueRejected()
    {
        lock (_using)
        {
            if (!_hasTakenOrder && _open != GapReason.OrdersRejected)
                Open(GapReason.OrdersRejected, _provenMs);
        }
    }

    /// <summary>A frame arrived on the live connection.</summary>
    /// <param name="arrivedAt">When, monotonic.</param>
    /// <param name="arrivedMs">The same, Unix milliseconds.</param>
    /// <param name="frame">What it was.</param>
    public void Add(long arrivedAt, long arrivedMs, in FrameOutcome frame)
    {
        var (isProof, ordersTaken, ordersRejected) = (frame.Taken, frame.OrdersTaken, frame.OrdersRejected);
        lock (_using)
        {
            if (isProof)
                NoteStamp(arrivedMs, frame.NewestStampMs);
            if (!_isLive)
                return;
            if (_open is null && time.GetElapsedTime(_heardAt, arrivedAt) > _longestPause)
                Open(GapReason.Silent, _provenMs);
            _heardAt = Math.Max(_heardAt, arrivedAt);
            if (isProof)
            {
                _takenAt = arrivedAt;
                Measure(arrivedAt, arrivedMs);
            }

            _hasTakenOrder |= ordersTaken > 0;
            if (ordersRejected > 0 && ordersTaken == 0 && _open != GapReason.OrdersRejected)
                Open(GapReason.OrdersRejected, _provenMs);
            else if (ordersTaken > 0 && ordersRejected == 0 && _open == GapReason.OrdersRejected)
                Close(arrivedMs);
            if (isProof && _open is null)
                _provenMs = arrivedMs;
        }
    }

    /// <summary>The store keeps us from listening: silence proves nothing until <see cref="Release"/>.</summary>
    public void HoldBack()
    {
        lock (_using)
            _isHeldBack = true;
    }

    /// <summary>Listening goes on.</summary>
    /// <param name="heldBackFor">For how long it did not; it is not learnt as the venue's silence.</param>
    public void Release(TimeSpan heldBackFor)
    {
        lock (_using)
        {
            _isHeldBack = false;
            var heldBack = (long)(heldBackFor.TotalSeconds * time.TimestampFrequency);
            _provenAt = Math.Min(_provenAt + heldBack, time.GetTimestamp());
            _heardAt = Math.Min(_heardAt + heldBack, time.GetTimestamp());
        }
    }

    /// <summary>What has been proven up to now; a silence beyond the rhythm begins here.</summary>
    public ProofSnapshot Look()
    {
        lock (_using)
        {
            if (_isLive && _open is null && !_isHeldBack
                && (time.GetElapsedTime(_provenAt) > rhythm.Limit || time.GetElapsedTime(_heardAt) > _longestPause))
                Open(GapReason.Silent, _provenMs);
            var closed = _closed.ToArray();
            _closed.Clear();
            return new(closed, _open is { } reason ? new UnprovenSpan(_openFromMs, null, reason) : null, _provenMs);
        }
    }

    /// <summary>
    /// How much later than usual the last proof was read, by the newest time in the messages, milliseconds: what the venue
    /// sent meanwhile may not have arrived.
    /// </summary>
    /// <param name="offsetMs">By how much the venue's clock is ahead of ours; null when that is not known.</param>
    public long LateMs(long? offsetMs)
    {
        lock (_using)
        {
            return offsetMs is { } offset && _newestStampMs > 0
                ? Math.Clamp(_provenMs + offset - _newestStampMs, 0, MostLateMs)
                : 0;
        }
    }

    /// <summary>
    /// How much of what the last proof shows may still wait to be read, milliseconds: up to the newest time that was read,
    /// and no further, everything that was sent before has arrived.
    /// </summary>
    /// <param name="offsetMs">By how much the venue's clock is ahead of ours; null when that is not known.</param>
    public long UnreadMs(long? offsetMs)
    {
        lock (_using)
        {
            if (offsetMs is not { } offset || _newestStampMs == 0)
                return 0;
            var lateMs = _newestStampArrivedMs + offset - _newestStampMs;
            return lateMs > MostLateMs
                ? 0
                : Math.Max(lateMs, 0) + Math.Clamp(_provenMs - _newestStampArrivedMs, 0, LongestUnstampedMs);
        }
    }

    /// <summary>
    /// By how much the venue's times have been ahead of their receipt, milliseconds, 0 or more: where the difference of the
    /// clocks has not been measured yet, it may be as much.
    /// </summary>
    public long LeadMs
    {
        get
        {
            lock (_using)
                return _newestStampMs == 0 ? 0 : Math.Clamp(_newestStampMs - _newestStampArrivedMs, 0, VenueTime.LongestLeadMs);
        }
    }

    /// <summary>The wall clock was set back: nothing has been proven beyond the new present.</summary>
    public void Cut(long nowMs)
    {
        lock (_using)
        {
            _closed.Clear();
            _provenMs = Math.Min(_provenMs, nowMs);
            _openFromMs = Math.Min(_openFromMs, nowMs);
            // By another clock than the one that goes on.
            _newestStampMs = _newestStampArrivedMs = 0;
        }
    }

    private void NoteStamp(long arrivedMs, long? stampMs)
    {
        if (stampMs > _newestStampMs)
            (_newestStampMs, _newestStampArrivedMs) = (stampMs.Value, arrivedMs);
    }

    /// <summary>Holds the distance from the last proof against the rhythm.</summary>
    private void Measure(long arrivedAt, long arrivedMs)
    {
        var distance = time.GetElapsedTime(_provenAt, arrivedAt);
        if (distance > rhythm.Limit && _open is null)
            Open(GapReason.Silent, _provenMs);
        if (_open == GapReason.Silent)
            Close(arrivedMs);
        if (distance > TimeSpan.Zero)
            rhythm.Learn(distance);
        _provenAt = Math.Max(_provenAt, arrivedAt);
    }

    private void Open(GapReason reason, long fromMs)
    {
        if (_open is not null)
            Close(fromMs);
        (_open, _openFromMs) = (reason, fromMs);
    }

    private void Close(long toMs)
    {
        if (_open is { } reason && toMs > _openFromMs)
            _closed.Add(new(_openFromMs, toMs, reason));
        _open = null;
        _provenMs = Math.Max(_provenMs, toMs);
    }
}
