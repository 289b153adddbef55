using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Reports.Tables;

/// <summary>The table of what sampled feeds may hide: the whole and every venue, also those that are not estimated, and why.</summary>
internal static class EstimateTable
{
    internal static IEnumerable<ReportTable> Of(WeeklyReport report)
    {
        if (report.Estimate is not { } estimate)
            yield break;
        yield return ReportTables.Table(
            "estimate", "Estimate, not in the totals", new Section<Row>([.. Rows(report, estimate)], null),
            new("venue", "venue", CellKind.Text, row => row.Venue),
            new("side", "side", CellKind.Text, row => row.Side is { } side ? EnumNames.Of(side) : "both"),
            new("reported_usd", "reported", CellKind.Usd, row => row.ReportedUsd),
            new("estimate_usd", "estimate", CellKind.Usd, row => row.Usd?.EstimateUsd),
            new("low_usd", "from", CellKind.Usd, row => row.Usd?.LowUsd),
            new("high_usd", "to", CellKind.Usd, row => row.Usd?.HighUsd),
            new("unlearned_share", "faster than learned", CellKind.Share, row => row.Learned?.UnlearnedShare),
            new("open_interest_moved_usd", "open interest moved", CellKind.Usd, row => row.Learned?.OpenInterestMovedUsd),
            new("bounded", "held down by it", CellKind.Text, row => row.Learned is { } venue ? venue.Bounded ? "yes" : "no" : null),
            new("method", "method", CellKind.Text, row => row.WhyNot is null ? estimate.Method : null),
            new("why_not", "not estimated, because", CellKind.Text, row => row.WhyNot));
    }

    private static IEnumerable<Row> Rows(WeeklyReport report, EstimateResult estimate)
    {
        if (estimate is not { Total: { } total, Short: { } shorts, Long: { } longs })
            return [Row.Without("ALL", report.Headline.TotalUsd, estimate.NoEstimate)];
        return
        [
            .. Sides("ALL", total, shorts, longs, null),
            .. report.Venues.Rows.SelectMany(venue => estimate.Venues.Where(estimated => estimated.Venue == venue.Venue).ToList() is { Count: > 0 } learned
                ? learned.SelectMany(part => Sides(venue.Venue, part.Total, part.Short, part.Long, part))
                : [Row.Without(venue.Venue, venue.TotalUsd, WhyNot(venue, estimate))]),
        ];
    }

    private static IEnumerable<Row> Sides(string venue, EstimatedUsd both, EstimatedUsd shorts, EstimatedUsd longs, VenueEstimateResult? learned) =>
    [
        new(venue, null, both.ReportedUsd, both, learned, null),
        new(venue, LiquidatedSide.Short, shorts.ReportedUsd, shorts, null, null),
        new(venue, LiquidatedSide.Long, longs.ReportedUsd, longs, null, null),
    ];

    private static string WhyNot(VenueRow venue, EstimateResult estimate) =>
        venue.Orders == 0 ? "it reported no order"
        : estimate.NotEstimated.Contains(venue.Venue) ? "it hides by a rule that is not known"
        : "it publishes all";

    /// <summary>One side of the whole or of a venue.</summary>
    /// <param name="Venue">Venue id, or <c>ALL</c>.</param>
    /// <param name="Side">The side; null for both.</param>
    /// <param name="ReportedUsd">Dollars as reported.</param>
    /// <param name="Usd">The estimate; null when there is none.</param>
    /// <param name="Learned">How far it can be trusted, with both sides of an estimated venue.</param>
    /// <param name="WhyNot">Why there is no estimate; null when there is one.</param>
    private sealed record Row(
        string Venue, LiquidatedSide? Side, decimal ReportedUsd, EstimatedUsd? Usd, VenueEstimateResult? Learned, string? WhyNot)
    {
        internal static Row Without(string venue, decimal reportedUsd, string? whyNot) => new(venue, null, reportedUsd, null, null, whyNot);
    }
}
