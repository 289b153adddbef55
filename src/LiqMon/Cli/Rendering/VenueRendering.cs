using LiqMon.Answers;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows the venues to people.</summary>
public static class VenueRendering
{
    /// <summary>One row for each venue.</summary>
    public static Grid Of(IReadOnlyList<VenueAnswer> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        return new Grid(
            [
                new("venue"), new("liquidations"), new("publishes", Spare: 1), new("open interest", Spare: 5), new("backfill", Spare: 4),
                new("on", Spare: 2), new("events", Right: true), new("newest event", Spare: 3), new("24h covered", Right: true),
            ],
            [
                .. venues.Select(v => new GridCell[]
                {
                    v.Id, Words.Of(v.Liquidations), v.LiquidationsNote, v.OpenInterest, v.Backfill, v.Enabled ? "yes" : v.State ?? "no",
                    v.Events is { } events ? NumberText.Count(events) : "", v.LastEvent is { } last ? Words.Of(last) : "",
                    v.Coverage24h is { } share ? NumberText.Coverage(share) : "",
                }),
            ]);
    }

    /// <summary>Writes the venues as CSV.</summary>
    public static void WriteCsv(TextWriter output, IReadOnlyList<VenueAnswer> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        using var csv = new CsvText(
            output, "id", "name", "enabled", "liquidations", "liquidations_note", "open_interest", "backfill", "events",
            "first_event", "last_event", "coverage_24h");
        foreach (var v in venues)
        {
            csv.Row(
                v.Id, v.Name, v.Enabled, Words.Of(v.Liquidations), v.LiquidationsNote, v.OpenInterest, v.Backfill, v.Events,
                v.FirstEvent, v.LastEvent, v.Coverage24h);
        }
    }
}
