using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Contracts that the venue sends numbers or orders of and does not list. Nobody listens to the liquidations of one of
/// which only numbers come: it is written down once, open until it is listed or until its numbers have ended.
/// Thread-safe.
/// </summary>
internal sealed class UnlistedContracts(string venue, VenueCounters counters)
{
    /// <summary>Of more than this the venue's list is wrong as a whole; what is written already makes totals a floor.</summary>
    public const int Most = 200;

    /// <summary>A contract without numbers for so long is traded no more; the slowest poll comes every three minutes.</summary>
    private const long EndedMs = 15 * UnixTime.MinuteMs;

    private readonly Lock _using = new();
    private readonly Dictionary<VenueSymbol, long> _lastSeenMs = [];
    private readonly Dictionary<VenueSymbol, long> _endedMs = [];
    private readonly HashSet<VenueSymbol> _ordered = [];
    private long _settledMs;

    /// <summary>Adds an item if the reading shows that a contract trades that is in no list.</summary>
    /// <param name="reading">What the venue sent of it.</param>
    /// <param name="receivedMs">When that arrived, Unix milliseconds.</param>
    /// <param name="unseenSinceMs">Since when it may have been traded, Unix milliseconds; null where that is not known.</param>
    /// <param name="items">Receives the item.</param>
    /// <returns>Whether it is the first of its contract.</returns>
    public bool Add(in MarketReading reading, long receivedMs, long? unseenSinceMs, List<StoreItem> items)
    {
        if (!IsTraded(reading, receivedMs))
            return false;
        var fromMs = UnixTime.Minute(Math.Min(receivedMs, unseenSinceMs ?? receivedMs));
        lock (_using)
        {
            Settle(receivedMs, items);
            if (_lastSeenMs.ContainsKey(reading.Symbol))
            {
                _lastSeenMs[reading.Symbol] = receivedMs;
                return false;
            }

            if (_lastSeenMs.Count >= Most)
                return false;
            _lastSeenMs[reading.Symbol] = receivedMs;
            // What was missing up to then is written down already.
            if (_endedMs.Remove(reading.Symbol, out var endedMs))
                fromMs = Math.Min(receivedMs, Math.Max(fromMs, endedMs));
        }

        counters.AddUnlistedSymbol();
        items.Add(StoreItem.Of(new Deficit
        {
            Venue = venue,
            Feed = CoveredSpan.WholeVenue,
            Symbol = reading.Symbol.Text,
            FromMs = fromMs,
            Reason = DeficitReason.NotSubscribed,
        }));
        return true;
    }

    /// <summary>Notes an order of a contract that is in no list; the order itself waits in the store.</summary>
    /// <returns>Whether it is the first of its contract.</returns>
    public bool AddOrder(VenueSymbol symbol)
    {
        lock (_using)
            return _ordered.Count < Most && _ordered.Add(symbol);
    }

    /// <summary>Ends what has not been seen for long; what has been listed since is ended by the list.</summary>
    private void Settle(long nowMs, List<StoreItem> items)
    {
        if (nowMs - _settledMs is >= 0 and < UnixTime.MinuteMs)
            return;
        _settledMs = nowMs;
        foreach (var (symbol, lastMs) in _lastSeenMs)
        {
            if (nowMs - lastMs < EndedMs)
                continue;
            _lastSeenMs.Remove(symbol);
            if (symbol.Instrument is not null)
                continue;
            if (_endedMs.Count < Most)
                _endedMs[symbol] = lastMs;
            items.Add(StoreItem.Of(new DeficitEnded(venue, CoveredSpan.WholeVenue, symbol.Text, DeficitReason.NotSubscribed, lastMs)));
        }
    }

    // A price alone is also sent of indices, spot pairs and contracts that have ended.
    private static bool IsTraded(in MarketReading reading, long receivedMs) =>
        reading.OpenInterest is { IsPositive: true } || reading.OpenInterestUsd is { IsPositive: true }
        || reading.NextFundingMs > receivedMs;
}
