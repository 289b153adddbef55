using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What the running commit has done so far.</summary>
internal sealed class CommitStats(List<Liquidation> stored)
{
    internal List<Liquidation> Stored { get; } = stored;

    internal int Duplicates { get; set; }

    internal int PendingAdded { get; set; }

    internal int PendingValued { get; set; }

    internal int Quarantined { get; set; }

    internal int Expired { get; set; }

    /// <summary>Liquidations among <see cref="Quarantined"/>; the others are frames.</summary>
    internal int QuarantinedLiquidations { get; set; }

    /// <summary>Liquidations that waited for their contract and are not counted now that it is known.</summary>
    internal int PendingDropped { get; set; }
}
