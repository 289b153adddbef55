namespace LiqMon.Simulator;

/// <summary>Everything is published, in one group per symbol and interval; an interval of zero means with each step.</summary>
internal sealed class BatchPerSymbol(TimeSpan interval) : ILiquidationPacing
{
    private readonly long _intervalMs = (long)interval.TotalMilliseconds;
    private List<MarketOrder> _waiting = [];
    private long _dueMs;

    public void Offer(MarketOrder order) => _waiting.Add(order);

    public Release Due(long nowMs)
    {
        // A clock set back must not hold batches for long.
        if (_dueMs - nowMs > _intervalMs) _dueMs = nowMs;
        if (nowMs < _dueMs) return Release.Nothing;
        _dueMs = _intervalMs == 0 ? nowMs : nowMs - (nowMs % _intervalMs) + _intervalMs;
        if (_waiting.Count == 0) return Release.Nothing;
        var groups = new Dictionary<string, List<MarketOrder>>();
        foreach (var order in _waiting)
        {
            if (!groups.TryGetValue(order.Order.Symbol, out var group)) groups[order.Order.Symbol] = group = [];
            group.Add(order);
        }
        _waiting = [];
        return new Release([.. groups.Values], []);
    }
}
