namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Keeps a feed from dialling more than 12 times in any 5 minutes, however its venue behaves: 6 times at will, then once
/// every 50 seconds. So no wait is longer than 50 seconds, whatever has been used up before. Not thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
public sealed class ConnectRateLimiter(TimeProvider time)
{
    /// <summary>Connects allowed in <see cref="Window"/>.</summary>
    public const int Most = 12;

    private const int AtWill = Most / 2;

    private long _allSpent = long.MinValue;

    /// <summary>The span in which <see cref="Most"/> connects are allowed.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The time after which one more is allowed.</summary>
    public static TimeSpan Interval { get; } = Window / (Most - AtWill);

    /// <summary>How long to wait before the next connect is allowed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var now = time.GetTimestamp();
            var wait = _allSpent <= now ? TimeSpan.Zero : time.GetElapsedTime(now, _allSpent) - Interval * (AtWill - 1);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Notes a connect.</summary>
    public void Record() => _allSpent =
        Math.Max(_allSpent, time.GetTimestamp()) + (long)(Interval.TotalSeconds * time.TimestampFrequency);
}
