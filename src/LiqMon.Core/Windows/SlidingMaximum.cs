namespace LiqMon.Windows;

/// <summary>
/// The orders of one series that are larger than every later one, oldest and largest first: the first of them inside a
/// window is that window's largest, for every window at once. A handful of entries serves 30 days.
/// Of equal orders the one that <see cref="LargestFirst"/> puts first counts; the later ones are kept for when it has left.
/// </summary>
internal sealed class SlidingMaximum
{
    private readonly List<SingleOrder> _orders = [];

    public void Add(in SingleOrder order)
    {
        var at = _orders.Count;
        while (at > 0 && _orders[at - 1].TimeMs > order.TimeMs)
        {
            if (Hides(_orders[--at], order))
                return;
        }

        if (at > 0 && _orders[at - 1].TimeMs == order.TimeMs && Hides(_orders[at - 1], order))
            return;
        var keep = at;
        while (keep > 0 && Hides(order, _orders[keep - 1]))
            keep--;
        if (keep == at)
        {
            _orders.Insert(at, order);
            return;
        }

        _orders[keep] = order;
        _orders.RemoveRange(keep + 1, at - keep - 1);
    }

    /// <summary>Whether no window can have the second order as its largest, because the first is not older and comes before it.</summary>
    private static bool Hides(in SingleOrder order, in SingleOrder other) =>
        order.TimeMs >= other.TimeMs && LargestFirst.Compare(order, other) <= 0;

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
