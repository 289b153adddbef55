using LiqMon.Queries;

namespace LiqMon.Dashboard;

/// <summary>Everything the page of venues shows.</summary>
public sealed record VenuesModel
{
    /// <summary>What stands around it.</summary>
    public required FrameModel Frame { get; init; }

    /// <summary>The page's address.</summary>
    public required PageQuery Query { get; init; }

    /// <summary>The venues that are watched, those that are not live first, then the others.</summary>
    public required IReadOnlyList<VenueDay> Days { get; init; }

    /// <summary>Start of the timelines.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The table of all venues.</summary>
    public required PageTable Table { get; init; }
}

/// <summary>A venue with its last 24 hours.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="State">How its feeds do.</param>
/// <param name="Gaps">What of the last 24 hours is not covered, in order of time.</param>
/// <param name="LastOrder">When its newest order happened; null if it has none.</param>
/// <param name="LagMs">Median milliseconds between the venue's time and the arrival of its newest orders; null without any.</param>
public sealed record VenueDay(VenueResult Venue, FeedsState State, IReadOnlyList<GapResult> Gaps, DateTimeOffset? LastOrder, double? LagMs);
