namespace LiqMon.Feeds.Sockets;

/// <summary>Keeps a feed from dialling more than 12 times in any 5 minutes, however its venue behaves. Not thread-safe.</summary>
/// <param name="time">Clock.</param>
public sealed class ConnectRateLimiter(TimeProvider time)
{
    /// <summary>Connects allowed in <see cref="Window"/>.</summary>
    public const int Most = 12;

    private readonly Queue<long> _connects = new(Most);

    /// <summary>The span in which <see cref="Most"/> connects are allowed.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before the next connect is allowed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (_connects.Count < Most)
                return TimeSpan.Zero;
            var wait = Window - time.GetElapsedTime(_connects.Peek());
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// How far the next connect should keep from the last, so that those that are left last until the window has moved on;
    /// zero while half of them are left.
    /// </summary>
    public TimeSpan Spacing
    {
        get
        {
            Forget();
            var left = Most - _connects.Count;
            if (left >= Most / 2)
                return TimeSpan.Zero;
            var untilFree = Window - time.GetElapsedTime(_connects.Peek());
            return untilFree / (left + 1);
        }
    }

    /// <summary>Notes a connect.</summary>
    public void Record()
    {
        Forget();
        if (_connects.Count == Most)
            _connects.Dequeue();
        _connects.Enqueue(time.GetTimestamp());
    }

    private void Forget()
    {
        while (_connects.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
            _connects.Dequeue();
    }
}
