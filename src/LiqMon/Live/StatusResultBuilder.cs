using System.Globalization;
using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Live;

/// <summary>The live state of feeds as the HTTP server and its stream show it.</summary>
public static class StatusResultBuilder
{
    private const string Starting = "starting";

    /// <summary>One answer for each feed; one for the venue as a whole while it has no feed yet.</summary>
    /// <param name="lanes">What each venue is doing.</param>
    /// <param name="started">When the monitor started.</param>
    public static IReadOnlyList<StatusResult> Of(IReadOnlyList<VenuePipelineStatus> lanes, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        var clocks = VenuePipelineStatus.Clocks(lanes);
        return [.. lanes.SelectMany(lane => Of(lane, started).Select(status => status with { Clock = ClockOf(lane.Venue, clocks) }))];
    }

    private static string? ClockOf(string venue, ClockAssessment clocks)
    {
        foreach (var wrong in clocks.WrongVenues)
        {
            if (wrong.Venue == venue)
                return ClockText.OfVenue(venue, wrong.OffsetMs, clocks.IsSure);
        }

        return clocks.OwnErrorMs is { } errorMs ? ClockText.OfMachine(errorMs) : null;
    }

    // Whoever looks at a venue that is missing sees whether to wait.
    private static string? Detail(string? detail, DateTimeOffset? nextAttempt) => nextAttempt is { } next
        ? string.Create(CultureInfo.InvariantCulture, $"{detail}; next attempt {next.UtcDateTime:HH:mm:ss} UTC")
        : detail;

    private static IEnumerable<StatusResult> Of(VenuePipelineStatus lane, DateTimeOffset started)
    {
        if (lane.Feed is not { Feeds.Count: > 0 } venue)
        {
            return
            [
                new StatusResult(
                    lane.Venue, CoveredSpan.WholeVenue, Starting, started, null, 0,
                    EnumNames.Of(lane.Feed?.RestError is null ? GapReason.Connecting : GapReason.NoInstruments), lane.Feed?.RestError),
            ];
        }

        return venue.Feeds.Select(feed => new StatusResult(
            lane.Venue, feed.Feed, EnumNames.Of(feed.State), feed.Since, feed.LastFrame, feed.Reconnects,
            feed.Reason is { } reason ? EnumNames.Of(reason) : null, Detail(feed.Detail, feed.NextAttempt), feed.NextAttempt));
    }
}
