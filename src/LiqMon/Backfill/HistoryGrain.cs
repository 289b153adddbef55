using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>How exact the times of a venue's history are.</summary>
internal static class HistoryGrain
{
    /// <summary>To what they are rounded down, milliseconds; 1 for exact ones.</summary>
    public static long GrainMs(this VenueProfile profile) => Math.Max(1, (long)(profile.History?.Grain.TotalMilliseconds ?? 1));
}
