using LiqMon.Http;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// When a feed may dial next: after its back-off, within its limit of connects, and after whatever its host requested. The
/// longest back-off and the longest wait of the limit are both at most <see cref="LongestWait"/>, so a venue that comes back
/// is dialled within it, unless its host has requested more. Not thread-safe.
/// </summary>
internal sealed class ReconnectPolicy(Random random, TimeProvider time)
{
    private readonly Backoff _backoff = new(random);
    private readonly ConnectRateLimiter _limit = new(time);
    private TimeSpan _wait;

    /// <summary>The longest time until the next attempt that this policy chooses by itself.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    private long _from = time.GetTimestamp();

    /// <summary>How long to wait; zero or less when dialling is allowed.</summary>
    public TimeSpan Remaining(HostRateLimit pause)
    {
        var wait = _wait - time.GetElapsedTime(_from);
        wait = wait > pause.Remaining ? wait : pause.Remaining;
        return wait > _limit.Remaining ? wait : _limit.Remaining;
    }

    /// <summary>Notes that it is dialled now.</summary>
    public void Dialled()
    {
        _limit.Record();
        _wait = TimeSpan.Zero;
    }

    /// <summary>Notes a failure.</summary>
    public void Failed(ConnectionFailure fault)
    {
        _wait = _backoff.Next(fault.RetryAfter);
        _from = time.GetTimestamp();
    }

    /// <summary>Notes how long data arrived without a break.</summary>
    public void RecordSuccess(TimeSpan span) => _backoff.RecordSuccess(span);
}
