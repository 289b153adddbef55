namespace LiqMon.Completeness;

/// <summary>What the store holds of a venue's last seven days.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="MicroUsd">Liquidated dollars × 1,000,000.</param>
/// <param name="ProvenShare">Part of the week in which the venue was proven, 0 to 1.</param>
/// <param name="NormalShare">The published prior: its usual part of all liquidated dollars.</param>
public readonly record struct VenueWeek(string Venue, decimal MicroUsd, decimal ProvenShare, decimal NormalShare);
