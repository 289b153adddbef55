namespace LiqMon.Ingestion;

/// <summary>The last few thousand rejected orders, so that one that is on several pages or polls counts once. Thread-safe.</summary>
internal sealed class RecentFingerprints
{
    private const int Capacity = 4_096;

    private readonly Lock _using = new();
    private readonly HashSet<(int Fingerprint, long TimeMs)> _known = [];
    private readonly Queue<(int Fingerprint, long TimeMs)> _order = new();

    /// <summary>Whether it is new; it is known from now on.</summary>
    public bool TryAdd(int fingerprint, long timeMs)
    {
        lock (_using)
        {
            if (!_known.Add((fingerprint, timeMs)))
                return false;
            _order.Enqueue((fingerprint, timeMs));
            if (_order.Count > Capacity)
                _known.Remove(_order.Dequeue());
            return true;
        }
    }
}
