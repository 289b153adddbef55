namespace LiqMon.Tests.Simulator;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, () => what);

    public static async Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail("waited in vain for " + what());
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
