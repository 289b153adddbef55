using LiqMon.Threading;

namespace LiqMon.Http;

/// <summary>Keeps a least time between turns, in the order in which they are requested. May be used by several threads at once.</summary>
/// <param name="least">Least time between two turns.</param>
/// <param name="time">Clock.</param>
public sealed class Throttle(TimeSpan least, TimeProvider time)
{
    private readonly Lock _using = new();
    private long _next = long.MinValue;

    /// <summary>Waits for the next turn. A turn that is given up by cancelling is lost.</summary>
    public Task WaitTurnAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_using)
        {
            var now = time.GetTimestamp();
            var turn = Math.Max(now, _next);
            _next = turn + (long)(least.TotalSeconds * time.TimestampFrequency);
            wait = time.GetElapsedTime(now, turn);
        }

        return wait > TimeSpan.Zero ? TaskDelay.ForAsync(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
