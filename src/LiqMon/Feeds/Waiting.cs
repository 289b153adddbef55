namespace LiqMon.Feeds;

/// <summary>Waiting for whichever comes first, without leaving a timer behind.</summary>
internal static class Waiting
{
    /// <summary>Waits until one of the tasks has ended, however, or the time is over.</summary>
    public static async Task ForAnyAsync(
        TimeSpan atMost, TimeProvider time, IReadOnlyList<Task> tasks, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A timer cannot run for longer than this; whoever waits that long looks again.
        var delay = Task.Delay(atMost < TimeSpan.FromDays(1) ? atMost : TimeSpan.FromDays(1), time, ended.Token);
        await Task.WhenAny([.. tasks, delay]);
        await ended.CancelAsync();
        await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
