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
}
