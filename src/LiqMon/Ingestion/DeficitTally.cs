using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Ingestion;

/// <summary>Adds up a frame's deficits by contract, minute and reason, so that a bad page writes a few rows. Reused.</summary>
internal sealed class DeficitTally
{
    private readonly Dictionary<(string Symbol, long FromMs, long ToMs, DeficitReason Reason), long> _counts = [];

    /// <summary>Adds an order or message of one minute.</summary>
    public void Add(string symbol, long timeMs, DeficitReason reason) => Add(symbol, timeMs, timeMs, reason);

    /// <summary>Adds an order or message whose time lies somewhere within these minutes.</summary>
    public void Add(string symbol, long fromMs, long lastMs, DeficitReason reason)
    {
        var key = (symbol, UnixTime.Minute(fromMs), UnixTime.Minute(Math.Max(fromMs, lastMs)) + UnixTime.MinuteMs, reason);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Writes what was added as items for the store, and starts anew. Doubts about a clock are of the whole venue.</summary>
    public void MoveTo(List<StoreItem> items, string venue, string feed)
    {
        if (_counts.Count == 0)
            return;
        foreach (var ((symbol, fromMs, toMs, reason), count) in _counts)
        {
            items.Add(StoreItem.Of(new Deficit
            {
                Venue = venue,
                Feed = reason == DeficitReason.DoubtfulTime ? CoveredSpan.WholeVenue : feed,
                Symbol = symbol,
                FromMs = fromMs,
                ToMs = toMs,
                Reason = reason,
                Count = count,
            }));
        }

        _counts.Clear();
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear() => _counts.Clear();
}
