using LiqMon.Tests.Simulator;

namespace LiqMon.Tests;

/// <summary>Waiting for a condition, with a limit.</summary>
internal static class Until
{
    public static Task TrueAsync(Func<bool> condition, string what, double seconds = 60) =>
        Wait.UntilAsync(condition, () => $"{what}, {seconds} s", TimeSpan.FromSeconds(seconds));
}
