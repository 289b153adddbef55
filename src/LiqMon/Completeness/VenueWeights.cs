namespace LiqMon.Completeness;

/// <summary>
/// What each venue normally contributes, in any unit: the dollars that it was seen to contribute in seven days, and for
/// the part of the week in which it was not proven, what its published prior lets expect beside the others. A whole
/// proven week leaves nothing of the prior; a new store has nothing else. A venue that was lost for a week keeps its weight.
/// </summary>
public static class VenueWeights
{
    /// <summary>The weights by venue id; their sum is greater than zero unless every prior is zero.</summary>
    public static Dictionary<string, decimal> Of(IReadOnlyList<VenueWeek> week)
    {
        ArgumentNullException.ThrowIfNull(week);
        var seen = week.Sum(venue => Math.Max(0, venue.MicroUsd));
        if (seen == 0)
            return week.ToDictionary(venue => venue.Venue, venue => venue.NormalShare);
        // Dollars of all venues in a normal week, by what the proven ones contributed.
        var proven = week.Sum(venue => venue.NormalShare * venue.ProvenShare);
        var normal = seen / (proven > 0 ? proven : Math.Max(week.Sum(venue => venue.NormalShare), 1e-9m));
        return week.ToDictionary(
            venue => venue.Venue,
            venue => Math.Max(0, venue.MicroUsd) + ((1 - venue.ProvenShare) * venue.NormalShare * normal));
    }
}
