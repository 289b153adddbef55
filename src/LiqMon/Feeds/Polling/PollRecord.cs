using LiqMon.Feeds.Sockets;

namespace LiqMon.Feeds.Polling;

/// <summary>When one poll of a feed last succeeded, and since when without a success that came late. Not thread-safe.</summary>
internal sealed class PollRecord(TimeProvider time)
{
    private const int PeriodsBorne = 3;

    private long? _lastAt;

    public TimeSpan Every { get; set; }

    /// <summary>Since when successes have followed each other in time, Unix milliseconds.</summary>
    public long SinceMs { get; private set; }

    /// <summary>When the last answered call was sent, Unix milliseconds.</summary>
    public long LastMs { get; private set; }

    /// <summary>Why it has failed since its last success; null when it has not.</summary>
    public ConnectionFailure? Fault { get; set; }

    /// <summary>Whether it has not succeeded yet, or not for so long that something may be missed.</summary>
    public bool IsOutstanding => _lastAt is not { } last || time.GetElapsedTime(last) > PeriodsBorne * Every;

    /// <summary>Begins as if it had always succeeded.</summary>
    public void Join(long nowMs)
    {
        LastMs = nowMs;
        _lastAt = time.GetTimestamp();
    }

    /// <summary>Succeeds without joining the success before.</summary>
    public void Restart(long sentMs)
    {
        Succeed(sentMs);
        SinceMs = sentMs;
    }

    /// <summary>The wall clock was set back: nothing has succeeded beyond the new present.</summary>
    public void Cut(long nowMs)
    {
        SinceMs = Math.Min(SinceMs, nowMs);
        LastMs = Math.Min(LastMs, nowMs);
    }

    public void Succeed(long sentMs)
    {
        if (IsOutstanding)
            SinceMs = sentMs;
        LastMs = sentMs;
        _lastAt = time.GetTimestamp();
        Fault = null;
    }
}
