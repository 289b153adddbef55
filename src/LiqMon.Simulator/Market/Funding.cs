namespace LiqMon.Simulator;

/// <summary>Funding times: every eight hours from midnight UTC on all simulated venues.</summary>
internal static class Funding
{
    /// <summary>Length of an interval in milliseconds.</summary>
    public const long IntervalMs = 8 * 3_600_000L;

    /// <summary>The next funding time after the given one.</summary>
    public static long NextMs(long nowMs) => nowMs - (nowMs % IntervalMs) + IntervalMs;
}
