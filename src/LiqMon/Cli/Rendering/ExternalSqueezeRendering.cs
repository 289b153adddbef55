using System.Globalization;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows totals of an external source to people, alone and beside LiqMon's own.</summary>
internal static class ExternalSqueezeRendering
{
    private const string CellTime = "yyyy-MM-dd HH:mm";

    /// <summary>The total of one span.</summary>
    internal static Grid Total(ExternalSqueezeResult answer) => new(
        [new(""), new("usd", Right: true), new("exact usd", Right: true), new("share", Right: true)],
        [
            [new("shorts", Tone.Short), new(NumberText.Usd(answer.ShortUsd), Tone.Short), NumberText.Exact(answer.ShortUsd), Share(answer.ShortShare)],
            [new("longs", Tone.Long), new(NumberText.Usd(answer.LongUsd), Tone.Long), NumberText.Exact(answer.LongUsd), Share(1 - answer.ShortShare)],
            ["total", NumberText.Usd(answer.TotalUsd), NumberText.Exact(answer.TotalUsd), ""],
            ["shorts minus longs", NumberText.SignedUsd(answer.ShortMinusLongUsd), NumberText.Exact(answer.ShortMinusLongUsd), ""],
        ]);

    /// <summary>One row for each part of a breakdown.</summary>
    internal static Grid Breakdown(IReadOnlyList<ExternalSqueezeResult> answers, Grouping by) => new(
        [
            new(EnumNames.Of(by)), new("shorts", Right: true), new("longs", Right: true), new("shorts-longs", Right: true),
            new("total", Right: true, Spare: 1), new("short%", Right: true, Spare: 2), new("source covers", Right: true, Spare: 3),
        ],
        [
            .. answers.Select(answer => new GridCell[]
            {
                Name(by, answer.Asset, string.Join(' ', answer.Venues), answer.From), new(NumberText.Usd(answer.ShortUsd), Tone.Short),
                new(NumberText.Usd(answer.LongUsd), Tone.Long), NumberText.SignedUsd(answer.ShortMinusLongUsd),
                NumberText.Usd(answer.TotalUsd), Share(answer.ShortShare), NumberText.Coverage(answer.SourceCoverage),
            }),
        ]);

    /// <summary>Writes all answers as CSV.</summary>
    internal static void WriteCsv(TextWriter output, IReadOnlyList<ExternalSqueezeResult> answers)
    {
        using var csv = new CsvText(
            output, "asset", "venues", "from", "to", "long_usd", "short_usd", "short_minus_long_usd", "total_usd", "short_share",
            "source", "source_coverage", "buckets");
        foreach (var a in answers)
        {
            csv.Row(
                a.Asset, string.Join(' ', a.Venues), a.From, a.To, a.LongUsd, a.ShortUsd, a.ShortMinusLongUsd, a.TotalUsd,
                a.ShortShare, a.Source, a.SourceCoverage, string.Join(' ', a.Buckets));
        }
    }

    /// <summary>Both totals of one span, side by side.</summary>
    internal static Grid Comparison(ComparisonResult answer, string source) => new(
        [new(""), new("liqmon", Right: true), new(source, Right: true), new("difference", Right: true), new("ratio", Right: true)],
        [
            Row("shorts", answer, own => own.ShortUsd, external => external.ShortUsd, sides => sides.Short, ratios => ratios.Short),
            Row("longs", answer, own => own.LongUsd, external => external.LongUsd, sides => sides.Long, ratios => ratios.Long),
            Row("total", answer, own => own.TotalUsd, external => external.TotalUsd, sides => sides.Total, ratios => ratios.Total),
        ]);

    /// <summary>One row for each part of a breakdown, with both totals.</summary>
    internal static Grid Comparisons(IReadOnlyList<ComparisonResult> answers, Grouping by, string source) => new(
        [
            new(EnumNames.Of(by)), new("liqmon", Right: true), new(source, Right: true), new("difference", Right: true),
            new("ratio", Right: true), new("liqmon covers", Right: true, Spare: 1), new(source + " covers", Right: true, Spare: 2),
        ],
        [
            .. answers.Select(answer => new GridCell[]
            {
                Name(by, answer.Asset, answer.Venue ?? "", answer.From), Usd(answer.Own?.TotalUsd), Usd(answer.External?.TotalUsd),
                answer.DifferenceUsd is { } sides ? NumberText.SignedUsd(sides.Total) : "", Ratio(answer.Ratio?.Total),
                NumberText.Coverage(answer.OwnCoverage), NumberText.Coverage(answer.ExternalCoverage),
            }),
        ]);

    /// <summary>Writes all comparisons as CSV.</summary>
    internal static void WriteCsv(TextWriter output, IReadOnlyList<ComparisonResult> answers, string source)
    {
        using var csv = new CsvText(
            output, "asset", "venue", "from", "to", "source", "own_long_usd", "own_short_usd", "external_long_usd", "external_short_usd",
            "long_ratio", "short_ratio", "total_ratio", "own_coverage", "external_coverage");
        foreach (var a in answers)
        {
            csv.Row(
                a.Asset, a.Venue, a.From, a.To, source, a.Own?.LongUsd, a.Own?.ShortUsd, a.External?.LongUsd, a.External?.ShortUsd,
                a.Ratio?.Long, a.Ratio?.Short, a.Ratio?.Total, a.OwnCoverage, a.ExternalCoverage);
        }
    }

    private static GridCell[] Row(
        string name, ComparisonResult answer, Func<SqueezeResult, decimal> own, Func<ExternalSqueezeResult, decimal> external,
        Func<SidesResult, decimal> difference, Func<RatiosResult, decimal?> ratio) =>
    [
        name, Usd(answer.Own is { } ours ? own(ours) : null), Usd(answer.External is { } theirs ? external(theirs) : null),
        answer.DifferenceUsd is { } sides ? NumberText.SignedUsd(difference(sides)) : "",
        Ratio(answer.Ratio is { } ratios ? ratio(ratios) : null),
    ];

    private static string Name(Grouping by, string asset, string venue, DateTimeOffset from) => by switch
    {
        Grouping.Asset => asset,
        Grouping.Venue => venue,
        _ => from.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture),
    };

    private static string Usd(decimal? dollars) => dollars is { } known ? NumberText.Usd(known) : "unknown";

    private static string Ratio(decimal? ratio) => ratio is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "";

    private static string Share(decimal? share) => share is { } value ? NumberText.Percent(value) : "";
}
