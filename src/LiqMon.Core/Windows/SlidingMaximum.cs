namespace LiqMon.Windows;

/// <summary>
/// The orders of one series that are larger than every later one, oldest and largest first: the first of them inside a
/// window is that window's largest, for every window at once. A handful of entries serves 30 days.
/// Of equal orders the later one counts.
/// </summary>
internal sealed class SlidingMaximum
{
    private readonly List<SingleOrder> _orders = [];

    public void Add(in SingleOrder order)
    {
        var at = _orders.Count;
        while (at > 0 && _orders[at - 1].TimeMs > order.TimeMs)
        {
            if (_orders[--at].MicroUsd >= order.MicroUsd)
                return;
        }

        var keep = at;
        while (keep > 0 && _orders[keep - 1].MicroUsd <= order.MicroUsd)
            keep--;
        if (keep == at)
        {
            _orders.Insert(at, order);
            return;
        }

        _orders[keep] = order;
        _orders.RemoveRange(keep + 1, at - keep - 1);
    }

    /// <summary>The largest order at or after a time.</summary>
    public SingleOrder? Since(long timeMs)
    {
        foreach (var order in _orders)
        {
            if (order.TimeMs >= timeMs)
                return order;
        }

        return null;
    }

    public void DropBefore(long timeMs)
    {
        var drop = 0;
        while (drop < _orders.Count && _orders[drop].TimeMs < timeMs)
            drop++;
        if (drop > 0)
            _orders.RemoveRange(0, drop);
    }
}
