using LiqMon.Store;

namespace LiqMon.Backfill;

/// <summary>
/// Compares a history with what the store holds of the same span. A history that lacks an order that was received may
/// lack others that were not, so it proves nothing.
/// </summary>
internal static class HistoryComparison
{
    /// <summary>The stored orders that the history does not hold, neither by identity nor by content.</summary>
    /// <param name="stored">What the store held before the history was read.</param>
    /// <param name="history">What the history holds.</param>
    /// <param name="grainMs">To what the history's times are rounded down, milliseconds.</param>
    public static IReadOnlyList<StoredOrder> Missing(
        IReadOnlyCollection<StoredOrder> stored, IReadOnlyCollection<StoredOrder> history, long grainMs)
    {
        var inHistory = history.Select(Identity).ToHashSet();
        var inStore = stored.Select(Identity).ToHashSet();
        // Each order of the history stands for one stored order only.
        var others = history.Where(order => !inStore.Contains(Identity(order)))
            .GroupBy(order => Content(order, grainMs)).ToDictionary(group => group.Key, group => group.Count());
        var missing = new List<StoredOrder>();
        foreach (var order in stored.Where(order => !inHistory.Contains(Identity(order))))
        {
            var content = Content(order, grainMs);
            if (others.GetValueOrDefault(content) is > 0 and var left)
                others[content] = left - 1;
            else
                missing.Add(order);
        }

        return missing;
    }

    /// <summary>
    /// The orders of a history, each with the stored order that it stands for; with null where the store had none.
    /// </summary>
    /// <param name="stored">What the store held before the history was read.</param>
    /// <param name="history">What the history holds.</param>
    /// <param name="grainMs">To what the history's times are rounded down, milliseconds.</param>
    public static IReadOnlyList<(StoredOrder Order, StoredOrder? Stored)> Pairs(
        IReadOnlyCollection<StoredOrder> stored, IReadOnlyCollection<StoredOrder> history, long grainMs)
    {
        var byIdentity = stored.GroupBy(Identity).ToDictionary(group => group.Key, group => group.First());
        var inHistory = history.Select(Identity).ToHashSet();
        var others = stored.Where(order => !inHistory.Contains(Identity(order)))
            .GroupBy(order => Content(order, grainMs)).ToDictionary(group => group.Key, group => new Queue<StoredOrder>(group));
        var pairs = new List<(StoredOrder, StoredOrder?)>();
        foreach (var order in history)
        {
            var isStored = byIdentity.TryGetValue(Identity(order), out var same)
                || (others.TryGetValue(Content(order, grainMs), out var equals) && equals.TryDequeue(out same));
            pairs.Add((order, isStored ? same : null));
        }

        return pairs;
    }

    private static (string, long, ulong) Identity(StoredOrder order) => (order.Symbol, order.TimeMs, order.Identity);

    private static (string, long, Market.LiquidatedSide, double) Content(StoredOrder order, long grainMs) =>
        (order.Symbol, order.TimeMs / grainMs, order.Side, order.Quantity);
}
