namespace LiqMon.Simulator;

/// <summary>The venue publishes no liquidations at all.</summary>
internal sealed class Unpublished : ILiquidationPacing
{
    private List<MarketOrder> _happened = [];

    public void Offer(MarketOrder order) => _happened.Add(order);

    public Release Due(long nowMs)
    {
        if (_happened.Count == 0) return Release.Nothing;
        var release = new Release([], _happened);
        _happened = [];
        return release;
    }
}
