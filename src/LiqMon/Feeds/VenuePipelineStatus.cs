using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>What a lane is doing.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="FeedClass">How much of its liquidations the venue publishes.</param>
/// <param name="Feed">Its feed; null before it has started.</param>
/// <param name="Counters">What has passed through; null before it has started.</param>
/// <param name="Waiting">Items that wait for the store.</param>
/// <param name="Capacity">How many may.</param>
public sealed record VenuePipelineStatus(
    string Venue, FeedClass FeedClass, VenueStatus? Feed, VenueCounters? Counters, int Waiting, int Capacity)
{
    /// <summary>What is known of the clocks of venues and of this machine at this moment.</summary>
    /// <param name="lanes">What each venue is doing.</param>
    public static ClockAssessment Clocks(IReadOnlyList<VenuePipelineStatus> lanes) => ClockAssessment.Evaluate(
        lanes.Where(lane => lane.Counters?.ClockOffsetMs is not null).Select(lane => new VenueClock(lane.Venue, lane.Counters!.ClockOffsetMs!.Value)));
}
