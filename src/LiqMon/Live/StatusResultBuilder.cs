using LiqMon.Pipelines;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Live;

/// <summary>The live state of feeds as the HTTP server and its stream tell it.</summary>
public static class StatusResultBuilder
{
    /// <summary>One answer for each feed.</summary>
    public static IReadOnlyList<StatusResult> Of(IReadOnlyList<VenuePipelineStatus> lanes)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        return
        [
            .. from lane in lanes
               from feed in lane.Feed?.Feeds ?? []
               select new StatusResult(
                   lane.Venue, feed.Feed, EnumNames.Of(feed.State), feed.Since, feed.LastFrame, feed.Reconnects,
                   feed.Reason is { } reason ? EnumNames.Of(reason) : null, feed.Detail),
        ];
    }
}
