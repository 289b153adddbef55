using System.Globalization;
using LiqMon.Feeds;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Threading;

namespace LiqMon.Live;

/// <summary>Collects what the readiness of a running monitor is decided from. May be used by several threads.</summary>
public sealed class ReadinessProbe
{
    private const string LiveState = "live";

    private readonly ReadinessSetup _setup;
    private readonly DateTimeOffset _started;

    /// <summary>A probe of a monitor that has just started.</summary>
    public ReadinessProbe(ReadinessSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        _started = setup.Time.GetUtcNow();
    }

    /// <summary>Whether the monitor does its work at this moment.</summary>
    public ReadinessResult Read()
    {
        var (lanes, status) = (_setup.Lanes(), _setup.Status());
        var expected = _setup.Venues.Where(WatchResult.IsExpected).Select(venue => venue.Id).ToHashSet(StringComparer.Ordinal);
        var live = status.Where(feed => feed.State == LiveState && expected.Contains(feed.Venue)).Select(feed => feed.Venue).ToHashSet(StringComparer.Ordinal);
        var (since, error) = LastCommit();
        return ReadinessRule.Of(new ReadinessFacts
        {
            Watch = WatchResult.Of(_setup.Venues, status),
            IsAnyFeedLive = live.Count > 0,
            FreeBytes = _setup.FreeBytes(),
            ReserveBytes = _setup.ReserveBytes,
            FailedCommits = _setup.Commits.FailuresInARow,
            ItemsWait = lanes.Any(lane => lane.Waiting > 0),
            SinceCommit = since,
            StoreError = error,
            FailedLoops = [.. _setup.Loops().Where(loop => loop.FailedLately || loop.State == LoopState.Waiting).Select(FailedLoop)],
            VenueLagsMs = [.. lanes.Where(lane => live.Contains(lane.Venue)).Select(lane => -lane.Counters?.ClockOffsetMs).OfType<long>()],
        });
    }

    /// <summary>Free bytes of a folder's disk; null when the system does not report it, as with some network mounts.</summary>
    public static long? FreeBytesOf(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string FailedLoop(LoopStatus loop)
    {
        var times = loop.Faults == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{loop.Faults} times");
        var next = loop.State == LoopState.Waiting && loop.StartsAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $", starts again at {at:HH:mm:ss}")
            : ", runs again";
        return $"the loop {loop.Name} failed {times}{next}: {loop.LastFault}";
    }

    private (TimeSpan? Since, string? Error) LastCommit()
    {
        try
        {
            // What an earlier process committed says nothing about how long this one has been waiting.
            var from = _setup.LastCommit() is { } at && at > _started ? at : _started;
            return (_setup.Time.GetUtcNow() - from, null);
        }
        catch (StoreException failure)
        {
            return (null, failure.Message);
        }
    }
}

/// <summary>Where a probe reads from.</summary>
public sealed record ReadinessSetup
{
    /// <summary>What each venue is doing.</summary>
    public required Func<IReadOnlyList<VenuePipelineStatus>> Lanes { get; init; }

    /// <summary>The state of every feed.</summary>
    public required Func<IReadOnlyList<StatusResult>> Status { get; init; }

    /// <summary>What is known of the venues.</summary>
    public required IReadOnlyList<KnownVenue> Venues { get; init; }

    /// <summary>How the background loops fare.</summary>
    public Func<IReadOnlyList<LoopStatus>> Loops { get; init; } = static () => [];

    /// <summary>What commits have done.</summary>
    public required CommitCounters Commits { get; init; }

    /// <summary>When the store was last written; null if never.</summary>
    public required Func<DateTimeOffset?> LastCommit { get; init; }

    /// <summary>Free bytes of the store's disk; null when the system does not report it.</summary>
    public required Func<long?> FreeBytes { get; init; }

    /// <summary>Bytes that the store leaves free.</summary>
    public required long ReserveBytes { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
