using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>The venues of the catalogue as answers speak about them.</summary>
public static class KnownVenues
{
    /// <summary>All of them.</summary>
    /// <param name="enabled">Says by id which the settings switch on. A closed one never is.</param>
    /// <param name="assets">The only assets that the settings keep of one, empty for all; null keeps all of every venue.</param>
    /// <param name="past">How far back the past of one is fetched that has any; null fetches none.</param>
    public static IReadOnlyList<KnownVenue> Of(
        Func<string, bool> enabled, Func<string, IReadOnlyList<string>>? assets = null, Func<WarmUp, TimeSpan?>? past = null)
    {
        ArgumentNullException.ThrowIfNull(enabled);
        return
        [
            .. VenueCatalog.All.Select(venue => venue.Profile).Select(profile => new KnownVenue(
                profile.Id, profile.Name, profile.FeedClass, profile.FeedNote, profile.ClosedOn is null && enabled(profile.Id),
                profile.ClosedOn)
            {
                Sampling = profile.Sampling,
                InverseSampling = profile.InverseSampling,
                ReportsWholeOrders = profile.ReportsWholeOrders,
                Assets = assets?.Invoke(profile.Id) ?? [],
                Past = profile.WarmUp is { } warm ? past?.Invoke(warm) : null,
            }),
        ];
    }
}
