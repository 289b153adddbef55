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

    private string Replacement => feed + " (replacement)";

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
        var needsSomeone = fault.Reason is GapReason.SubscriptionRejected or GapReason.TlsFailed;
        context.Failures.Failed(feed, fault, detail =>
        {
            if (needsSomeone)
                context.Logger.FeedRefused(context.Profile.Id, feed, detail);
            else
                context.Logger.FeedFailed(context.Profile.Id, feed, detail);
        });
    }

    /// <summary>There is a connection that delivers, and was none.</summary>
    public void Live()
    {
        if (!context.Failures.Recovered(feed))
            context.Logger.FeedLive(context.Profile.Id, feed);
    }

    /// <summary>A connection that should take the place of another could not be made.</summary>
    public void NotReplaced(ConnectionFailure fault) => context.Failures.Failed(
        Replacement, fault, detail => context.Logger.ConnectionNotReplaced(context.Profile.Id, feed, detail));

    /// <summary>The connection was replaced as planned.</summary>
    public void Replaced()
    {
        context.Failures.Recovered(Replacement);
        context.Logger.ConnectionReplaced(context.Profile.Id, feed);
    }

    /// <summary>The feed has ended.</summary>
    public void Ended()
    {
        context.Failures.Forget(feed);
        context.Failures.Forget(Replacement);
    }
}
