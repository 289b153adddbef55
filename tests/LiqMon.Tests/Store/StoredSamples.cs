using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>All samples of a store, whether they are packed or not.</summary>
internal static class StoredSamples
{
    internal static List<LiqMon.Store.Sample> Of(StoreFolder folder, int kind)
    {
        using var reader = folder.Read();
        return reader.InSnapshot(() => new SampleReader(reader.Connection).Between(kind, 0, 4_000_000_000_000));
    }

    /// <summary>Packs and thins whatever is old enough.</summary>
    internal static void Pack(EventStore store, long nowMs)
    {
        while (store.Prune(nowMs))
        {
            // Each step is one transaction.
        }
    }
}
