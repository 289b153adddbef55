namespace LiqMon.Tests.Simulator;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task UntilAsync(Func<bool> condition, string what, Func<string>? now = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "waited in vain for " + what + now?.Invoke());
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
