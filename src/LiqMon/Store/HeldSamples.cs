using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Samples of open interest and prices that wait to be written together. A commit writes whole pages, and the contracts' samples
/// trickle in one by one: written as they come, they would write the same pages over and over. Orders never wait for them.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="longest">How long a sample waits at most.</param>
internal sealed class HeldSamples(TimeProvider time, TimeSpan longest)
{
    /// <summary>So many are written at once, even if none has waited long.</summary>
    internal const int Most = 32_768;

    // An item has room for an order; a sample needs no more than its reference.
    private readonly List<object> _items = [];
    private long _since;
    private bool _isSorted;

    /// <summary>How many wait.</summary>
    internal int Count => _items.Count;

    /// <summary>Whether it is time to write them.</summary>
    internal bool IsDue => _items.Count >= Most || (_items.Count > 0 && time.GetElapsedTime(_since) >= longest);

    /// <summary>Takes an item if it is a sample.</summary>
    internal bool TryHold(in StoreItem item)
    {
        if (item.Payload is not { } sample || sample is not (OpenInterest or MarkPrice))
            return false;
        if (_items.Count == 0)
            _since = time.GetTimestamp();
        _items.Add(sample);
        _isSorted = false;
        return true;
    }

    /// <summary>Moves samples into a batch that is about to be written, those of one venue together, for they lie together.</summary>
    internal void MoveTo(List<StoreItem> batch, int most)
    {
        if (!_isSorted)
            _items.Sort(static (one, other) => string.CompareOrdinal(Venue(other), Venue(one)));
        _isSorted = true;
        var from = Math.Max(0, _items.Count - most);
        for (var i = from; i < _items.Count; i++)
            batch.Add(StoreItem.Of(_items[i]));
        _items.RemoveRange(from, _items.Count - from);
    }

    private static string Venue(object sample) =>
        sample is OpenInterest openInterest ? openInterest.Instrument.Venue : ((MarkPrice)sample).Instrument.Venue;
}
