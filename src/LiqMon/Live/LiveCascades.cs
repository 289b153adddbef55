using LiqMon.Cascades;
using LiqMon.Queries;
using LiqMon.Windows;

namespace LiqMon.Live;

/// <summary>Publishes to the live stream what happens to cascades.</summary>
public sealed class LiveCascades(LiveBroadcaster live) : ICascadeObserver
{
    /// <summary>Does nothing: a subscriber reads from the store what went on before.</summary>
    public void MarkDelivered(IEnumerable<Cascade> open)
    {
    }

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<CascadeChange> changes, IEnumerable<Cascade> open)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (kind, cascade) in changes)
            live.Publish(new CascadeChangeResult(kind, CascadeResult.Of(cascade)));
    }
}
