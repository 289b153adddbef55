using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Contracts that the venue sends numbers of and does not list: nobody listens to their liquidations. Each is written
/// down once, open until it is listed. Thread-safe.
/// </summary>
internal sealed class UnlistedContracts(string venue, VenueCounters counters)
{
    /// <summary>Of more than this the venue's list is wrong as a whole; what is written already makes totals a floor.</summary>
    public const int Most = 200;

    private readonly Lock _using = new();
    private readonly HashSet<VenueSymbol> _known = [];

    /// <summary>Adds an item if the reading shows that a contract trades that is in no list.</summary>
    /// <returns>Whether it is the first of its contract.</returns>
    public bool Add(in MarketReading reading, long receivedMs, List<StoreItem> items)
    {
        if (!IsTraded(reading, receivedMs))
            return false;
        lock (_using)
        {
            if (_known.Count >= Most || !_known.Add(reading.Symbol))
                return false;
        }

        counters.AddUnlistedSymbol();
        items.Add(StoreItem.Of(new Deficit
        {
            Venue = venue,
            Feed = CoveredSpan.WholeVenue,
            Symbol = reading.Symbol.Text,
            FromMs = UnixTime.Minute(receivedMs),
            Reason = DeficitReason.NotSubscribed,
        }));
        return true;
    }

    // A price alone is also sent of indices, spot pairs and contracts that have ended.
    private static bool IsTraded(in MarketReading reading, long receivedMs) =>
        reading.OpenInterest is { IsPositive: true } || reading.OpenInterestUsd is { IsPositive: true }
        || reading.NextFundingMs > receivedMs;
}
