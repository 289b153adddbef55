using LiqMon.Market;

namespace LiqMon.Feeds;

/// <summary>A venue at a moment, for people.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Feeds">Its feeds, by name.</param>
/// <param name="Instruments">How many contracts it lists.</param>
/// <param name="InstrumentsLoaded">When they were last loaded whole; null while they are known from before only.</param>
/// <param name="RestError">Why REST calls fail; null when they do not.</param>
/// <param name="Paused">How long its REST host still asks to be left alone; zero if it does not.</param>
public sealed record VenueStatus(
    string Venue,
    string Name,
    IReadOnlyList<FeedStatus> Feeds,
    int Instruments,
    DateTimeOffset? InstrumentsLoaded,
    string? RestError,
    TimeSpan Paused)
{
    /// <summary>Milliseconds by which its clock is ahead of ours, slow delivery counted as behind; null while it is not known.</summary>
    public long? ClockOffsetMs { get; init; }

    /// <summary>Why its list of contracts could not be loaded; null when it was, and before the first attempt has ended.</summary>
    public GapReason? ListReason { get; init; }

    /// <summary>How many feeds should be live; at least one, also before the contracts are known.</summary>
    public int ExpectedFeeds => Math.Max(1, Feeds.Count);

    /// <summary>How many are connected and proven to deliver.</summary>
    public int LiveFeeds => Feeds.Count(feed => feed.State == FeedState.Live);

    /// <summary>Since when not all feeds have been live; null while they are.</summary>
    public DateTimeOffset? NotLiveSince => LongestNotLive?.Since;

    /// <summary>Why the feed that has been missing longest is not live; null while all are, and while it has only begun.</summary>
    public GapReason? Reason => LongestNotLive?.Reason;

    private FeedStatus? LongestNotLive => Feeds.Where(feed => feed.State != FeedState.Live).MinBy(feed => feed.Since);
}
