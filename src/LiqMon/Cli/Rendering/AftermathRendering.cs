using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows what followed cascades, beside random times.</summary>
internal static class AftermathRendering
{
    private static readonly string[] CsvColumns =
    [
        "side", "seconds", "cascades", "median", "lower_quartile", "upper_quartile", "share_up", "random_median", "random_lower_quartile",
        "random_upper_quartile", "random_share_up", "difference_low", "difference_high", "differs",
    ];

    /// <summary>One row for each side and length.</summary>
    internal static Grid Rows(CascadeAftermathResult answer) => new(
        [
            new("side"), new("after", Right: true), new("cascades", Right: true), new("median", Right: true), new("quartiles", Right: true), new("up", Right: true),
            new("random times", Right: true), new("quartiles", Right: true, Spare: 1), new("up", Right: true), new("difference", Right: true), new(""),
        ],
        [
            .. answer.Sides.SelectMany(side => side.Horizons.Select(row => (IReadOnlyList<GridCell>)
            [
                EnumNames.Of(side.Side), LengthText.Of(row.Seconds * 1_000), NumberText.Count(row.After.Count), Change(row.After.Median),
                $"{Change(row.After.LowerQuartile)} {Change(row.After.UpperQuartile)}", NumberText.Percent(row.After.ShareUp),
                Change(row.Random.Median), $"{Change(row.Random.LowerQuartile)} {Change(row.Random.UpperQuartile)}",
                NumberText.Percent(row.Random.ShareUp), $"{Change(row.MedianDifference.Low)} {Change(row.MedianDifference.High)}",
                row.Differs ? "differs" : "no different",
            ])),
        ]);

    /// <summary>The verdict of each side, and how to read it.</summary>
    internal static IEnumerable<string> Notes(CascadeAftermathResult answer)
    {
        foreach (var side in answer.Sides)
            yield return $"after cascades of {EnumNames.Of(side.Side)}s: {side.Verdict}";
        yield return "changes of the mark price from the end of a cascade on; random times: of each cascade 20 moments outside all cascades of the side "
            + "whose hour before moved about as much; difference: of the medians, with 95% of series drawn from blocks of cascades";
        yield return "what followed in the past is no forecast";
    }

    /// <summary>Writes all rows as CSV.</summary>
    internal static void WriteCsv(TextWriter output, CascadeAftermathResult answer)
    {
        using var csv = new CsvText(output, CsvColumns);
        foreach (var side in answer.Sides)
        {
            foreach (var row in side.Horizons)
            {
                csv.Row(
                    EnumNames.Of(side.Side), row.Seconds, row.After.Count, row.After.Median, row.After.LowerQuartile, row.After.UpperQuartile,
                    row.After.ShareUp, row.Random.Median, row.Random.LowerQuartile, row.Random.UpperQuartile, row.Random.ShareUp,
                    row.MedianDifference.Low, row.MedianDifference.High, row.Differs ? "yes" : "no");
            }
        }
    }

    private static string Change(decimal change) => NumberText.SignedPercent((double)change, 2);
}
