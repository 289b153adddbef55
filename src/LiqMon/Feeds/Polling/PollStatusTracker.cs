using LiqMon.Http;

namespace LiqMon.Feeds.Polling;

/// <summary>What polls let people know of a feed that has no socket. May be used by several threads at once.</summary>
internal sealed class PollStatusTracker(string feed, TimeProvider time)
{
    private readonly Lock _using = new();
    private FeedStatus _status = new(feed, FeedState.Connecting, time.GetUtcNow(), null, null, 0, null, null);

    public FeedStatus Status
    {
        get
        {
            lock (_using)
                return _status;
        }
    }

    /// <summary>Notes that a call was answered.</summary>
    public void Answered()
    {
        var now = time.GetUtcNow();
        lock (_using)
            _status = _status with { LastFrame = now, LastData = now };
    }

    public void Update(FeedState state, ConnectionFailure? fault)
    {
        lock (_using)
        {
            var wasLive = _status.State == FeedState.Live;
            _status = _status with
            {
                State = state,
                Since = wasLive == (state == FeedState.Live) ? _status.Since : time.GetUtcNow(),
                Reconnects = _status.Reconnects + (wasLive && state == FeedState.BackingOff ? 1 : 0),
                Reason = fault?.Reason,
                Detail = fault?.Detail,
            };
        }
    }
}
