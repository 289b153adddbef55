namespace LiqMon.Json;

/// <summary>Times as venues write them, in Unix milliseconds.</summary>
internal static class EventTime
{
    /// <summary>One second in milliseconds.</summary>
    public const long SecondMs = 1_000;

    /// <summary>One minute in milliseconds.</summary>
    public const long MinuteMs = 60 * SecondMs;

    /// <summary>One hour in milliseconds.</summary>
    public const long HourMs = 60 * MinuteMs;

    /// <summary>One day in milliseconds.</summary>
    public const long DayMs = 24 * HourMs;

    /// <summary>2017-01-01: no venue here is older.</summary>
    public const long EarliestMs = 1_483_228_800_000;

    /// <summary>2100-01-01: a larger number counts microseconds or nanoseconds.</summary>
    public const long LatestMs = 4_102_444_800_000;

    /// <summary>Whether a number can be the time of an event in milliseconds; false for seconds and microseconds.</summary>
    public static bool IsPlausible(long timeMs) => timeMs is >= EarliestMs and < LatestMs;
}
