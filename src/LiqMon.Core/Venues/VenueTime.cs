using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>Which of the times that venues send can be used, against the time of receipt.</summary>
public static class VenueTime
{
    /// <summary>How far clocks may differ without a doubt about the time of an order: 60 s.</summary>
    public const long ToleratedMs = 60_000;

    /// <summary>How far ahead of receipt an order may be dated and is still counted under that time: 15 minutes.</summary>
    public const long LongestLeadMs = 15 * 60_000;

    /// <summary>Whether an order may be counted under a time.</summary>
    /// <param name="timeMs">The venue's time, Unix milliseconds.</param>
    /// <param name="receivedMs">When the order arrived, Unix milliseconds; null for a recording without receive times.</param>
    public static bool IsPossible(long timeMs, long? receivedMs) =>
        EventTime.IsPlausible(timeMs) && (receivedMs is not { } received || timeMs - received <= LongestLeadMs);
}
