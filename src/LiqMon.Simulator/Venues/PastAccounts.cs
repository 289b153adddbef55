namespace LiqMon.Simulator;

/// <summary>Which part of a venue's accounts was long at the end of each hour: made up, the same every time.</summary>
internal static class PastAccounts
{
    public const long HourMs = 3_600_000;

    /// <summary>The newest hours, the newest first.</summary>
    public static IEnumerable<long> Hours(int count, long nowMs) => Enumerable.Range(0, count).Select(back => nowMs - (nowMs % HourMs) - (back * HourMs));

    /// <summary>The part that was long, 0 to 1, with four decimals.</summary>
    /// <param name="timeMs">The hour.</param>
    /// <param name="offset">Distinguishes one venue from another.</param>
    public static decimal LongShare(long timeMs, double offset) =>
        decimal.Round(0.55m + (decimal)(0.08 * Math.Sin((timeMs / (9.0 * HourMs)) + offset)), 4);
}
