using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Ingestion;

/// <summary>Adds up a frame's deficits by contract, minute and reason, so that a bad page writes a few rows. Reused.</summary>
internal sealed class DeficitTally
{
    private readonly Dictionary<(string Symbol, long MinuteMs, DeficitReason Reason), long> _counts = [];

    /// <summary>Adds orders or messages of one minute.</summary>
    public void Add(string symbol, long timeMs, DeficitReason reason, long count = 1)
    {
        var key = (symbol, UnixTime.Minute(timeMs), reason);
        _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    /// <summary>Writes what was added as items for the store, and starts anew. Doubts about a clock are of the whole venue.</summary>
    public void MoveTo(List<StoreItem> items, string venue, string feed)
    {
        if (_counts.Count == 0)
            return;
        foreach (var ((symbol, minuteMs, reason), count) in _counts)
        {
            items.Add(StoreItem.Of(new Deficit
            {
                Venue = venue,
                Feed = reason == DeficitReason.DoubtfulTime ? CoveredSpan.WholeVenue : feed,
                Symbol = symbol,
                FromMs = minuteMs,
                ToMs = minuteMs + UnixTime.MinuteMs,
                Reason = reason,
                Count = count,
            }));
        }

        _counts.Clear();
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear() => _counts.Clear();
}
