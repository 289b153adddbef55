using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>Lets people know what keeps a feed from being covered, in its status and in the log. Used by the feed's loop.</summary>
/// <param name="context">What the venue's feeds share.</param>
/// <param name="feed">The feed.</param>
/// <param name="story">Its status.</param>
internal sealed class FeedReports(FeedContext context, string feed, FeedStatusTracker story)
{
    private static readonly TimeSpan RejectionsEvery = TimeSpan.FromMinutes(10);

    private long? _rejectionReportedAt;

    /// <summary>A connection lives; whether it proves anything. The intake logs an example of what is rejected.</summary>
    /// <param name="proof">What it has proven since the last call.</param>
    /// <param name="rhythm">How far apart proofs normally are.</param>
    public void Living(ProofSnapshot proof, ProofRhythm rhythm)
    {
        if (story.Fault?.Reason != proof.Open?.Reason)
        {
            story.Update(
                proof.Open is null ? FeedState.Live : FeedState.Unproven,
                proof.Open switch
                {
                    null => null,
                    { Reason: GapReason.OrdersRejected } open => new(open.Reason, "the orders that arrive cannot be taken"),
                    { } open => new(open.Reason, $"silent for longer than usual ({rhythm.Limit.TotalSeconds:0.#} s)"),
                });
        }

        var isRejecting = proof.Open is { Reason: GapReason.OrdersRejected }
            || proof.Closed.Any(span => span.Reason == GapReason.OrdersRejected);
        if (!isRejecting || (_rejectionReportedAt is { } last && context.Time.GetElapsedTime(last) < RejectionsEvery))
            return;
        _rejectionReportedAt = context.Time.GetTimestamp();
        context.Logger.OrdersNotTaken(context.Profile.Id, feed);
    }

    /// <summary>The only connection has ended, or the attempt at one.</summary>
    public void Lost(ConnectionFailure fault)
    {
        if (fault.Reason is GapReason.SubscriptionRejected or GapReason.TlsFailed)
            context.Logger.FeedRefused(context.Profile.Id, feed, fault.Detail);
        else
            context.Logger.FeedFailed(context.Profile.Id, feed, fault.Detail);
    }
}
