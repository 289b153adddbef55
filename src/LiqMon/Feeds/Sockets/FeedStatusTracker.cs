using LiqMon.Http;

namespace LiqMon.Feeds.Sockets;

/// <summary>What a feed's loop lets other threads know. Written by the loop only.</summary>
internal sealed class FeedStatusTracker
{
    private readonly TimeProvider _time;
    private Page _page;
    private FeedSession? _session;
    private long _losses;

    public FeedStatusTracker(TimeProvider time)
    {
        _time = time;
        _page = new(FeedState.Waiting, time.GetUtcNow(), null, null, null);
    }

    /// <summary>Why the feed is not live.</summary>
    public ConnectionFailure? Fault => Volatile.Read(ref _page).Fault;

    /// <summary>The connection that delivers or, while there is none, the one that is to.</summary>
    public void Follow(FeedSession? session)
    {
        if (_session is { LastFrameMs: > 0 } last && !ReferenceEquals(session, last))
            Volatile.Write(ref _page, _page with { LastFrameMs = last.LastFrameMs, LastDataMs = last.LastDataMs });
        Volatile.Write(ref _session, session);
    }

    /// <param name="state">What the feed is doing from now on.</param>
    /// <param name="fault">Why it is not live.</param>
    /// <param name="nextAttempt">When it will be dialled again, if it waits for that.</param>
    public void Update(FeedState state, ConnectionFailure? fault, DateTimeOffset? nextAttempt = null)
    {
        var turned = (state == FeedState.Live) != (_page.State == FeedState.Live);
        Volatile.Write(ref _page, _page with
        {
            State = state,
            Fault = fault,
            Since = turned ? _time.GetUtcNow() : _page.Since,
            NextAttempt = state == FeedState.BackingOff ? nextAttempt : null,
        });
    }

    public void CountLoss() => Interlocked.Increment(ref _losses);

    public FeedStatus Status(string feed)
    {
        var page = Volatile.Read(ref _page);
        var session = Volatile.Read(ref _session);
        return new FeedStatus(
            feed,
            page.State == FeedState.Connecting && session is { Phase: not FeedState.Connecting } ? FeedState.Subscribing : page.State,
            page.Since,
            Moment(session?.LastFrameMs) ?? Moment(page.LastFrameMs),
            Moment(session?.LastDataMs) ?? Moment(page.LastDataMs),
            Volatile.Read(ref _losses),
            page.Fault?.Reason,
            page.Fault?.Detail)
        {
            NextAttempt = page.NextAttempt,
        };
    }

    private static DateTimeOffset? Moment(long? ms) =>
        ms is > 0 and var known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private sealed record Page(FeedState State, DateTimeOffset Since, ConnectionFailure? Fault, long? LastFrameMs, long? LastDataMs)
    {
        public DateTimeOffset? NextAttempt { get; init; }
    }
}
