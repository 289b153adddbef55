namespace LiqMon.Store;

/// <summary>How much of a span a venue was watched and proven to deliver.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Share">0 to 1: the part of the span in which all of the venue's feeds were covered.</param>
/// <param name="Gaps">What is missing, in order of time; together with the covered part it is the whole span.</param>
public sealed record VenueCoverage(string Venue, double Share, IReadOnlyList<VenueGap> Gaps);
