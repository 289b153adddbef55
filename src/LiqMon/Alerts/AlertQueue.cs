using System.Threading.Channels;
using LiqMon.Threading;

namespace LiqMon.Alerts;

/// <summary>
/// One target's way out: a bounded channel that drops the oldest alert when it is full, and one loop that posts, again
/// and again with growing pauses while the service cannot, for at most an hour. An alert that never arrives is a dead
/// letter: counted, and logged. Nothing here ever makes the pipeline wait.
/// </summary>
internal sealed class AlertQueue
{
    /// <summary>Alerts that may wait for one target.</summary>
    internal const int Capacity = 256;

    /// <summary>How long an alert is worth telling.</summary>
    internal static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);

    // Slack allows one message a second, Telegram one a second in a chat, Discord five in two seconds.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly AlertClient _client;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<Alert> _waiting;
    private long _sent;
    private long _retries;
    private long _dead;

    internal AlertQueue(AlertTarget target, AlertClient client, Random random, TimeProvider time, ILogger log)
    {
        Target = target;
        (_client, _random, _time, _log) = (client, random, time, log);
        _waiting = Channel.CreateBounded<Alert>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            dropped => Dead(dropped, "too many wait"));
    }

    internal AlertTarget Target { get; }

    internal AlertStatus Status => new(
        Target.Name, Volatile.Read(ref _sent), Volatile.Read(ref _retries), Volatile.Read(ref _dead), _waiting.Reader.Count);

    /// <summary>Takes an alert; never waits.</summary>
    internal void Offer(Alert alert) => _waiting.Writer.TryWrite(alert);

    /// <summary>Posts until cancelled; what waits then is logged as lost. After a fault it may be run again.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        Alert? current = null;
        try
        {
            while (true)
            {
                current = await _waiting.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                await DeliverAsync(current, cancellation).ConfigureAwait(false);
                current = null;
                if (Target.Service != AlertService.Json)
                    await Task.Delay(Pace, _time, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            if (current is not null)
                Dead(current, "LiqMon failed at it");
            throw;
        }
        catch (OperationCanceledException)
        {
            if (current is not null)
                Dead(current, "LiqMon stops");
            while (_waiting.Reader.TryRead(out var left))
                Dead(left, "LiqMon stops");
        }
    }

    private async Task DeliverAsync(Alert alert, CancellationToken cancellation)
    {
        var backoff = new Backoff(_random);
        for (var started = _time.GetTimestamp(); ;)
        {
            var answer = await _client.PostAsync(alert, Target, cancellation).ConfigureAwait(false);
            if (answer.Verdict == AlertResultStatus.Sent)
            {
                Interlocked.Increment(ref _sent);
                return;
            }

            var wait = backoff.Next(answer.RetryAfter);
            if (answer.Verdict == AlertResultStatus.Refused || _time.GetElapsedTime(started) + wait > GiveUpAfter)
            {
                Dead(alert, answer.Detail);
                return;
            }

            if (Interlocked.Increment(ref _retries) is var retries && (retries & (retries - 1)) == 0)
                _log.AlertRetried(Target.Name, answer.Detail);
            await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
        }
    }

    private void Dead(Alert alert, string why)
    {
        // Whoever sees the count finds the line.
        _log.AlertLost(Target.Name, alert.Title, why);
        Interlocked.Increment(ref _dead);
    }
}

/// <summary>What has been sent to a target since the start.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Sent">Alerts it took.</param>
/// <param name="Retries">Attempts that failed and were repeated.</param>
/// <param name="Dead">Alerts it never got.</param>
/// <param name="Waiting">Alerts that wait.</param>
public readonly record struct AlertStatus(string Target, long Sent, long Retries, long Dead, int Waiting);
