using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Store;

/// <summary>A store while the program runs: a loop removes what is past its time, minute by minute.</summary>
internal static class Ageing
{
    /// <summary>Lets some minutes pass from a moment on, Unix milliseconds, in which nothing arrives.</summary>
    internal static async Task PassAsync(EventStore store, long fromMs, int minutes)
    {
        var time = new FakeTime();
        time.Advance(TimeSpan.FromMilliseconds(fromMs - time.GetUtcNow().ToUnixTimeMilliseconds()));
        using var stop = new CancellationTokenSource();
        var running = new RetentionLoop(store, time, NullLogger.Instance).RunAsync(stop.Token);
        for (var minute = 0; minute < minutes; minute++)
        {
            await IdleAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await IdleAsync();
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Between two steps the loop waits for its timer.
        Task IdleAsync() => Until.TrueAsync(() => time.Timers == 1 || running.IsCompleted, "the loop waits", 60);
    }
}
