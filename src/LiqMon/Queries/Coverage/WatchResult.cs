using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>
/// How many of the venues that should be watched are. Should be: every venue that is switched on, has not closed and
/// publishes liquidations, whether a feed of it exists yet or not.
/// </summary>
/// <param name="Live">Venues of which every feed is live.</param>
/// <param name="Expected">Venues that should be.</param>
/// <param name="Missing">The others, in the order of the catalogue.</param>
public sealed record WatchResult(int Live, int Expected, IReadOnlyList<MissingVenueResult> Missing)
{
    private const string LiveState = "live";

    /// <summary>Clocks that are wrong, a clause each; see <see cref="VenueResult.Clock"/>.</summary>
    public IReadOnlyList<string> Clocks { get; init; } = [];

    /// <summary>By what the feeds of a running monitor are doing.</summary>
    public static WatchResult Of(IReadOnlyList<KnownVenue> venues, IReadOnlyList<StatusResult> status)
    {
        ArgumentNullException.ThrowIfNull(venues);
        ArgumentNullException.ThrowIfNull(status);
        var expected = venues.Where(IsExpected).ToList();
        List<MissingVenueResult> missing = [];
        foreach (var venue in expected)
        {
            var feeds = status.Where(feed => feed.Venue == venue.Id).ToList();
            if (feeds.Count == 0)
                missing.Add(new(venue.Id, "not_started", null, null, null));
            else if (feeds.Find(feed => feed.State != LiveState) is { } worst)
                missing.Add(new(venue.Id, worst.State, worst.Reason, worst.Detail, worst.Since));
        }

        return new(expected.Count - missing.Count, expected.Count, missing)
        {
            Clocks = [.. status.Select(feed => feed.Clock).OfType<string>().Distinct()],
        };
    }

    /// <summary>By what is known of the venues, also from the store alone.</summary>
    public static WatchResult Of(IReadOnlyList<VenueResult> venues)
    {
        ArgumentNullException.ThrowIfNull(venues);
        var expected = venues.Where(venue => venue is { Enabled: true, Liquidations: not FeedClass.None }).ToList();
        var missing = expected.Where(venue => venue.State != LiveState)
            .Select(venue => new MissingVenueResult(venue.Id, venue.State ?? "not_watched", venue.Reason, venue.Detail, venue.Since))
            .ToList();
        return new(expected.Count - missing.Count, expected.Count, missing)
        {
            Clocks = [.. venues.Select(venue => venue.Clock).OfType<string>().Distinct()],
        };
    }

    /// <summary>Whether a venue should be watched.</summary>
    public static bool IsExpected(KnownVenue venue)
    {
        ArgumentNullException.ThrowIfNull(venue);
        return venue is { Enabled: true, ClosedOn: null, HasLiquidations: true };
    }
}

/// <summary>A venue that should be watched and is not.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="State">What its worst feed is doing.</param>
/// <param name="Reason">Why; null where only the state is known.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="Since">Since when; null where it is not known.</param>
public sealed record MissingVenueResult(string Venue, string State, string? Reason, string? Detail, DateTimeOffset? Since);
