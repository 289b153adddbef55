using LiqMon.Http;
using LiqMon.Threading;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// When a feed may dial next: after its back-off, within its limit of connects, and after whatever its host requested. Half
/// of the connects of a window may follow the back-off alone; the others are spread over what is left of the window, so
/// that no venue that comes back waits for minutes because the limit is used up. Not thread-safe.
/// </summary>
internal sealed class ReconnectPolicy(Random random, TimeProvider time)
{
    private readonly Backoff _backoff = new(random);
    private readonly ConnectRateLimiter _limit = new(time);
    private TimeSpan _wait;
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
        var wait = _backoff.Next(fault.RetryAfter);
        _wait = wait > _limit.Spacing ? wait : _limit.Spacing;
        _from = time.GetTimestamp();
    }

    /// <summary>Notes how long data arrived without a break.</summary>
    public void RecordSuccess(TimeSpan span) => _backoff.RecordSuccess(span);
}
