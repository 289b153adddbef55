namespace LiqMon.Simulator;

/// <summary>Of all orders only one in so many is seen by anybody, in groups by symbol; the others never are.</summary>
internal sealed class EveryNth(int of) : ILiquidationPacing
{
    private readonly BatchPerSymbol _seen = new(TimeSpan.Zero);
    private List<MarketOrder> _missed = [];
    private long _count;

    public void Offer(MarketOrder order)
    {
        if (_count++ % of == 0) _seen.Offer(order);
        else _missed.Add(order);
    }

    public Release Due(long nowMs)
    {
        var release = _seen.Due(nowMs) with { Suppressed = _missed };
        if (_missed.Count > 0) _missed = [];
        return release;
    }
}
