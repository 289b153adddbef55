using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Recognises an order that is stored under the name that its contract had then. A venue that gives a contract another name
/// may have all its orders under the new one in its history, and in what it sends to new subscribers. Time and identity are
/// those of the stored order, and its contract is listed no more.
/// </summary>
internal sealed class RenamedOrders(Database database)
{
    /// <summary>
    /// An order that came within so many milliseconds of its time came by the name of that time: no list names a contract
    /// sooner. A venue whose clock is ahead sends times of the future.
    /// </summary>
    private const long FreshMs = 1_000;

    private readonly Dictionary<string, IReadOnlySet<string>> _delisted = new(StringComparer.Ordinal);

    /// <summary>Takes in which contracts of a venue are listed no more.</summary>
    internal void Set(DelistedContracts delisted) => _delisted[delisted.Venue] = delisted.Symbols;

    /// <summary>The names under which an order may be stored already, beside that of its contract; null where there are none.</summary>
    internal IReadOnlySet<string>? FormerNames(in Liquidation liquidation)
    {
        // Orders of history have no moment at which they came, but their own.
        var ageMs = liquidation.ReceivedMs - liquidation.EventTimeMs;
        var instrument = liquidation.Instrument;
        return (ageMs is 0 or >= FreshMs or <= -FreshMs) && _delisted.TryGetValue(instrument.Venue, out var symbols)
            && symbols.Count > 0 && !symbols.Contains(instrument.Symbol)
            ? symbols
            : null;
    }

    /// <summary>Whether the order is stored under a name that is listed no more.</summary>
    internal bool IsStored(in Liquidation liquidation, int instrumentId)
    {
        if (FormerNames(liquidation) is not { } symbols)
            return false;
        using var rows = database.Prepare(
            """
            SELECT i.symbol FROM liquidation l JOIN instrument i ON i.id = l.instrument_id
            WHERE l.time_ms = ?1 AND l.identity = ?2 AND l.instrument_id <> ?3 AND i.venue = ?4
            """)
            .Bind(1, liquidation.EventTimeMs)
            .Bind(2, unchecked((long)liquidation.Identity))
            .Bind(3, instrumentId)
            .Bind(4, liquidation.Instrument.Venue)
            .Query();
        while (rows.Step())
        {
            if (symbols.Contains(rows.Text(0)))
                return true;
        }

        return false;
    }
}
