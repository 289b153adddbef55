using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Contracts that the venue sends numbers or orders of and does not list, or no more. Nobody listens to the liquidations of
/// one of which only numbers come, nor to those of one that has to be subscribed by itself and is in no list any more: it is
/// written down once, open until it is listed or until its numbers have ended. Thread-safe.
/// </summary>
/// <param name="venue">Venue.</param>
/// <param name="counters">Counts such contracts.</param>
internal sealed class UnlistedContracts(IVenue venue, VenueCounters counters)
{
    /// <summary>Of more than this the venue's list is wrong as a whole; what is written already makes totals a floor.</summary>
    public const int Most = 200;

    /// <summary>A contract without numbers for so long is traded no more; the slowest poll comes every three minutes.</summary>
    private const long EndedMs = 15 * UnixTime.MinuteMs;

    private readonly Lock _using = new();
    /// <summary>Of a contract that has ended the venue may still send numbers for a while.</summary>
    private const long FarewellMs = UnixTime.MinuteMs;

    private readonly Dictionary<VenueSymbol, Seen> _seen = [];
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
        return IsTraded(reading, receivedMs) && Add(reading.Symbol, receivedMs, unseenSinceMs, items);
    }

    /// <summary>
    /// Adds an item if a contract that was listed still trades, by an order of it or by the venue's numbers, although the lists
    /// lack it, and its orders come only while it is subscribed.
    /// </summary>
    /// <param name="symbol">The contract.</param>
    /// <param name="receivedMs">When that arrived, Unix milliseconds.</param>
    /// <param name="items">Receives the item.</param>
    /// <returns>Whether it is the first of its contract.</returns>
    public bool AddDelisted(VenueSymbol symbol, long receivedMs, List<StoreItem> items)
    {
        if (symbol is not { DelistedMs: { } delistedMs, Instrument: { } contract } || receivedMs - delistedMs < FarewellMs)
            return false;
        lock (_using)
        {
            if (_seen.TryGetValue(symbol, out var seen) && seen.DelistedMs == delistedMs)
            {
                _seen[symbol] = seen with { LastMs = receivedMs };
                return false;
            }
        }

        // Where one subscription brings all contracts, nothing of it is missing.
        return (venue.LiquidationTopic(contract) is not null || venue.Polls([contract]).Any(poll => poll.Feed is not null))
            && Add(symbol, receivedMs, delistedMs, items);
    }

    /// <summary>As <see cref="AddDelisted(VenueSymbol, long, List{StoreItem})"/>, for numbers of a contract.</summary>
    public bool AddDelisted(in MarketReading reading, long receivedMs, List<StoreItem> items) =>
        IsTraded(reading, receivedMs) && AddDelisted(reading.Symbol, receivedMs, items);

    private bool Add(VenueSymbol symbol, long receivedMs, long? sinceMs, List<StoreItem> items)
    {
        var fromMs = UnixTime.Minute(Math.Min(receivedMs, sinceMs ?? receivedMs) - OrderTimes.BackMs(venue.Profile, counters));
        var now = new Seen(receivedMs, symbol.DelistedMs);
        lock (_using)
        {
            Settle(receivedMs, items);
            var isKnown = _seen.TryGetValue(symbol, out var seen);
            if (isKnown || _seen.Count < Most)
                _seen[symbol] = now;
            // Listed and delisted again, it is missing anew.
            if (isKnown ? seen.DelistedMs == now.DelistedMs : _seen.Count >= Most && !_seen.ContainsKey(symbol))
                return false;
            // What was missing up to then is written down already.
            if (_endedMs.Remove(symbol, out var endedMs))
                fromMs = Math.Min(receivedMs, Math.Max(fromMs, endedMs));
        }

        counters.AddUnlistedSymbol();
        items.Add(StoreItem.Of(new Deficit
        {
            Venue = venue.Profile.Id,
            Feed = CoveredSpan.WholeVenue,
            Symbol = symbol.Name,
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
        foreach (var (symbol, (lastMs, _)) in _seen)
        {
            if (nowMs - lastMs < EndedMs)
                continue;
            _seen.Remove(symbol);
            if (symbol is { Instrument: not null, DelistedMs: null })
                continue;
            if (_endedMs.Count < Most)
                _endedMs[symbol] = lastMs;
            items.Add(StoreItem.Of(new DeficitEnded(venue.Profile.Id, CoveredSpan.WholeVenue, symbol.Name, DeficitReason.NotSubscribed, lastMs)));
        }
    }

    /// <param name="LastMs">When something was last sent of it, Unix milliseconds.</param>
    /// <param name="DelistedMs">Since when the lists lack it; null for one that they never had.</param>
    private readonly record struct Seen(long LastMs, long? DelistedMs);

    // A price alone is also sent of indices, spot pairs and contracts that have ended.
    private static bool IsTraded(in MarketReading reading, long receivedMs) =>
        reading.OpenInterest is { IsPositive: true } || reading.OpenInterestUsd is { IsPositive: true }
        || reading.NextFundingMs > receivedMs;
}
