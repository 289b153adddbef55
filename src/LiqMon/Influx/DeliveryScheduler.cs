namespace LiqMon.Influx;

/// <summary>What to deliver next.</summary>
internal enum DeliveryStepKind
{
    /// <summary>Nothing waits.</summary>
    Idle,

    /// <summary>The oldest that waits.</summary>
    Backlog,

    /// <summary>What has just been committed, while older things still wait.</summary>
    Live,

    /// <summary>What the tables hold from a time on.</summary>
    Resync,
}

/// <summary>A turn, and for the list of changes the rows it is about: those after <paramref name="After"/> up to <paramref name="UpTo"/>.</summary>
internal readonly record struct DeliveryStep(DeliveryStepKind Kind, long After = 0, long UpTo = 0);

/// <summary>
/// Decides what is delivered next. As long as the destination keeps up, that is the list in its order. After an outage the list
/// is split at its end: what is new from then on goes first, once a second, and the rest is delivered oldest first in between, so
/// that live data is not late while hours are caught up. When all is delivered up to the split, the list is one again.
/// <para>
/// The split is not remembered over a restart: then what had been delivered behind it is delivered again, which changes nothing.
/// </para>
/// </summary>
internal sealed class DeliveryScheduler
{
    /// <summary>How old the oldest that waits may be before the list is split.</summary>
    internal static readonly TimeSpan Late = TimeSpan.FromSeconds(4);

    /// <summary>How long what is new may wait before it goes first.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A live part that is itself so late has been through an outage of its own.
    private static readonly TimeSpan VeryLate = TimeSpan.FromSeconds(20);

    private (long From, long Done)? _live;

    /// <summary>Everything up to this row of the list has been delivered.</summary>
    internal long Done { get; private set; }

    /// <summary>Whether live data goes ahead of older data.</summary>
    internal bool IsSplit => _live is not null;

    /// <summary>Takes in what the store knows: it may be further on, after the list grew too long.</summary>
    internal void Known(long done)
    {
        Done = Math.Max(Done, done);
        Join();
    }

    /// <summary>What to deliver next.</summary>
    /// <param name="newest">The newest row.</param>
    /// <param name="committedAfter">When the first commit after a row was done, Unix milliseconds.</param>
    /// <param name="nowMs">The present.</param>
    /// <param name="resync">Whether the tables have to be read by time.</param>
    internal DeliveryStep Next(long newest, Func<long, long?> committedAfter, long nowMs, bool resync)
    {
        if (_live is { } live && committedAfter(live.Done) is { } waiting)
        {
            if (nowMs - waiting > VeryLate.TotalMilliseconds)
                _live = (newest, newest);
            else if (nowMs - waiting >= Patience.TotalMilliseconds)
                return new(DeliveryStepKind.Live, live.Done, newest);
        }

        if (_live is { } split)
            return new(DeliveryStepKind.Backlog, Done, split.From);
        if (committedAfter(Done) is not { } oldest)
            return new(resync ? DeliveryStepKind.Resync : DeliveryStepKind.Idle);
        var age = nowMs - oldest;
        if (resync && age < Patience.TotalMilliseconds)
            return new(DeliveryStepKind.Resync);
        if (age <= Late.TotalMilliseconds)
            return new(DeliveryStepKind.Backlog, Done, newest);
        _live = (newest, newest);
        return new(DeliveryStepKind.Backlog, Done, newest);
    }

    /// <summary>Notes that a batch is done up to a row.</summary>
    internal void MarkDelivered(DeliveryStep turn, long upTo)
    {
        if (turn.Kind == DeliveryStepKind.Live && _live is { } live)
            _live = (live.From, upTo);
        else if (turn.Kind == DeliveryStepKind.Backlog)
            Done = Math.Max(Done, upTo);
        Join();
    }

    private void Join()
    {
        if (_live is not { } live || Done < live.From)
            return;
        Done = Math.Max(Done, live.Done);
        _live = null;
    }
}
