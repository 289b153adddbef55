using LiqMon.Windows;

namespace LiqMon.Cascades;

/// <summary>Receives what happens to cascades. It is called by one task at a time, and must not make it wait.</summary>
public interface ICascadeObserver
{
    /// <summary>Takes cascades that go on as known, when the search begins or begins again.</summary>
    /// <param name="open">All that are open.</param>
    void MarkDelivered(IEnumerable<Cascade> open);

    /// <summary>Takes what has changed.</summary>
    /// <param name="changes">The changes, in their order.</param>
    /// <param name="open">All cascades that are open now.</param>
    void Offer(IReadOnlyList<CascadeChange> changes, IEnumerable<Cascade> open);
}
