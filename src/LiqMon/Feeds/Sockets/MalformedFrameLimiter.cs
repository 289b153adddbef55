namespace LiqMon.Feeds.Sockets;

/// <summary>Counts unreadable messages over a sliding span. Not thread-safe.</summary>
/// <param name="borne">How many in the span are borne.</param>
/// <param name="span">The span.</param>
/// <param name="time">Clock.</param>
internal sealed class MalformedFrameLimiter(int borne, TimeSpan span, TimeProvider time)
{
    private readonly Queue<long> _moments = new();

    /// <summary>Notes one more.</summary>
    /// <returns>Whether that is too many.</returns>
    public bool IsTooMany()
    {
        _moments.Enqueue(time.GetTimestamp());
        while (time.GetElapsedTime(_moments.Peek()) > span)
            _moments.Dequeue();
        return _moments.Count > borne;
    }
}
