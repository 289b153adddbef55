using System.Diagnostics;

namespace LiqMon.Tests.Simulator;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>So many times longer than a look takes is the pause behind it: whoever reads a store to look leaves others the core.</summary>
    private const int PausePerLook = 4;

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, () => what);

    public static Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan? patience = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, patience);

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience);
        while (true)
        {
            var look = Stopwatch.GetTimestamp();
            if (await condition())
                return;
            if (limit.IsCancellationRequested)
                Assert.Fail("waited in vain for " + what());
            await Task.Delay(PauseAfter(Stopwatch.GetElapsedTime(look)), CancellationToken.None);
        }
    }

    /// <summary>How long to pause after a look that took so long.</summary>
    private static TimeSpan PauseAfter(TimeSpan look) =>
        TimeSpan.FromTicks(Math.Clamp(PausePerLook * look.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
}
