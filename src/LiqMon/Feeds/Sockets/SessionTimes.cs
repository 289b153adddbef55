namespace LiqMon.Feeds.Sockets;

/// <summary>
/// When something last passed over one connection, by the monotonic clock. While the store keeps us from listening, the
/// venue's silence says nothing. The reader and the sender use it at once.
/// </summary>
/// <param name="time">Monotonic clock.</param>
internal sealed class SessionTimes(TimeProvider time)
{
    private static readonly TimeSpan LongHandOver = TimeSpan.FromMilliseconds(500);

    private long _heard, _delivered, _sent, _relieved, _liveSince;
    private bool _handingOver;

    /// <summary>When a message last arrived, or when we last listened again after a pause of ours.</summary>
    public long HeardAt => Math.Max(Volatile.Read(ref _heard), ListeningSince);

    /// <summary>How long the venue could have delivered and did not.</summary>
    public TimeSpan SilentFor => time.GetElapsedTime(
        Math.Max(ListeningSince, Math.Max(Volatile.Read(ref _delivered), Volatile.Read(ref _sent))));

    /// <summary>How long it has delivered since it is live.</summary>
    public TimeSpan GoodFor => time.GetElapsedTime(Volatile.Read(ref _liveSince), Volatile.Read(ref _delivered));

    private long ListeningSince => Volatile.Read(ref _handingOver) ? time.GetTimestamp() : Volatile.Read(ref _relieved);

    /// <summary>The connection stands.</summary>
    public void Start() => _heard = _delivered = _sent = _relieved = time.GetTimestamp();

    /// <summary>A message arrived.</summary>
    public void Heard(long arrivedAt) => Volatile.Write(ref _heard, arrivedAt);

    /// <summary>Something that was sent has been taken.</summary>
    public void Delivered() => Volatile.Write(ref _delivered, time.GetTimestamp());

    /// <summary>The connection is live.</summary>
    public void Live() => Volatile.Write(ref _liveSince, time.GetTimestamp());

    /// <summary>A subscription went out.</summary>
    public void Sent() => Volatile.Write(ref _sent, time.GetTimestamp());

    /// <summary>A message is handed to the store, which may keep us.</summary>
    public void HandOver() => Volatile.Write(ref _handingOver, true);

    /// <summary>The store has it.</summary>
    /// <param name="from">When it was handed over.</param>
    /// <returns>How long we did not listen; zero when it is not worth mentioning.</returns>
    public TimeSpan Relieved(long from)
    {
        var heldBackFor = time.GetElapsedTime(from);
        if (heldBackFor > LongHandOver)
            Volatile.Write(ref _relieved, time.GetTimestamp());
        Volatile.Write(ref _handingOver, false);
        return heldBackFor > LongHandOver ? heldBackFor : TimeSpan.Zero;
    }
}
