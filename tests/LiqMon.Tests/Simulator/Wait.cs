namespace LiqMon.Tests.Simulator;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "waited in vain for " + what);
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
