using System.Globalization;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>Whether a venue's sockets connect, confirm what is subscribed, and deliver.</summary>
internal sealed class SocketCheck(VenueProbeSession visit, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Stamps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StampPoll = TimeSpan.FromMilliseconds(50);

    public string Name => "sockets";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return await ListenAsync(cancellation);
        }
        finally
        {
            visit.EndListening();
        }
    }

    private async Task<CheckResult> ListenAsync(CancellationToken cancellation)
    {
        var plans = visit.Venue.Sockets(visit.Sample, visit.Accounts);
        if (plans.Count == 0 && visit.Contracts > 0)
            return CheckResult.Skipped("it is queried over REST only");
        plans = visit.Contracts > 0 ? plans : [.. plans.Where(plan => plan.Messages.Count > 0)];
        if (plans.Count == 0)
            return CheckResult.Skipped("without its contracts there is nothing to subscribe to");
        var found = await Task.WhenAll(plans.Select(plan => TryAsync(plan, cancellation)));
        var failed = found.Where(feed => !feed.IsLive).ToList();
        return failed.Count == 0
            ? CheckResult.Ok($"connected, confirmed, delivering: {string.Join(", ", found.Select(feed => feed.Text))}")
            : CheckResult.Fail(
                string.Join("; ", failed.Select(feed => feed.Text))
                + (failed.Count < found.Length ? $"; delivering: {string.Join(", ", found.Where(feed => feed.IsLive).Select(feed => feed.Text))}" : ""),
                VenueAdvice.Of(visit, "WebSocketUrl", failed.Select(feed => feed.Reason)));
    }

    private async Task<(bool IsLive, string Text, GapReason? Reason)> TryAsync(SocketPlan plan, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var session = new FeedSession(plan, visit.Feeds);
        session.Start();
        try
        {
            Task settled = Task.WhenAny(session.Live, session.Ended);
            await settled.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var took = string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(started).TotalSeconds:0.0} s");
            if (session.Live.IsCompleted)
                await UntilStampedAsync(session, cancellation);
            return session.Live.IsCompleted ? (true, $"{plan.Feed} after {took}", null)
                : session.Ended.IsCompleted ? (false, $"{plan.Feed}: {(await session.Ended).Detail}", (await session.Ended).Reason)
                : (false, $"{plan.Feed}: {Missing(session)} within {took}", null);
        }
        finally
        {
            await session.AbandonAsync();
            await session.Ended;
        }
    }

    /// <summary>Listens a little longer until the venue has sent enough times to know its clock by.</summary>
    private async Task UntilStampedAsync(FeedSession session, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (visit.Intake.Counters.ClockOffsetMs is null && !session.Ended.IsCompleted && !cancellation.IsCancellationRequested
            && time.GetElapsedTime(started) < Stamps)
        {
            await TaskDelay.ForAnyAsync(StampPoll, time, [session.Ended], CancellationToken.None);
        }
    }

    private static string Missing(FeedSession session) =>
        session.Phase == FeedState.Connecting ? "no connection"
        : session.IsConfirmed ? "connected and confirmed, but no data"
        : "connected, but not every subscription confirmed";
}
