using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// The sending half of one connection: subscribes, sends again what a refusal left over, keeps the connection alive, and
/// watches the clock for what the venue owes.
/// </summary>
/// <param name="context">What the venue's feeds share.</param>
/// <param name="acks">Which subscriptions are sent, confirmed and refused.</param>
/// <param name="times">When something last passed.</param>
internal sealed class SessionSender(FeedContext context, SubscriptionTracker acks, SessionTimes times)
{
    private readonly Throttle _pacing = new(context.Profile.SendPacing, context.Time);
    private readonly AsyncAutoResetSignal _partsWaiting = new();

    private TimeSpan AckRemaining =>
        acks.LongestWait is { } waited ? context.Profile.AckTimeout - waited : TimeSpan.MaxValue;

    private TimeSpan SilenceRemaining => context.Profile.ControlSilence - times.SilentFor;

    /// <summary>A part of a refused message may be sent again.</summary>
    public void PartsWait() => _partsWaiting.Raise();

    /// <summary>Sends until the connection is retired.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="messages">What subscribes.</param>
    /// <param name="retired">Ends it.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>Why the connection is of no use; null when it was retired.</returns>
    public async Task<ConnectionFailure?> RunAsync(
        WebSocketConnection connection, IReadOnlyList<SubscribeMessage> messages, Task retired, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await _pacing.WaitTurnAsync(cancellationToken);
            if (Evaluate() is { } early)
                return early;
            acks.Sent(message);
            if (await SubscribeAsync(connection, message, cancellationToken) is { } unsent)
                return unsent;
        }

        var heartbeat = new HeartbeatMonitor(context.Profile.Heartbeat, context.Time);
        var parts = _partsWaiting.WaitAsync(cancellationToken);
        while (!retired.IsCompleted)
        {
            if (parts.IsCompleted && _partsWaiting.TryLower())
                parts = _partsWaiting.WaitAsync(cancellationToken);
            while (acks.TakePart() is { } part)
            {
                await _pacing.WaitTurnAsync(cancellationToken);
                if (await SubscribeAsync(connection, part, cancellationToken) is { } unsent)
                    return unsent;
            }

            if (Evaluate() is { } fault)
                return fault;
            if (await BeatAsync(connection, heartbeat, cancellationToken) is { } dead)
                return dead;
            var wait = Least(heartbeat.Remaining, SilenceRemaining, AckRemaining);
            await TaskDelay.ForAnyAsync(wait, context.Time, [retired, parts], cancellationToken);
        }

        return null;
    }

    private async Task<ConnectionFailure?> SubscribeAsync(
        WebSocketConnection connection, SubscribeMessage message, CancellationToken cancellationToken)
    {
        var unsent = await connection.SendAsync(TimestampPlaceholder.Fill(message.Text, context.NowMs), cancellationToken);
        if (unsent is null)
            times.Sent();
        return unsent;
    }

    private async Task<ConnectionFailure?> BeatAsync(
        WebSocketConnection connection, HeartbeatMonitor heartbeat, CancellationToken cancellationToken)
    {
        if (heartbeat.IsUnanswered(times.HeardAt))
            return new(GapReason.PingTimeout, "heartbeat not answered");
        if (!heartbeat.IsDue)
            return null;
        heartbeat.Sent();
        await _pacing.WaitTurnAsync(cancellationToken);
        return await connection.SendAsync(
            TimestampPlaceholder.Fill(context.Profile.Heartbeat!.Message, context.NowMs), cancellationToken);
    }

    private ConnectionFailure? Evaluate()
    {
        if (AckRemaining <= TimeSpan.Zero)
            return new(GapReason.NotAcknowledged, "subscription not confirmed in time: " + acks.Describe());
        return SilenceRemaining <= TimeSpan.Zero
            ? new(GapReason.Silent, $"no data for {context.Profile.ControlSilence.TotalSeconds:0.#} s")
            : null;
    }

    private static TimeSpan Least(TimeSpan first, TimeSpan second, TimeSpan third)
    {
        var least = first < second ? first : second;
        least = least < third ? least : third;
        // A timer may fire a little early; a least wait keeps the loop from spinning on what is left.
        return least > TimeSpan.FromMilliseconds(5) ? least : TimeSpan.FromMilliseconds(5);
    }
}
