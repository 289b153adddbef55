using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Completeness;

/// <summary>How complete a total over some venues is.</summary>
public sealed record CompletenessResult
{
    private CompletenessResult()
    {
    }

    /// <summary>Each requested venue, with its part of the weight.</summary>
    public required IReadOnlyList<VenueCompleteness> Venues { get; init; }

    /// <summary>
    /// Part of the normal volume that was watched, 0 to 1: the proven shares, weighted by what each venue normally
    /// contributes. 1 only if nothing is missing at any venue; 0 if no venue that publishes liquidations is requested.
    /// </summary>
    public required decimal Covered { get; init; }

    /// <summary>The venue with the least proven share; null if none is requested that publishes liquidations.</summary>
    public required VenueCompleteness? Least { get; init; }

    /// <summary>Whether the true total is at least this much: anything at all is missing, or may be.</summary>
    public required bool Floor { get; init; }

    /// <summary>What belongs to the total and is not in it, at all venues.</summary>
    public IEnumerable<StoredDeficit> Deficits => Venues.SelectMany(venue => venue.Deficits).Concat(Others);

    /// <summary>The same at venues that are not requested.</summary>
    private IReadOnlyList<StoredDeficit> Others { get; init; } = [];

    /// <summary>The deficits added up by venue and reason, the most orders first.</summary>
    public IReadOnlyList<DeficitSum> DeficitSums => DeficitSum.Of(Deficits);

    internal static CompletenessResult Of(IReadOnlyList<VenueCompleteness> venues, IReadOnlyList<StoredDeficit> others, bool isOtherwiseComplete)
    {
        var publishing = venues.Where(venue => venue.Class != FeedClass.None).ToList();
        var sum = publishing.Sum(venue => venue.Weight);
        // Nothing is known of any of them, not even a prior: they count alike.
        var weighted = venues.Select(venue => venue with
        {
            Weight = venue.Class == FeedClass.None ? 0 : sum > 0 ? venue.Weight / sum : 1m / publishing.Count,
        }).ToList();
        return new CompletenessResult
        {
            Venues = [.. weighted.Select(venue => venue with { Weight = Math.Round(venue.Weight, 6) })],
            Covered = CoveredOf(weighted),
            Least = weighted.Where(venue => venue.Class != FeedClass.None)
                .OrderBy(venue => venue.Share).ThenBy(venue => venue.Venue, StringComparer.Ordinal).FirstOrDefault(),
            Others = others,
            Floor = publishing.Count == 0 || others.Count > 0 || !isOtherwiseComplete || venues.Any(venue => !venue.IsComplete),
        };
    }

    private static decimal CoveredOf(IReadOnlyList<VenueCompleteness> venues)
    {
        var publishing = venues.Where(venue => venue.Class != FeedClass.None).ToList();
        if (publishing.Count == 0)
            return 0;
        return publishing.All(venue => venue.Share == 1) ? 1
            : Math.Min(ProvenShare.Of(publishing.Sum(venue => venue.Weight * venue.Share)), ProvenShare.AlmostAll);
    }
}
