using System.Globalization;
using LiqMon.Estimates;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people how good estimates are.</summary>
internal static class EstimateScoreRendering
{
    private static readonly string[] CsvColumns =
    [
        "branching", "decay_seconds", "learned_from", "hours", "reported", "estimated", "median_error",
        "covered", "median_width",
    ];

    /// <summary>What the table is.</summary>
    internal static string Heading => string.Create(
        CultureInfo.InvariantCulture,
        $"{HiddenEstimator.Method} on simulated bursts: {EstimateScore.EstimatedDays} days, hour by hour, learned from {EstimateScore.LearnedDays} others");

    /// <summary>What its columns mean.</summary>
    internal static IReadOnlyList<string> Notes { get; } =
    [
        "bursts: how many liquidations one sets off on average, and how soon",
        "reported, estimate: dollars of all hours over the true ones; error: middle of the hours; "
            + "covered: hours whose true dollars lay in the range, which should be at least "
            + HiddenEstimator.RangeRate.ToString("0 %", CultureInfo.InvariantCulture),
    ];

    /// <summary>One row for each speed of bursts and feed that was learned from.</summary>
    internal static Grid Table(IReadOnlyList<EstimateScoreRow> rows) => new(
        [
            new("bursts"), new("learned from"), new("reported", Right: true), new("estimate", Right: true), new("error", Right: true),
            new("covered", Right: true), new("range", Right: true),
        ],
        [
            .. rows.Select(row => (IReadOnlyList<GridCell>)
            [
                Bursts(row.Branching, row.DecaySeconds),
                EnumNames.Of(row.LearnedFrom).Replace('_', ' '),
                Percent(row.Reported), Percent(row.Estimated), Percent(row.MedianError),
                new(Percent(row.Covered), row.Covered >= HiddenEstimator.RangeRate ? Tone.Plain : Tone.Bad), Percent(row.MedianWidth),
            ]),
        ]);

    /// <summary>Writes all rows as CSV.</summary>
    internal static void WriteCsv(TextWriter output, IReadOnlyList<EstimateScoreRow> rows)
    {
        using var csv = new CsvText(output, CsvColumns);
        foreach (var row in rows)
        {
            csv.Row(
                row.Branching, row.DecaySeconds, EnumNames.Of(row.LearnedFrom), row.Hours, row.Reported, row.Estimated,
                row.MedianError, row.Covered, row.MedianWidth);
        }
    }

    private static string Bursts(double branching, double? decaySeconds) => decaySeconds is { } decay
        ? string.Create(CultureInfo.InvariantCulture, $"{branching:0.00} in {decay:0.#} s")
        : "none";

    private static string Percent(double share) => NumberText.Percent((decimal)share);
}
