namespace LiqMon.Simulator;

/// <summary>What is due: groups of orders that belong into one frame, and orders that are never published.</summary>
internal sealed record Release(IReadOnlyList<IReadOnlyList<MarketOrder>> Groups, IReadOnlyList<MarketOrder> Suppressed)
{
    public static readonly Release Nothing = new([], []);
}
