using LiqMon.Maps;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows how well the map of positions did.</summary>
public static class MapScoreRendering
{
    /// <summary>Long, short and both together.</summary>
    public static Grid Sides(MapScoreResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new(""), new("top quarter held", Right: true), new("by chance", Right: true), new("of usd", Right: true),
                new("all usd", Right: true), new("orders", Right: true), new("windows", Right: true, Spare: 1),
                new("scored", Right: true), new("too narrow", Right: true, Spare: 2), new("map blank", Right: true, Spare: 3),
            ],
            [Line("shorts", answer.Shorts), Line("longs", answer.Longs), Line("both", answer.Both)]);
    }

    /// <summary>How to read it, and how complete what it rests on is.</summary>
    public static IEnumerable<string> Notes(MapScoreResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        yield return "model: " + answer.Model;
        yield return $"score: of the dollars liquidated within {FloorReasons.Length(TimeSpan.FromSeconds(answer.HorizonSeconds))} at the levels the price then "
            + "traded, the share in the quarter of them for which the map had the most; by chance it would be the second column";
        yield return $"scored from {Timestamps.Of(answer.ScoredFrom)} on; before that the map only filled. A window is too narrow when fewer than "
            + $"{MapScoring.LeastLevels} levels of {PriceLevels.Width * 100:0.##}% were traded on a side";
        yield return $"prices in {NumberText.Coverage(answer.PriceCoverage)} of the minutes, open interest in "
            + $"{NumberText.Coverage(answer.OpenInterestCoverage)} of the readings";
        yield return CoverageRendering.Line(answer.Coverage);
    }

    /// <summary>Writes the sides as CSV.</summary>
    public static void WriteCsv(TextWriter output, MapScoreResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(
            output, "side", "top_quarter_share", "baseline_share", "in_range_usd", "realised_usd", "orders", "windows", "scored", "narrow", "blank");
        foreach (var (name, side) in new[] { ("long", answer.Longs), ("short", answer.Shorts), ("both", answer.Both) })
        {
            csv.Row(
                name, side.TopQuarterShare, side.BaselineShare, side.InRangeUsd, side.RealisedUsd, side.Orders, side.Windows, side.Scored,
                side.Narrow, side.Blank);
        }
    }

    private static GridCell[] Line(string name, MapScoreSide side) =>
    [
        name,
        side.TopQuarterShare is { } share ? NumberText.Percent(share) : "",
        side.BaselineShare is { } baseline ? NumberText.Percent(baseline) : "",
        NumberText.Usd(side.InRangeUsd), NumberText.Usd(side.RealisedUsd), NumberText.Count(side.Orders), NumberText.Count(side.Windows),
        NumberText.Count(side.Scored), NumberText.Count(side.Narrow), NumberText.Count(side.Blank),
    ];
}
