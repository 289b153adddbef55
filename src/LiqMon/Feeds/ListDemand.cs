using LiqMon.Threading;

namespace LiqMon.Feeds;

/// <summary>Waits until a venue's list of contracts is to be loaded again.</summary>
internal static class ListDemand
{
    private static readonly TimeSpan UrgentPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits for the longest time, for a demand that may be heard after its pause (a contract that stays unknown is requested less and
    /// less often), or for an urgent one.
    /// </summary>
    /// <returns>Whether it was an ordinary demand.</returns>
    internal static async Task<bool> WaitAsync(
        TimeSpan pause,
        TimeSpan longest,
        AsyncAutoResetSignal wanted,
        AsyncAutoResetSignal urgent,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        await Task.Delay(UrgentPause, time, cancellationToken);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var urgentTask = urgent.WaitAsync(waiting.Token);
        Task? wantedTask = null;
        await TaskDelay.ForAnyAsync(pause - UrgentPause, time, [urgentTask], cancellationToken);
        if (!urgentTask.IsCompleted)
        {
            wantedTask = wanted.WaitAsync(waiting.Token);
            await TaskDelay.ForAnyAsync(longest - pause, time, [urgentTask, wantedTask], cancellationToken);
        }

        var demanded = wantedTask is { IsCompletedSuccessfully: true } && !urgentTask.IsCompletedSuccessfully;
        await waiting.CancelAsync();
        await Task.WhenAll(urgentTask, wantedTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return demanded;
    }
}
