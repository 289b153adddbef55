namespace LiqMon.Simulator;

/// <summary>Of all orders of a symbol within one interval, only the last one offered is published, when the interval ends.</summary>
internal sealed class LatestPerSymbol(TimeSpan interval) : ILiquidationPacing
{
    private readonly long _intervalMs = (long)interval.TotalMilliseconds;
    private readonly List<MarketOrder> _suppressed = [];
    private Dictionary<string, MarketOrder> _latest = [];
    private long _openInterval;

    public void Offer(MarketOrder order)
    {
        if (_latest.Remove(order.Order.Symbol, out var earlier)) _suppressed.Add(earlier);
        _latest[order.Order.Symbol] = order;
    }

    public Release Due(long nowMs)
    {
        if (nowMs / _intervalMs == _openInterval) return Release.Nothing;
        _openInterval = nowMs / _intervalMs;
        if (_latest.Count == 0) return Release.Nothing;
        var release = new Release([.. _latest.Values.Select(order => new[] { order })], [.. _suppressed]);
        _latest = [];
        _suppressed.Clear();
        return release;
    }
}
