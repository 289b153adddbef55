namespace LiqMon.Queries;

/// <summary>Whether a monitor does its work, and who of those that it should watch is missing.</summary>
/// <param name="Ready">Whether it does.</param>
/// <param name="Reasons">Why not, a sentence each; empty when it does.</param>
/// <param name="VenuesLive">Venues of which every feed is live.</param>
/// <param name="VenuesExpected">Venues that should be.</param>
/// <param name="Missing">The others. They alone do not make a monitor unready: its answers say that they are missing.</param>
public sealed record ReadinessResult(
    bool Ready, IReadOnlyList<string> Reasons, int VenuesLive, int VenuesExpected, IReadOnlyList<MissingVenueResult> Missing)
{
    /// <summary>Clocks that are wrong, this machine's or a venue's, a clause each; empty while all are right or not known.</summary>
    public IReadOnlyList<string> Clocks { get; init; } = [];
}
