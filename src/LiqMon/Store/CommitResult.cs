using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What one commit changed. Everything in it is durable.</summary>
public sealed record CommitResult
{
    /// <summary>Liquidations that were new, in the order given; pending ones that could now be valued come last.</summary>
    public required IReadOnlyList<Liquidation> Stored { get; init; }

    /// <summary>Liquidations, valued or pending, that the store already had.</summary>
    public int Duplicates { get; init; }

    /// <summary>Liquidations kept until their contract is known.</summary>
    public int PendingAdded { get; init; }

    /// <summary>Pending liquidations that were valued and are part of <see cref="Stored"/>.</summary>
    public int PendingValued { get; init; }

    /// <summary>Frames and liquidations that went to quarantine, kept or only counted.</summary>
    public int Quarantined { get; init; }

    /// <summary>Liquidations not taken because they are older than the retention.</summary>
    public int Expired { get; init; }

    /// <summary>Liquidations among <see cref="Quarantined"/>; the others are frames.</summary>
    public int QuarantinedLiquidations { get; init; }

    /// <summary>Liquidations that waited for their contract and are not counted now that it is known: duplicate, expired or quarantined.</summary>
    public int PendingDropped { get; init; }

    /// <summary>Number of this commit: one more than the last, also across restarts.</summary>
    public required long Sequence { get; init; }
}
