using LiqMon.Http;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>When a feed's socket is dialled: after a failure with back-off, and ahead of time in place of one that ages.</summary>
/// <param name="context">What the venue's feeds share.</param>
/// <param name="random">Keeps feeds from being dialled in one moment.</param>
internal sealed class DialSchedule(FeedContext context, Random random)
{
    private readonly ReconnectPolicy _attempts = new(random, context.Time);
    private long _liveFrom;
    private TimeSpan? _replaceAfter;
    private bool _isReplacing;

    /// <summary>How long until the connection that delivers is to be replaced.</summary>
    public TimeSpan ReplaceRemaining =>
        _replaceAfter is { } age ? age - context.Time.GetElapsedTime(_liveFrom) : TimeSpan.MaxValue;

    /// <summary>How long until a plan may be dialled; the venue may have demanded a pause.</summary>
    public TimeSpan StartRemaining(SocketPlan plan) => _attempts.Remaining(context.Pauses.Of(context.Venue.WebSocket(plan.Url)));

    /// <summary>Whether a connection that delivers is to be replaced: it ages, the venue will close it, or the plan is another.</summary>
    public bool IsReplacementDue(FeedSession current, SocketPlan plan) =>
        !ReferenceEquals(current.Plan, plan) || current.Expiring.IsCompleted || ReplaceRemaining <= TimeSpan.Zero;

    /// <summary>A plan is dialled.</summary>
    /// <param name="current">The connection that it is to replace; null when there is none.</param>
    public void Dialled(FeedSession? current)
    {
        if (current is not null && !_isReplacing)
        {
            _attempts.RecordSuccess(current.GoodFor);
            _isReplacing = true;
        }

        _attempts.Dialled();
    }

    /// <summary>A connection delivers from now on.</summary>
    public void Live()
    {
        _isReplacing = false;
        _liveFrom = context.Time.GetTimestamp();
        // A little earlier for some than for others, so that not all feeds are replaced in one moment.
        _replaceAfter = context.Profile.ReplaceAfter * (1 - 0.02 * random.NextDouble());
    }

    /// <summary>The connection that delivered has ended.</summary>
    public void Lost(FeedSession ended)
    {
        if (!_isReplacing)
            _attempts.RecordSuccess(ended.GoodFor);
        _isReplacing = false;
    }

    /// <summary>The next attempt waits.</summary>
    public void Failed(ConnectionFailure fault) => _attempts.Failed(fault);
}
