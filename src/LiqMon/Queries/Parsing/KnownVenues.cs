using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>The venues of the catalogue as answers speak about them.</summary>
public static class KnownVenues
{
    /// <summary>All of them; <paramref name="enabled"/> says by id which the settings switch on. A closed one never is.</summary>
    public static IReadOnlyList<KnownVenue> Of(Func<string, bool> enabled)
    {
        ArgumentNullException.ThrowIfNull(enabled);
        return
        [
            .. VenueCatalog.All.Select(venue => venue.Profile).Select(profile => new KnownVenue(
                profile.Id, profile.Name, profile.FeedClass, profile.FeedNote, profile.ClosedOn is null && enabled(profile.Id),
                profile.ClosedOn)
            {
                Sampling = profile.Sampling,
                ReportsWholeOrders = profile.ReportsWholeOrders,
            }),
        ];
    }
}
