namespace LiqMon.Threading;

/// <summary>Waiting for whichever comes first, without leaving a timer behind.</summary>
internal static class TaskDelay
{
    /// <summary>
    /// Waits for a span, never less: the library cuts a delay down to whole milliseconds, and a loop that waits for what
    /// is left would spin on the fraction.
    /// </summary>
    public static Task ForAsync(TimeSpan span, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(WholeMilliseconds(span), time, cancellationToken);

    /// <summary>Waits until one of the tasks has ended, however, or the time is over.</summary>
    public static async Task ForAnyAsync(
        TimeSpan atMost, TimeProvider time, IReadOnlyList<Task> tasks, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = ForAsync(atMost, time, ended.Token);
        await Task.WhenAny([.. tasks, delay]);
        await ended.CancelAsync();
        await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan WholeMilliseconds(TimeSpan span)
    {
        // A timer cannot run for many weeks; whoever waits that long looks again.
        var day = TimeSpan.FromDays(1);
        return span <= TimeSpan.Zero ? TimeSpan.Zero
            : span >= day ? day
            : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds));
    }
}
