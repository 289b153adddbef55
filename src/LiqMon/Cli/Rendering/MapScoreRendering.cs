using System.Globalization;
using LiqMon.Maps;
using LiqMon.Queries;
using LiqMon.Statistics;
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

    /// <summary>The map beside what it has to be better than.</summary>
    public static Grid Forecasts(MapScoreResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new("both sides"), new("top quarter held", Right: true), new("from", Right: true), new("to", Right: true),
                new("map's lead", Right: true, Spare: 1), new("shorts by rank", Right: true, Spare: 2), new("given the move", Right: true),
                new("longs by rank", Right: true, Spare: 2), new("given the move", Right: true),
            ],
            [
                .. answer.Forecasts.Select(it => (IReadOnlyList<GridCell>)
                [
                    MapVerdict.Name(it.Forecast) + (it.IsMap ? " (the map)" : ""),
                    Percent(it.TopQuarterShare), Percent(it.TopQuarterInterval?.Low), Percent(it.TopQuarterInterval?.High), Lead(it.MapLead),
                    Correlation(it.ShortCorrelation), Correlation(it.ShortPartial), Correlation(it.LongCorrelation), Correlation(it.LongPartial),
                ]),
            ]);
    }

    /// <summary>How to read it, and how complete what it rests on is.</summary>
    public static IEnumerable<string> Notes(MapScoreResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        yield return "verdict: " + answer.Verdict;
        yield return $"rule: the map is better where the interval of its lead ({BlockBootstrap.Rate * 100:0}% of {NumberText.Count(BlockBootstrap.Series)} series "
            + "drawn from blocks of windows) lies above zero; at how much by the rank correlation of windows, given how far the price went, its range, and the volatility before";
        yield return "model: " + answer.Model;
        yield return $"score: of the dollars liquidated within {FloorReasons.Length(TimeSpan.FromSeconds(answer.HorizonSeconds))} at the levels the price then "
            + "traded, the share in the quarter of them for which the map had the most; by chance it would be the second column";
        yield return $"scored from {Timestamps.Of(answer.ScoredFrom)} on; before that the map only filled. A window is too narrow when fewer than "
            + $"{MapScoring.LeastLevels} levels of {PriceLevels.Width * 100:0.##}% were traded on a side";
        yield return $"prices in {NumberText.Coverage(answer.PriceCoverage)} of the minutes, open interest in "
            + $"{NumberText.Coverage(answer.OpenInterestCoverage)} of the readings";
        if (answer.Forecasts.Count > 0 && answer.Forecasts.All(it => it.Forecast != Forecast.OpenInterestWeekOld))
            yield return "open interest of the week before the span is not stored, so the map is not compared with it";
        if (answer.PlacedAtMarkUsd > 0)
            yield return $"{NumberText.Usd(answer.PlacedAtMarkUsd)} came with prices of bankruptcy, limit or entry, and were placed at the mark price of the minute";
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

    private static string Percent(decimal? share) => share is { } known ? NumberText.Percent(known) : "";

    private static string Lead(IntervalResult? lead) => lead is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Low * 100:+0.0;-0.0} to {known.High * 100:+0.0;-0.0}")
        : "";

    private static string Correlation(decimal? number) => number is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "";

    private static GridCell[] Line(string name, MapScoreSide side) =>
    [
        name,
        side.TopQuarterShare is { } share ? NumberText.Percent(share) : "",
        side.BaselineShare is { } baseline ? NumberText.Percent(baseline) : "",
        NumberText.Usd(side.InRangeUsd), NumberText.Usd(side.RealisedUsd), NumberText.Count(side.Orders), NumberText.Count(side.Windows),
        NumberText.Count(side.Scored), NumberText.Count(side.Narrow), NumberText.Count(side.Blank),
    ];
}
