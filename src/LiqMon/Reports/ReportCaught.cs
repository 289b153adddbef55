using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Reports;

/// <summary>What share of their complete dollars the feeds caught that do not show all, by the day.</summary>
internal static class ReportCaught
{
    /// <summary>The days of the span; null where nothing is published of any of them.</summary>
    internal static Section<CaughtRow>? Of(StoreReader reader, ReportQuery question, ReportSpan span, IReadOnlyList<KnownVenue> venues)
    {
        var (rows, notes) = (new List<CaughtRow>(), new List<string>());
        foreach (var venue in venues.Where(venue => venue.Enabled))
        {
            if (VenueCatalog.Find(venue.Id)?.Profile.PublishedDaily is not { } source)
                continue;
            var caught = CaughtShareBuilder.Of(reader, venue.Id, source, question.Of(span.FromMs, span.ToMs).Filter, span.ToMs);
            if (caught.Days.All(day => day.PublishedUsd is null))
                continue;
            rows.AddRange(caught.Days.Select(day => new CaughtRow(venue.Id, day.Day, day.CaughtUsd, day.PublishedUsd, day.Share, day.Why)));
            notes.Add(CaughtShareText.Of(venue.Id, caught) + ". Complete dollars are those of " + source + "; they are in no total.");
        }

        return rows.Count == 0 ? null : new(rows, string.Join(" ", notes));
    }
}
