using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Completeness;

/// <summary>A venue whose totals an answer may hold.</summary>
/// <param name="Id">Venue id.</param>
/// <param name="Class">How much of its liquidations it publishes.</param>
/// <param name="Assets">The only assets that are kept of it, normalised; null or empty for all.</param>
public readonly record struct RequestedVenue(string Id, FeedClass Class, IReadOnlyList<string>? Assets = null)
{
    /// <summary>All venues that LiqMon knows.</summary>
    public static IReadOnlyList<RequestedVenue> Catalogue { get; } =
        [.. VenueCatalog.All.Select(venue => new RequestedVenue(venue.Profile.Id, venue.Profile.FeedClass))];
}
