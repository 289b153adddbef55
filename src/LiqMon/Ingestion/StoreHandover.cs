using System.Threading.Channels;
using LiqMon.Store;

namespace LiqMon.Ingestion;

/// <summary>Hands the items of a batch to the store, without a wait while the store keeps up.</summary>
internal sealed class StoreHandover(ChannelWriter<StoreItem> store, VenueCounters counters)
{
    /// <summary>Hands over as much as the store takes at once, and returns how much that was.</summary>
    internal int TryWrite(List<StoreItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!store.TryWrite(items[i]))
                return i;
        }

        return items.Count;
    }

    /// <summary>Hands over the items from one on, and waits while the store is full.</summary>
    internal async ValueTask WriteRestAsync(List<StoreItem> items, int from, CancellationToken cancellationToken)
    {
        for (var i = from; i < items.Count; i++)
        {
            if (store.TryWrite(items[i]))
                continue;
            counters.AddChannelWait();
            await store.WriteAsync(items[i], cancellationToken);
        }
    }
}
