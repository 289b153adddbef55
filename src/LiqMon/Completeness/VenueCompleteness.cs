using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Completeness;

/// <summary>How complete the part of one venue is.</summary>
public sealed record VenueCompleteness
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>How much of its liquidations it publishes.</summary>
    public required FeedClass Class { get; init; }

    /// <summary>Part of the time in which it was proven, 0 to 1; 1 only if nothing at all is missing.</summary>
    public required decimal Share { get; init; }

    /// <summary>What is not proven, in order of time.</summary>
    public required IReadOnlyList<VenueGap> Gaps { get; init; }

    /// <summary>What belongs to the total and is not in it.</summary>
    public required IReadOnlyList<StoredDeficit> Deficits { get; init; }

    /// <summary>Its part of what the requested venues normally contribute, 0 to 1; before they are compared, in any unit.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Whether all that happened there is in the total.</summary>
    public bool IsComplete => Class == FeedClass.Full && Share == 1 && Deficits.Count == 0;
}
