namespace LiqMon.Store;

/// <summary>Starts of the spans that a moment lies in, Unix milliseconds.</summary>
internal static class UnixTime
{
    internal const long SecondMs = 1_000;
    internal const long MinuteMs = 60_000;
    internal const long HourMs = 3_600_000;
    internal const long DayMs = 86_400_000;

    internal static long Minute(long timeMs) => Floor(timeMs, MinuteMs);

    internal static long Hour(long timeMs) => Floor(timeMs, HourMs);

    internal static long Day(long timeMs) => Floor(timeMs, DayMs);

    internal static long Floor(long timeMs, long widthMs)
    {
        var rest = timeMs % widthMs;
        return rest < 0 ? timeMs - rest - widthMs : timeMs - rest;
    }

    internal static long Ceiling(long timeMs, long widthMs)
    {
        var floor = Floor(timeMs, widthMs);
        return floor == timeMs ? timeMs : floor + widthMs;
    }
}
