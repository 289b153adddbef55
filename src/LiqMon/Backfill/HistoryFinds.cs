using LiqMon.Ingestion;
using LiqMon.Store;

namespace LiqMon.Backfill;

/// <summary>
/// Which orders of the store came from a history and not from the venue's socket or polls. What came from history may be an
/// order that was rejected before; what the socket delivered is another one. One task at a time.
/// </summary>
internal sealed class HistoryFinds
{
    /// <summary>Orders of so many readings fit in any case; of more the oldest are forgotten, and count as delivered.</summary>
    private const int Capacity = 200_000;

    private readonly HashSet<(string Symbol, long TimeMs, ulong Identity)> _known = [];
    private readonly Queue<(string Symbol, long TimeMs, ulong Identity)> _order = new();

    /// <summary>Notes an order that a reading brought and that the store did not hold before it.</summary>
    public void Add(StoredOrder order)
    {
        var key = (order.Symbol, order.TimeMs, order.Identity);
        if (!_known.Add(key))
            return;
        _order.Enqueue(key);
        if (_order.Count > Capacity)
            _known.Remove(_order.Dequeue());
    }

    /// <summary>
    /// Whether a stored order came from a history: one that this process read, or that came later than any socket is.
    /// </summary>
    public bool Contains(StoredOrder stored) =>
        _known.Contains((stored.Symbol, stored.TimeMs, stored.Identity))
        || stored.ReceivedMs - stored.TimeMs > (long)LagHistogram.Longest.TotalMilliseconds;
}
