using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Answers;

/// <summary>Says what a venue publishes and what is held of it.</summary>
public static class VenueAnswers
{
    /// <summary>The answer for one venue.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="counts">What the store holds; null without a store or without anything of the venue.</param>
    /// <param name="share">Coverage of the last 24 hours; null without a store.</param>
    /// <param name="status">The live state of feeds.</param>
    public static VenueAnswer Of(KnownVenue venue, VenueCounts? counts, double? share, IReadOnlyList<StatusAnswer> status)
    {
        ArgumentNullException.ThrowIfNull(venue);
        var profile = VenueCatalog.Find(venue.Id)?.Profile;
        var states = status.Where(s => s.Venue == venue.Id).Select(s => s.State).Distinct().ToList();
        return new VenueAnswer
        {
            Id = venue.Id,
            Name = venue.Name,
            Enabled = venue.Enabled,
            Liquidations = venue.FeedClass,
            LiquidationsNote = venue.FeedNote,
            OpenInterest = profile?.OpenInterestNote ?? "",
            Backfill = profile?.BackfillNote ?? "",
            Events = counts?.Liquidations ?? (share is null ? null : 0),
            FirstEvent = counts?.FirstMs is { } first ? Words.Time(first) : null,
            LastEvent = counts?.LastMs is { } last ? Words.Time(last) : null,
            Coverage24h = venue.HasLiquidations && share is { } part ? CoverageAnswers.Share(part) : null,
            State = venue.ClosedOn is { } closed ? Words.Closed(closed)
                : states.Count == 0 ? null : string.Join(' ', states),
        };
    }
}
