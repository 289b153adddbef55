using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows the venues to people.</summary>
public static class VenueRendering
{
    /// <summary>One row for each venue.</summary>
    public static Grid Of(IReadOnlyList<VenueResult> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        return new Grid(
            [
                new("venue"), new("liquidations"), new("publishes", Spare: 7), new("open interest", Spare: 6), new("backfill", Spare: 5),
                new("state"), new("since", Spare: 5), new("events", Right: true, Spare: 1), new("newest event", Spare: 4), new("24h covered", Right: true), new("weight", Right: true, Spare: 6),
                new("repaired 7d", Spare: 3), new("missing 7d", Right: true, Spare: 2),
                new("caught", Right: true, Spare: 8),
            ],
            [
                .. venues.Select(v => new GridCell[]
                {
                    v.Id, EnumNames.Of(v.Liquidations), v.LiquidationsNote, v.OpenInterest, v.Backfill,
                    new(v.State ?? "", v.State switch { "live" => Tone.Good, "off" or null => Tone.Faint, _ => Tone.Plain }),
                    v.Since is { } since ? Timestamps.Of(since) : "",
                    v.Events is { } events ? NumberText.Count(events) : "", v.LastEvent is { } last ? Timestamps.Of(last) : "",
                    v.Coverage24h is { } share ? NumberText.Coverage(share) : "", v.Weight is { } weight ? NumberText.Percent(weight) : "", Repaired(v.Repairs7d), Missing(v.Repairs7d),
                    v.Caught is null ? "" : v.Caught.Share is { } caught ? NumberText.Percent(caught) : "–",
                }),
            ]);
    }

    /// <summary>How many are watched, who is missing and why, and what is missing of the last 24 hours.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<VenueResult> venues)
    {
        yield return WatchText.Of(WatchResult.Of(venues));
        var deficits = venues.Where(venue => venue.Enabled).SelectMany(venue => venue.Deficits24h ?? []).ToList();
        if (deficits.Count > 0)
            yield return "missing in the last 24 hours: " + string.Join(", ", DeficitText.Of(deficits));
        foreach (var venue in venues.Where(venue => venue.Caught is not null))
        {
            yield return CaughtShareText.Of(venue.Id, venue.Caught!);
            yield return $"{venue.Id}, day by day: {CaughtShareText.OfDays(venue.Caught!)}";
        }
    }

    private static string Repaired(RepairsResult? repairs) => repairs is not { Repaired: > 0 } some
        ? ""
        : $"{NumberText.Count(some.Repaired)} gap{(some.Repaired == 1 ? "" : "s")}, {NumberText.Count(some.Events)} found";

    private static string Missing(RepairsResult? repairs) => repairs is not { MissingSeconds: > 0 } some
        ? ""
        : FloorReasons.Length(TimeSpan.FromSeconds(some.MissingSeconds));

    /// <summary>Writes the venues as CSV.</summary>
    public static void WriteCsv(TextWriter output, IReadOnlyList<VenueResult> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        using var csv = new CsvText(
            output, "id", "name", "enabled", "liquidations", "liquidations_note", "open_interest", "backfill", "events",
            "first_event", "last_event", "coverage_24h", "state", "repaired_7d", "repaired_events_7d", "missing_seconds_7d", "reason", "detail",
            "since", "weight", "deficits_24h", "caught_share", "caught_usd", "published_usd");
        foreach (var v in venues)
        {
            csv.Row(
                v.Id, v.Name, v.Enabled, EnumNames.Of(v.Liquidations), v.LiquidationsNote, v.OpenInterest, v.Backfill, v.Events,
                v.FirstEvent, v.LastEvent, v.Coverage24h, v.State, v.Repairs7d?.Repaired, v.Repairs7d?.Events, v.Repairs7d?.MissingSeconds, v.Reason, v.Detail,
                v.Since, v.Weight, string.Join("; ", DeficitText.Of(v.Deficits24h ?? [])),
                v.Caught?.Share, v.Caught?.CaughtUsd, v.Caught?.PublishedUsd);
        }
    }
}
