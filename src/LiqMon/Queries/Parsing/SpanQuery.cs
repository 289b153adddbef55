using LiqMon.Completeness;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>A question as it was sent: raw texts from the command line or a query string. Null is "not given".</summary>
public sealed record RawQuery
{
    /// <summary>Assets, each perhaps several with commas between.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>Venue ids, each perhaps several with commas between.</summary>
    public IReadOnlyList<string> Venues { get; init; } = [];

    /// <summary>A window: <c>7d</c>.</summary>
    public string? Window { get; init; }

    /// <summary>Start of a span, inclusive.</summary>
    public string? From { get; init; }

    /// <summary>End of a span, exclusive.</summary>
    public string? To { get; init; }

    /// <summary>What to break the answer down by.</summary>
    public string? By { get; init; }

    /// <summary>An external source to compare with.</summary>
    public string? Compare { get; init; }

    /// <summary>Least dollars of a listed order.</summary>
    public string? MinUsd { get; init; }

    /// <summary>A liquidated side.</summary>
    public string? Side { get; init; }

    /// <summary>Most rows to list.</summary>
    public string? Limit { get; init; }

    /// <summary>Where the next part of a list begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>How far from the price a map reaches: <c>10%</c>.</summary>
    public string? Range { get; init; }

    /// <summary>Which map: path or oi.</summary>
    public string? Model { get; init; }

    /// <summary>Length of the windows of a score.</summary>
    public string? Horizon { get; init; }

    /// <summary>Length of a map over time.</summary>
    public string? Over { get; init; }

    /// <summary>Whether stocks, metals and currencies count too.</summary>
    public bool IncludeTraditional { get; init; }

    /// <summary>Whether to show, beside the totals, what others counted in gaps.</summary>
    public bool WithExternal { get; init; }

    /// <summary>Whether to estimate, beside the totals, what sampled feeds hide.</summary>
    public bool WithEstimate { get; init; }
}

/// <summary>A question that was understood.</summary>
public sealed record SpanQuery
{
    /// <summary>What to ask the store.</summary>
    public required LiquidationFilter Filter { get; init; }

    /// <summary>Start of the span as shown to people: exclusive for a window, inclusive otherwise.</summary>
    public required long DisplayFromMs { get; init; }

    /// <summary>End of the span as shown to people: inclusive for a window, exclusive otherwise.</summary>
    public required long DisplayToMs { get; init; }

    /// <summary>Now, Unix milliseconds; nothing after it can be covered.</summary>
    public required long NowMs { get; init; }

    /// <summary>The window as it was sent, or null when start and end were given.</summary>
    public string? Window { get; init; }

    /// <summary>What to break the answer down by.</summary>
    public Grouping By { get; init; }

    /// <summary>An external source to compare with; null for none.</summary>
    public string? Compare { get; init; }

    /// <summary>Least dollars of a listed order.</summary>
    public decimal MinUsd { get; init; }

    /// <summary>Only this side of cascades; null for both.</summary>
    public LiquidatedSide? Side { get; init; }

    /// <summary>Most rows to list.</summary>
    public int Limit { get; init; }

    /// <summary>Where the next part of a list begins; null for its first part.</summary>
    public ListCursor? Cursor { get; init; }

    /// <summary>How far from the price a map reaches, as a part of it.</summary>
    public double Range { get; init; }

    /// <summary>Which map: from path memory or from open interest.</summary>
    public Forecast Model { get; init; } = MapQuery.DefaultModel;

    /// <summary>Length of the windows of a score.</summary>
    public TimeSpan Horizon { get; init; } = MapQuery.DefaultHorizon;

    /// <summary>The columns of a map over time; null where none is wanted.</summary>
    public HeatSpan? Over { get; init; }

    /// <summary>Whether to show, beside the totals, what others counted in gaps.</summary>
    public bool WithExternal { get; init; }

    /// <summary>Whether to estimate, beside the totals, what sampled feeds hide.</summary>
    public bool WithEstimate { get; init; }

    /// <summary>The same as what completeness is requested: all of the span.</summary>
    internal Completeness.CompletenessScope Scope => new() { Assets = Filter.Assets, IncludeTraditional = Filter.IncludeTraditional };

    /// <summary>The asset of the query, several with commas between, or <c>ALL</c>.</summary>
    public string AssetText => Filter.Assets is { Count: > 0 } assets ? string.Join(',', assets) : "ALL";
}

/// <summary>A venue that an answer may have to speak about.</summary>
/// <param name="Id">Venue id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="FeedClass">How much of its liquidations it publishes.</param>
/// <param name="FeedNote">What that means, for people.</param>
/// <param name="Enabled">Whether the settings switch it on.</param>
/// <param name="ClosedOn">When it closed for good; null while it trades.</param>
public sealed record KnownVenue(
    string Id, string Name, FeedClass FeedClass, string FeedNote, bool Enabled = true, DateOnly? ClosedOn = null)
{
    /// <summary>Which orders of a second it publishes, where it is sampled by a rule that is known.</summary>
    public SamplingRule? Sampling { get; init; }

    /// <summary>The same of its inverse contracts, where it is another.</summary>
    public SamplingRule? InverseSampling { get; init; }

    /// <summary>The rule for a contract; null when none is known.</summary>
    public SamplingRule? SamplingOf(MarginKind margin) => margin == MarginKind.Inverse ? InverseSampling ?? Sampling : Sampling;

    /// <summary>Whether it publishes all, order by order, so that estimates can be learned from it.</summary>
    public bool ReportsWholeOrders { get; init; }

    /// <summary>The only assets that the settings keep of it, normalised; empty for all.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>How far back its past is fetched in the background; null where that is not done.</summary>
    public TimeSpan? Past { get; init; }

    /// <summary>The venue as completeness is computed for it.</summary>
    public RequestedVenue Requested => new(Id, FeedClass, Assets);

    /// <summary>Whether it publishes liquidations at all.</summary>
    public bool HasLiquidations => FeedClass != FeedClass.None;
}
