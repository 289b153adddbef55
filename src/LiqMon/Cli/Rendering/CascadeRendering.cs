using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows cascades to people.</summary>
public static class CascadeRendering
{
    private const string CellTime = "yyyy-MM-dd HH:mm:ss";

    /// <summary>One row for each.</summary>
    public static Grid Rows(CascadesResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new("start (UTC)"), new("asset"), new("side"), new("usd", Right: true), new("length", Right: true, Spare: 2),
                new("share", Right: true, Spare: 3), new("orders", Right: true, Spare: 4), new("peak minute", Right: true, Spare: 1),
                new("× normal", Right: true), new("price", Right: true), new("1 h after", Right: true, Spare: 5),
                new("OI", Right: true, Spare: 2), new("coverage", Right: true, Spare: 6), new("venues", Spare: 7),
            ],
            [
                .. answer.Cascades.Select(row => new GridCell[]
                {
                    row.Start.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture), row.Asset,
                    new(EnumNames.Of(row.Side), Tone(row.Side)), new(NumberText.Usd(row.Usd), Tone(row.Side)),
                    row.Open ? "goes on" : Length(row.End - row.Start), NumberText.Percent(row.SideUsd / row.Usd), NumberText.Count(row.Orders),
                    NumberText.Usd(row.PeakMinuteUsd), row.Multiple is { } multiple ? NumberText.Amount(Math.Round(multiple, multiple < 10 ? 1 : 0)) : "",
                    Change(row.PriceChange), Change(row.PriceChangeHourAfter), Change(row.OiChange), NumberText.Coverage(row.Coverage),
                    string.Join(", ", row.Venues),
                }),
            ]);
    }

    /// <summary>What to say below the list.</summary>
    public static IEnumerable<string> Notes(CascadesResult answer, IReadOnlyList<KnownVenue> venues, bool hasDetails)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (Unjudged(answer) is { } unjudged)
            yield return unjudged;
        else if (Unsearched(answer) is { } unsearched)
            yield return unsearched;
        if (answer.JudgedFrom is { } judged && judged > answer.From && judged < answer.To)
            yield return $"cascades can be found from {Timestamps.Of(judged)} on; an asset's normal needs the store's first day";
        foreach (var line in CoverageRendering.Lines(answer, venues, hasDetails))
            yield return line;
    }

    /// <summary>Says that nothing of the span can be judged yet; null when some of it can.</summary>
    public static string? Unjudged(CascadesResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.JudgedFrom is { } judged && judged >= answer.To
            ? $"cascades cannot be judged yet: an asset's normal needs the store's first day; they are found from {Timestamps.Of(judged)} on"
            : null;
    }

    /// <summary>Says what part of the span has not been looked at; null when all has.</summary>
    public static string? Unsearched(CascadesResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        // The mark of a running monitor is a little behind.
        return answer.SearchedTo is not { } to ? "cascades have not been looked for yet; run and replay do"
            : to < answer.To - TimeSpan.FromMinutes(2) ? $"cascades have been looked for up to {Timestamps.Of(to)} only"
            : null;
    }

    /// <summary>Writes cascades as CSV.</summary>
    public static void WriteCsv(TextWriter output, CascadesResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(
            output, "start", "end", "asset", "side", "open", "usd", "side_usd", "orders", "peak_minute", "peak_minute_usd", "multiple",
            "venues", "price_change", "price_change_hour_after", "oi_change", "coverage");
        foreach (var row in answer.Cascades)
        {
            csv.Row(
                row.Start, row.End, row.Asset, EnumNames.Of(row.Side), row.Open ? "true" : "false", row.Usd, row.SideUsd, row.Orders,
                row.PeakMinute, row.PeakMinuteUsd, row.Multiple, string.Join(' ', row.Venues), row.PriceChange, row.PriceChangeHourAfter,
                row.OiChange, row.Coverage);
        }
    }

    private static Tone Tone(LiquidatedSide side) => side == LiquidatedSide.Short ? LiqMon.Text.Tone.Short : LiqMon.Text.Tone.Long;

    private static string Change(double? fraction) =>
        fraction is { } change ? NumberText.SignedPercent(change, 2) : "";

    private static string Length(TimeSpan span) => span.ToString(span < TimeSpan.FromHours(1) ? "m':'ss" : "h':'mm':'ss", CultureInfo.InvariantCulture);
}
