using System.ComponentModel;
using LiqMon.Queries;
using Microsoft.AspNetCore.Mvc;

namespace LiqMon.Api;

/// <summary>The parameters that every question about a span has; the same names as on the command line.</summary>
public record SpanParameters
{
    /// <summary>Assets.</summary>
    [FromQuery(Name = "asset"), Description("Asset, repeated or with commas between: BTC,ETH. All when missing.")]
    public string[]? Asset { get; init; }

    /// <summary>Venues.</summary>
    [FromQuery(Name = "venue"), Description("Venue id, repeated or with commas between. All when missing.")]
    public string[]? Venue { get; init; }

    /// <summary>Window.</summary>
    [FromQuery(Name = "window"), Description("Span up to now: 1m, 5m, 15m, 1h, 4h, 12h, 24h (default), 7d, 30d, or any number with m, h, d or w.")]
    public string? Window { get; init; }

    /// <summary>Start.</summary>
    [FromQuery(Name = "from"), Description("Start, inclusive: 2026-11-20 or 2026-11-20T12:30:00, UTC. Instead of a window.")]
    public string? From { get; init; }

    /// <summary>End.</summary>
    [FromQuery(Name = "to"), Description("End, exclusive; now when missing.")]
    public string? To { get; init; }

    /// <summary>Whether traditional assets count.</summary>
    [FromQuery(Name = "include_traditional"), Description("true: stocks, metals and currencies count too.")]
    public string? IncludeTraditional { get; init; }

    /// <summary>The parameters that are true or false.</summary>
    internal virtual IEnumerable<(string Name, string? Value)> Switches => [("include_traditional", IncludeTraditional)];

    /// <summary>The question as text.</summary>
    internal virtual RawQuery Text => new()
    {
        Assets = Asset ?? [],
        Venues = Venue ?? [],
        Window = Window,
        From = From,
        To = To,
        IncludeTraditional = IncludeTraditional == "true",
    };
}

/// <summary>The parameters of a question about open interest.</summary>
public sealed record OpenInterestParameters : SpanParameters
{
    /// <summary>Breakdown.</summary>
    [FromQuery(Name = "by"), Description("What totals are of: asset when missing, or venue.")]
    public string? By { get; init; }

    internal override RawQuery Text => base.Text with { By = By };
}

/// <summary>The parameters of a question about totals.</summary>
public sealed record SqueezeParameters : SpanParameters
{
    /// <summary>Breakdown.</summary>
    [FromQuery(Name = "by"), Description("Break down by asset, venue, day or hour. The answer is then an array.")]
    public string? By { get; init; }

    /// <summary>Whether to show external sums too.</summary>
    [FromQuery(Name = "with_external"), Description("true: show, apart from the totals, what others counted in gaps.")]
    public string? WithExternal { get; init; }

    /// <summary>Whether to estimate what is hidden.</summary>
    [FromQuery(Name = "estimate"), Description("true: estimate, apart from the totals, what sampled feeds hide, with a range and the method.")]
    public string? Estimate { get; init; }

    /// <summary>Source.</summary>
    [FromQuery(Name = "compare"), Description("An imported source, such as coinglass: its totals beside LiqMon's own.")]
    public string? Compare { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Switches => [.. base.Switches, ("with_external", WithExternal), ("estimate", Estimate)];

    internal override RawQuery Text => base.Text with
    {
        By = By,
        WithExternal = WithExternal == "true",
        WithEstimate = Estimate == "true",
        Compare = Compare,
    };
}

/// <summary>The parameters of a map of positions.</summary>
public sealed record MapParameters : SpanParameters
{
    /// <summary>How far from the price.</summary>
    [FromQuery(Name = "range"), Description("How far from the price to look in percent, from 1 to 50; 10 when missing.")]
    public string? Range { get; init; }

    /// <summary>Which map.</summary>
    [FromQuery(Name = "model"), Description("path or oi: what the map is made from.")]
    public string? Model { get; init; }

    /// <summary>Length of a map over time.</summary>
    [FromQuery(Name = "over"), Description("The map over time instead, such as 24h: from 1h to 7d, up to the end that to names or now. Goes without window and from.")]
    public string? Over { get; init; }

    /// <summary>Whether to score it.</summary>
    [FromQuery(Name = "score"), Description("true: not the map, but how good it was in the span, beside what needs no map.")]
    public string? Score { get; init; }

    /// <summary>Windows of the score.</summary>
    [FromQuery(Name = "horizon"), Description("With score: length of its windows, such as 1h; 4h when missing.")]
    public string? Horizon { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Switches => [.. base.Switches, ("score", Score)];

    internal override RawQuery Text => base.Text with { Range = Range, Model = Model, Horizon = Horizon, Over = Over };
}

/// <summary>The parameters of a list of cascades.</summary>
public sealed record CascadeParameters : SpanParameters
{
    /// <summary>Side.</summary>
    [FromQuery(Name = "side"), Description("long or short; both when missing.")]
    public string? Side { get; init; }

    /// <summary>Least dollars.</summary>
    [FromQuery(Name = "min_usd"), Description("Least dollars of a cascade, both sides: 100000, 250k, 1M.")]
    public string? MinUsd { get; init; }

    /// <summary>Most rows.</summary>
    [FromQuery(Name = "limit"), Description("Most rows, 50 when missing, at most 100000.")]
    public string? Limit { get; init; }

    /// <summary>Where the next part begins.</summary>
    [FromQuery(Name = "cursor"), Description("What follows a list that was cut: its next. The span stays that of the first part; the other parameters stay the same.")]
    public string? Cursor { get; init; }

    /// <summary>Whether to show what followed.</summary>
    [FromQuery(Name = "after"), Description("true: not the list, but what the price of one asset did after its cascades, beside random times.")]
    public string? After { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Switches => [.. base.Switches, ("after", After)];

    internal override RawQuery Text => base.Text with { Side = Side, MinUsd = MinUsd, Limit = Limit, Cursor = Cursor };
}

/// <summary>The parameters of a list.</summary>
public sealed record ListParameters : SpanParameters
{
    /// <summary>Side.</summary>
    [FromQuery(Name = "side"), Description("long or short; both when missing.")]
    public string? Side { get; init; }

    /// <summary>Least dollars.</summary>
    [FromQuery(Name = "min_usd"), Description("Least dollars of an order: 100000, 250k, 1M.")]
    public string? MinUsd { get; init; }

    /// <summary>Most rows.</summary>
    [FromQuery(Name = "limit"), Description("Most rows, 50 when missing, at most 100000.")]
    public string? Limit { get; init; }

    /// <summary>Where the next part begins.</summary>
    [FromQuery(Name = "cursor"), Description("What follows a list that was cut: its next. The span stays that of the first part; the other parameters stay the same.")]
    public string? Cursor { get; init; }

    internal override RawQuery Text => base.Text with { Side = Side, MinUsd = MinUsd, Limit = Limit, Cursor = Cursor };
}
