namespace LiqMon.Feeds.Sockets;

/// <summary>
/// How long to wait before the next attempt: a random part of a ceiling that doubles from 1 s to 60 s ("full jitter"), so
/// that many clients of one venue do not return in step. Not thread-safe.
/// </summary>
/// <param name="random">Source of the jitter.</param>
public sealed class Backoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private int _failures;

    /// <summary>How much good data in a row proves that the venue is well again.</summary>
    public static TimeSpan GoodEnough { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait that the next call of <see cref="Next"/> may choose by itself.</summary>
    public TimeSpan Ceiling => _failures >= 6 ? Longest : First * (1 << _failures);

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="atLeast">What the venue requested.</param>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var wait = Ceiling * random.NextDouble();
        _failures = Math.Min(_failures + 1, 6);
        return atLeast is { } least && least > wait ? least : wait;
    }

    /// <summary>Notes how long data arrived without a break; forgets past failures once that is long enough.</summary>
    public void RecordSuccess(TimeSpan span)
    {
        if (span >= GoodEnough)
            _failures = 0;
    }
}
