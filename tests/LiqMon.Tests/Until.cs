using System.Diagnostics;

namespace LiqMon.Tests;

/// <summary>Waiting for a condition, with a limit.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition, string what, double seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"still not after {seconds} s: {what}");
            await Task.Delay(5);
        }
    }
}
