namespace LiqMon.Simulator;

/// <summary>
/// Of all orders of a symbol (or of its longs, and of its shorts) within one interval of event time, only the one with the
/// most dollars is published.
/// </summary>
internal sealed class LargestPerSymbol(TimeSpan interval, bool perPosition = false) : ILiquidationPacing
{
    private readonly long _intervalMs = (long)interval.TotalMilliseconds;
    private readonly Dictionary<(string Symbol, LiquidatedPosition? Position, long Interval), MarketOrder> _largest = [];
    private readonly List<MarketOrder> _suppressed = [];

    public void Offer(MarketOrder order)
    {
        LiquidatedPosition? position = perPosition ? order.Order.Position : null;
        var key = (order.Order.Symbol, position, order.EventTimeMs / _intervalMs);
        if (!_largest.TryGetValue(key, out var other))
        {
            _largest[key] = order;
        }
        else if (order.MicroUsd > other.MicroUsd)
        {
            _largest[key] = order;
            _suppressed.Add(other);
        }
        else
        {
            _suppressed.Add(order);
        }
    }

    public Release Due(long nowMs)
    {
        var groups = new List<IReadOnlyList<MarketOrder>>();
        foreach (var (key, order) in _largest)
        {
            if (key.Interval == nowMs / _intervalMs) continue;
            groups.Add([order]);
            _largest.Remove(key);
        }
        if (groups.Count == 0 && _suppressed.Count == 0) return Release.Nothing;
        groups.Sort(static (a, b) => a[0].EventTimeMs.CompareTo(b[0].EventTimeMs));
        var release = new Release(groups, [.. _suppressed]);
        _suppressed.Clear();
        return release;
    }
}
