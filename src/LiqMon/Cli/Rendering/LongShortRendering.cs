using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows ratios of long to short accounts.</summary>
internal static class LongShortRendering
{
    /// <summary>One line for each series.</summary>
    internal static Grid Series(LongShortResult answer) => new(
        [
            new("asset"), new("venue"), new("ratio", Right: true), new("long", Right: true), new("at start", Right: true),
            new("lowest", Right: true, Spare: 2), new("highest", Right: true, Spare: 2), new("readings", Right: true, Spare: 3),
            new("newest (UTC)", Spare: 1),
        ],
        [
            .. answer.Series.Select(series => new GridCell[]
            {
                series.Asset, series.Venue, Ratio(series.Readings[^1].Ratio), NumberText.Percent((decimal)series.Readings[^1].LongShare),
                Ratio(series.Readings[0].Ratio), Ratio(series.Readings.Min(reading => reading.Ratio)),
                Ratio(series.Readings.Max(reading => reading.Ratio)), NumberText.Count(series.Readings.Count),
                series.Readings[^1].Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            }),
        ]);

    /// <summary>Writes every reading as CSV.</summary>
    internal static void WriteCsv(TextWriter output, LongShortResult answer)
    {
        using var csv = new CsvText(output, "asset", "venue", "time", "ratio", "long_share");
        foreach (var series in answer.Series)
        {
            foreach (var reading in series.Readings)
                csv.Row(series.Asset, series.Venue, reading.Time, reading.Ratio, reading.LongShare);
        }
    }

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
