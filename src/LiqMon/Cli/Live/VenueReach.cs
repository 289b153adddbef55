using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Threading;

namespace LiqMon.Cli.Live;

/// <summary>
/// Notices that no venue at all can be reached, and names the demo then, once: without internet it is what somebody can look
/// at.
/// </summary>
/// <param name="lanes">What each venue is doing.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Receives the line.</param>
internal sealed class VenueReach(Func<IReadOnlyList<VenuePipelineStatus>> lanes, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private string? _notice;

    /// <summary>The line while no venue has been reached; null otherwise. May be read by other threads.</summary>
    public string? Notice => Volatile.Read(ref _notice);

    /// <summary>Looks until a venue has been reached, or there is none to reach.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (lanes() is { Count: > 0 } venues && !venues.Any(IsReached))
        {
            if (Notice is null && venues.All(IsUnreachable))
            {
                var notice = $"No venue reached ({Cause(venues)}): 'liqmon demo' works without internet.";
                logger.NothingReached(notice);
                Volatile.Write(ref _notice, notice);
            }

            await TaskDelay.ForAsync(Every, time, cancellation).ConfigureAwait(false);
        }

        Volatile.Write(ref _notice, null);
    }

    /// <summary>Something has come of it. An answer that refuses is one too: there is internet.</summary>
    private static bool IsReached(VenuePipelineStatus venue) =>
        venue.Counters is { Frames: > 0 }
        || venue.Feed is { InstrumentsLoaded: not null }
        || (venue.Feed is { ListReason: not null } && !IsUnreachable(venue));

    private static bool IsUnreachable(VenuePipelineStatus venue) =>
        venue.Feed?.ListReason is GapReason.Unreachable or GapReason.NameNotResolved or GapReason.TlsFailed;

    private static string Cause(IReadOnlyList<VenuePipelineStatus> venues) =>
        venues.GroupBy(venue => venue.Feed?.ListReason).MaxBy(group => group.Count())!.Key switch
        {
            GapReason.NameNotResolved => "names not resolved",
            GapReason.TlsFailed => "encryption refused",
            _ => "no answer",
        };
}
