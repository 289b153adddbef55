using LiqMon.Market;

namespace LiqMon.Backfill;

/// <summary>What a backfill by hand did.</summary>
public sealed record BackfillSummary
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>Start of the span requested, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whether all of the span that can be filled was read without error.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why it is not complete; null when it is.</summary>
    public string? Detail { get; init; }

    /// <summary>Pages of history read.</summary>
    public required long Pages { get; init; }

    /// <summary>Different liquidations found in the span.</summary>
    public required long Liquidations { get; init; }

    /// <summary>Liquidations that were new to the store; around the span a few seconds more are read.</summary>
    public required long New { get; init; }

    /// <summary>
    /// Liquidations read, those of a few seconds around the span included. Each is counted once more: new, in the store
    /// already, waiting, of another asset, expired, quarantined or not valued.
    /// </summary>
    public long Read { get; init; }

    /// <summary>Liquidations the store already had.</summary>
    public long Duplicates { get; init; }

    /// <summary>Liquidations older than what the store keeps.</summary>
    public long Expired { get; init; }

    /// <summary>Liquidations that the store quarantined.</summary>
    public long Quarantined { get; init; }

    /// <summary>Liquidations not to be valued by their contract's rules; they are among <see cref="Skipped"/> too.</summary>
    public long Unvalued { get; init; }

    /// <summary>Liquidations of assets that were not requested.</summary>
    public long OtherAssets { get; init; }

    /// <summary>Liquidations that wait for their contract.</summary>
    public required long Pending { get; init; }

    /// <summary>Messages that could not be taken.</summary>
    public required long Skipped { get; init; }

    /// <summary>Spans that were missing and are repaired now.</summary>
    public required IReadOnlyList<RepairedSpan> Repaired { get; init; }
}

/// <summary>A span that was missing and whose history has been read.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Reason">Why it was missing.</param>
/// <param name="Liquidations">Liquidations found in it.</param>
/// <param name="Covered">Whether it counts as covered now; not where the history may not be whole.</param>
public sealed record RepairedSpan(DateTimeOffset From, DateTimeOffset To, GapReason Reason, long Liquidations, bool Covered);
