using LiqMon.Charts;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Windows;

namespace LiqMon.Dashboard;

/// <summary>Everything one page shows, all of one moment.</summary>
public sealed record DashboardModel
{
    /// <summary>The asset, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Assets to choose from besides all.</summary>
    public required IReadOnlyList<string> Assets { get; init; }

    /// <summary>Least dollars of a listed order.</summary>
    public required decimal MinUsd { get; init; }

    /// <summary>Whether the venues are simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Totals of the rolling windows, shortest first.</summary>
    public required IReadOnlyList<(string Window, SqueezeResult Total)> Totals { get; init; }

    /// <summary>Totals of the last 24 hours, hour by hour, the last one up to now.</summary>
    public required IReadOnlyList<SqueezeResult> Hours { get; init; }

    /// <summary>A price over the same hours; empty when none is stored.</summary>
    public required IReadOnlyList<ChartPoint> Price { get; init; }

    /// <summary>What the price is of.</summary>
    public required string PriceName { get; init; }

    /// <summary>Assets of the last 24 hours, the largest first.</summary>
    public required IReadOnlyList<SqueezeResult> ByAsset { get; init; }

    /// <summary>Venues by liquidations of the last 24 hours, the largest first, then those that are watched and have none.</summary>
    public required IReadOnlyList<VenueLine> ByVenue { get; init; }

    /// <summary>The newest orders, the newest first.</summary>
    public required IReadOnlyList<LiquidationResult> Orders { get; init; }

    /// <summary>Open interest by asset and its change over 24 hours, the largest first.</summary>
    public required IReadOnlyList<OpenInterestTotal> OpenInterest { get; init; }

    /// <summary>The model of where positions of the asset, or of BTC, would be forced out; null without a price.</summary>
    public required MapResult? Map { get; init; }

    /// <summary>Cascades of the last 24 hours, the newest first; null when nobody has looked for any.</summary>
    public required IReadOnlyList<Cascade>? Cascades { get; init; }

    /// <summary>From when on cascades can be found: an asset's normal needs the store's first day. Null while nothing is stored.</summary>
    public required DateTimeOffset? CascadesFrom { get; init; }

    /// <summary>How many of the venues that should be watched are, and who is missing.</summary>
    public required WatchResult Watch { get; init; }

    /// <summary>The total of a day.</summary>
    public SqueezeResult Day => Totals.First(total => total.Window == "24h").Total;
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
