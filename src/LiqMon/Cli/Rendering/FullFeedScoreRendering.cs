using System.Globalization;
using LiqMon.Estimates;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people how good estimates were on full feeds that were throttled.</summary>
internal static class FullFeedScoreRendering
{
    /// <summary>What the columns mean.</summary>
    internal static IReadOnlyList<string> Notes { get; } =
    [
        "each full feed is throttled by each rule, learned from in the first half of the span, and estimated hour by hour in the second",
        "shown, estimate: dollars over the true ones, all hours; hours from, to: a tenth of single hours lay below, a tenth above; "
            + "covered: hours whose true dollars lay in the range, which should be at least "
            + HiddenEstimator.RangeRate.ToString("0 %", CultureInfo.InvariantCulture),
        "no estimate of a feed that shows the latest order of a second: squeeze --estimate gives its range alone",
    ];

    /// <summary>One row for each feed and rule.</summary>
    internal static Grid Table(IReadOnlyList<FullFeedScoreResult> rows) => new(
        [
            new("venue"), new("throttled to"), new("orders", Right: true), new("hours", Right: true), new("shown", Right: true),
            new("estimate", Right: true), new("hours from", Right: true), new("to", Right: true), new("covered", Right: true),
        ],
        [
            .. rows.Select(row => (IReadOnlyList<GridCell>)
            [
                row.Venue, EnumNames.Of(row.Sampling).Replace('_', ' '), NumberText.Count(row.Orders), NumberText.Count(row.Hours), Percent(row.Shown),
                row.Sampling.AllowsEstimate() ? Percent(row.Estimated) : "none", Percent(row.HourLow), Percent(row.HourHigh),
                new(Percent(row.Covered), row.Covered >= HiddenEstimator.RangeRate ? Tone.Plain : Tone.Bad),
            ]),
        ]);

    /// <summary>Writes all rows as CSV.</summary>
    internal static void WriteCsv(TextWriter output, IReadOnlyList<FullFeedScoreResult> rows)
    {
        using var csv = new CsvText(output, "venue", "sampling", "orders", "hours", "shown", "estimated", "hour_low", "hour_high", "covered");
        foreach (var row in rows)
        {
            csv.Row(
                row.Venue, EnumNames.Of(row.Sampling), row.Orders, row.Hours, row.Shown, row.Estimated, row.HourLow, row.HourHigh, row.Covered);
        }
    }

    private static string Percent(double? share) => share is { } known ? NumberText.Percent((decimal)known) : "";
}
