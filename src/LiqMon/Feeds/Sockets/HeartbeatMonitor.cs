using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>When to send a heartbeat, and when it has gone unanswered. Not thread-safe.</summary>
internal sealed class HeartbeatMonitor(Heartbeat? heartbeat, TimeProvider time)
{
    private long _sentAt = time.GetTimestamp();
    private bool _waiting;

    public bool IsDue => heartbeat is not null && !_waiting && time.GetElapsedTime(_sentAt) >= heartbeat.Every;

    /// <summary>How long until there is something to do or to judge.</summary>
    public TimeSpan Remaining => heartbeat is null
        ? TimeSpan.MaxValue
        : (_waiting ? heartbeat.ReplyWithin : heartbeat.Every) - time.GetElapsedTime(_sentAt);

    public void Sent()
    {
        _sentAt = time.GetTimestamp();
        _waiting = true;
    }

    /// <summary>Whether nothing at all was heard since the heartbeat, for longer than the venue may take.</summary>
    /// <param name="heardAt">When the last frame arrived.</param>
    public bool IsUnanswered(long heardAt)
    {
        if (!_waiting)
            return false;
        _waiting = heardAt <= _sentAt;
        return _waiting && time.GetElapsedTime(_sentAt) >= heartbeat!.ReplyWithin;
    }
}
