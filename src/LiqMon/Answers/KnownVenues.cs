using LiqMon.Venues;

namespace LiqMon.Answers;

/// <summary>The venues of the catalogue as answers speak about them.</summary>
public static class KnownVenues
{
    /// <summary>All of them; <paramref name="enabled"/> tells by id which the settings switch on.</summary>
    public static IReadOnlyList<KnownVenue> Of(Func<string, bool> enabled)
    {
        ArgumentNullException.ThrowIfNull(enabled);
        return
        [
            .. VenueCatalog.All.Select(venue => venue.Profile).Select(profile => new KnownVenue(
                profile.Id, profile.Name, profile.FeedClass, profile.FeedNote, enabled(profile.Id))),
        ];
    }
}
