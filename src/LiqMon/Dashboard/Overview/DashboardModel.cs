using LiqMon.Market;
using LiqMon.Queries;

namespace LiqMon.Dashboard;

/// <summary>What the frame of every page shows.</summary>
public sealed record FrameModel
{
    /// <summary>Whether the venues are simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many of the venues that should be watched are, and who is missing.</summary>
    public required WatchResult Watch { get; init; }

    /// <summary>Whether there is a folder of reports.</summary>
    public required bool HasReports { get; init; }

    /// <summary>The path of the page: <c>/venues</c>.</summary>
    public required string Path { get; init; }
}

/// <summary>Everything the overview or the page of an asset shows, all of one moment.</summary>
public sealed record DashboardModel
{
    /// <summary>What stands around it.</summary>
    public required FrameModel Frame { get; init; }

    /// <summary>What the visitor wants to see.</summary>
    public required PageQuery Query { get; init; }

    /// <summary>The asset, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Whether it is the page of the asset, which shows more of it.</summary>
    public required bool IsAssetPage { get; init; }

    /// <summary>Assets to choose from besides all.</summary>
    public required IReadOnlyList<string> Assets { get; init; }

    /// <summary>Venues to choose from.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Totals of the rolling windows, shortest first.</summary>
    public required IReadOnlyList<(string Window, SqueezeResult Total)> Totals { get; init; }

    /// <summary>The total of the span of tables and lists.</summary>
    public required SqueezeResult Span { get; init; }

    /// <summary>The bars of the chart, the oldest first.</summary>
    public required IReadOnlyList<BarPoint> Bars { get; init; }

    /// <summary>What the price of the chart is of.</summary>
    public required string PriceName { get; init; }

    /// <summary>Figures of the market.</summary>
    public required IReadOnlyList<MarketFact> Market { get; init; }

    /// <summary>Assets of the span, the largest first.</summary>
    public required IReadOnlyList<SqueezeResult> ByAsset { get; init; }

    /// <summary>The model of where positions of the asset, or of BTC, would be forced out; null without a price.</summary>
    public required MapResult? Map { get; init; }

    /// <summary>The map over time; null on the overview, and without a price.</summary>
    public required HeatResult? Heat { get; init; }

    /// <summary>The tables, by their ids.</summary>
    public required IReadOnlyDictionary<string, PageTable> Tables { get; init; }

    /// <summary>Why the total of the span is a floor; empty when it is none.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>A venue with its totals of the last 24 hours.</summary>
/// <param name="Id">Venue id.</param>
/// <param name="Total">Its totals; null when nothing was liquidated.</param>
/// <param name="Class">How much of its liquidations it publishes.</param>
/// <param name="Covered">The share of the time in which it was covered; null when it publishes no liquidations.</param>
/// <param name="Note">What it publishes.</param>
/// <param name="State">How its feeds do.</param>
public sealed record VenueLine(string Id, SqueezeResult? Total, FeedClass Class, decimal? Covered, string Note, FeedsState State);

/// <summary>How the feeds of one venue do.</summary>
/// <param name="IsLive">Whether all deliver.</param>
/// <param name="Word">The state in a word.</param>
/// <param name="Detail">Why it is not live, or what is wrong with its clock; null while nothing is.</param>
public sealed record FeedsState(bool IsLive, string Word, string? Detail)
{
    /// <summary>The state of one venue among the states of all feeds.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="feeds">The state of every feed.</param>
    /// <param name="isExpected">Whether the venue should be watched.</param>
    public static FeedsState Of(string venue, IReadOnlyList<StatusResult> feeds, bool isExpected)
    {
        var own = feeds.Where(feed => feed.Venue == venue).ToList();
        if (own.Count == 0)
            return new(false, isExpected ? "down" : "off", null);
        return own.Find(feed => feed.State != "live") is { } worst
            ? new(false, worst.State.Replace('_', ' '), worst.Detail ?? worst.Reason)
            : new(true, "live", own[0].Clock);
    }
}
