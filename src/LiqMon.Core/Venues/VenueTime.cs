namespace LiqMon.Venues;

/// <summary>Which of the times that venues send can be used, against the time of receipt.</summary>
public static class VenueTime
{
    /// <summary>2017-01-01, Unix milliseconds: no venue here is older.</summary>
    public const long EarliestMs = 1_483_228_800_000;

    /// <summary>2100-01-01, Unix milliseconds: microseconds and nanoseconds lie beyond it.</summary>
    public const long LatestMs = 4_102_444_800_000;

    /// <summary>How far clocks may differ without a doubt about the time of an order: 60 s.</summary>
    public const long ToleratedMs = 60_000;

    /// <summary>How far ahead of receipt an order may be dated and is still counted under that time: 15 minutes.</summary>
    public const long LongestLeadMs = 15 * 60_000;

    /// <summary>Whether a number is a time at all: milliseconds of 2017 to 2099.</summary>
    public static bool IsReadable(long timeMs) => timeMs is >= EarliestMs and < LatestMs;

    /// <summary>Whether an order may be counted under a time.</summary>
    /// <param name="timeMs">The venue's time, Unix milliseconds.</param>
    /// <param name="receivedMs">When the order arrived, Unix milliseconds; null for a recording without receive times.</param>
    public static bool IsPossible(long timeMs, long? receivedMs) =>
        IsReadable(timeMs) && (receivedMs is not { } received || timeMs - received <= LongestLeadMs);
}
