namespace LiqMon.Queries;

/// <summary>What every answer says about its own completeness; <see cref="Completeness.CompletenessQuery"/> computed it.</summary>
public interface ICompletenessView
{
    /// <summary>Whether the true total is at least this much.</summary>
    bool Floor { get; }

    /// <summary>Part of the normal volume that was watched, 0 to 1; 1 only if nothing is missing.</summary>
    decimal Covered { get; }

    /// <summary>The least covered venue; null if none is requested that publishes liquidations.</summary>
    LeastCoveredResult? LeastCovered { get; }

    /// <summary>Each requested venue with its gaps.</summary>
    IReadOnlyList<CoverageResult> Coverage { get; }

    /// <summary>What belongs to the total and is not in it.</summary>
    IReadOnlyList<DeficitResult> Deficits { get; }
}

/// <summary>The venue with the least proven share.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Share">0 to 1.</param>
public sealed record LeastCoveredResult(string Venue, decimal Share);
