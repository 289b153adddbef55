using LiqMon.Feeds;

namespace LiqMon.Cli.Live;

/// <summary>What the status screen shows at a moment.</summary>
internal sealed record StatusSnapshot
{
    /// <summary>What it is; says so when all of it is simulated.</summary>
    public required string Title { get; init; }

    /// <summary>Where the live page is.</summary>
    public required string Address { get; init; }

    /// <summary>Folder of the store.</summary>
    public required string Data { get; init; }

    /// <summary>How much is covered and how many venues are live.</summary>
    public required string Summary { get; init; }

    /// <summary>What somebody should know now; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Lines of explanation.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Totals of the windows.</summary>
    public IReadOnlyList<WindowLine> Windows { get; init; } = [];

    /// <summary>The venues.</summary>
    public IReadOnlyList<VenueLine> Venues { get; init; } = [];

    /// <summary>The newest lines of the log, oldest first.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}

/// <summary>Totals of all assets in a window, as text.</summary>
internal sealed record WindowLine(string Window, string Long, string Short, string Net, string Orders, string Largest);

/// <summary>One venue of the status screen.</summary>
/// <param name="Venue">Its id.</param>
/// <param name="Feeds">Its feeds.</param>
/// <param name="RestError">Why its REST calls fail; null when they do not.</param>
/// <param name="FramesASecond">Messages a second.</param>
/// <param name="OrdersASecond">Liquidations a second.</param>
/// <param name="Share">Share of the last hour that is covered; null while it is not known.</param>
internal sealed record VenueLine(
    string Venue, IReadOnlyList<FeedStatus> Feeds, string? RestError, double FramesASecond, double OrdersASecond, decimal? Share)
{
    /// <summary>How many of its feeds deliver.</summary>
    public int Live => Feeds.Count(feed => feed.State == FeedState.Live);

    /// <summary>The feed that shows what is wrong: the one that is farthest from delivering.</summary>
    public FeedStatus? Worst => Feeds.Where(feed => feed.State != FeedState.Live).OrderByDescending(feed => feed.State == FeedState.BackingOff)
        .ThenBy(feed => feed.Since).FirstOrDefault();

    /// <summary>When something last arrived on any feed.</summary>
    public DateTimeOffset? LastFrame => Feeds.Max(feed => feed.LastFrame);

    /// <summary>How bad it is: 0 for nothing that works, up to 3 for all is well. What is worst is shown first.</summary>
    public int Health => (Live, Feeds.Count) switch
    {
        (0, _) when Worst?.State == FeedState.BackingOff || RestError is not null => 0,
        (0, _) => 1,
        var (live, all) when live < all => 1,
        _ => RestError is null ? 3 : 2,
    };
}
