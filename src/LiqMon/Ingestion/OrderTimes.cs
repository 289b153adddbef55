using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Which times orders may have that nobody could read. What arrives at a moment of our clock was sent earlier, by a clock that
/// may be ahead or behind, and may have been held back by the venue before.
/// </summary>
internal static class OrderTimes
{
    /// <summary>What a network may take, whatever was measured, milliseconds.</summary>
    private const long LeastLagMs = 2_000;

    /// <summary>Messages that are older when they arrive have old times, and did not come late.</summary>
    private const long MostLagMs = 30_000;

    /// <summary>A page of a poll reaches back further than to the poll before.</summary>
    private const long PageMs = 15 * 60_000;

    /// <summary>How late orders may arrive, milliseconds; with all that keeps them from arriving at once.</summary>
    /// <param name="profile">The venue.</param>
    /// <param name="counters">What has been measured of it.</param>
    public static long LagMs(VenueProfile profile, VenueCounters counters) => (long)profile.HoldsOrdersFor.TotalMilliseconds
        + Math.Clamp((long)(counters.HighOrderLag ?? default).TotalMilliseconds, LeastLagMs, MostLagMs);

    /// <summary>How much earlier than a moment of our clock the orders may be dated that arrive from then on, milliseconds.</summary>
    public static long BackMs(VenueProfile profile, VenueCounters counters) =>
        LagMs(profile, counters) + Math.Clamp(-(counters.ClockOffsetMs ?? 0), 0, VenueTime.LongestLeadMs);

    /// <summary>By how much the venue's clock is known to be ahead of ours, milliseconds, 0 or more.</summary>
    public static long AheadMs(VenueCounters counters) => Math.Clamp(counters.ClockOffsetMs ?? 0, 0, VenueTime.LongestLeadMs);

    /// <summary>The first and the last time, Unix milliseconds, that an order of a message may have.</summary>
    /// <param name="readings">The message, as far as it could be read; its receipt has to be known.</param>
    /// <param name="receivedMs">When it arrived, Unix milliseconds.</param>
    /// <param name="isPoll">Whether it is the answer to a poll.</param>
    /// <param name="profile">The venue.</param>
    /// <param name="counters">What has been measured of it.</param>
    public static (long FromMs, long LastMs) Of(
        FrameReadings readings, long receivedMs, bool isPoll, VenueProfile profile, VenueCounters counters)
    {
        // Until the clocks have been compared, the message itself shows how far they are apart.
        var aheadMs = counters.ClockOffsetMs ?? (readings.NewestStampMs - receivedMs) ?? 0;
        aheadMs = Math.Clamp(aheadMs, -VenueTime.LongestLeadMs, VenueTime.LongestLeadMs);
        var fromMs = receivedMs + Math.Min(aheadMs, 0) - LagMs(profile, counters) - (isPoll ? PageMs : 0);
        foreach (ref readonly var order in readings.LiquidationSpan)
            fromMs = Math.Min(fromMs, order.TimeMs);
        return (fromMs, receivedMs + Math.Max(aheadMs, 0));
    }
}
