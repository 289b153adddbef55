using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Store;

/// <summary>
/// Recognises an order that came from socket and history of a venue whose two sources share no identity (Gate). Their
/// times differ by less than the history's grain and their prices in kind; contract, side and quantity are equal. Each
/// stored order is the twin of one other at most, so that two equal orders of one second stay two. Which of two it is says the
/// order's price, which the history names beside that of the fill: an order of history takes its twin from another that was taken for
/// it before, and that one is stored. Where the contract may have been renamed, its former name is as good, if the price is near.
/// </summary>
internal sealed class TwinOrders(Database database, RenamedOrders renamed)
{
    /// <summary>More pairs than a long repair makes; beyond it they are forgotten.</summary>
    private const int MostPairs = 200_000;

    /// <summary>How far the price of an order and that of its fill are apart at most, as a part of either.</summary>
    private const double NearPrice = 0.1;

    private static readonly Dictionary<string, long> GrainsMs = VenueCatalog.All
        .Where(venue => venue.Profile is { BackfillMatchesSocket: false, History: not null })
        .ToDictionary(venue => venue.Profile.Id, venue => (long)venue.Profile.History!.Grain.TotalMilliseconds, StringComparer.Ordinal);

    private readonly HashSet<Key> _recognised = [];

    // Stored orders that are the twin of another; with the order of history that was taken for it without its price, as long as
    // no other has it.
    private readonly Dictionary<Key, Guess?> _paired = [];

    // What the running commit changed, to be undone should it fail.
    private readonly Stack<Change> _changes = new();

    /// <summary>Whether the order is stored already under the other source's identity.</summary>
    /// <param name="liquidation">The order.</param>
    /// <param name="instrumentId">Its contract's number.</param>
    /// <param name="displaced">An order that was taken for a stored one and is another, to be stored now; null for none.</param>
    internal bool IsStored(in Liquidation liquidation, long instrumentId, out Liquidation? displaced)
    {
        displaced = null;
        if (!GrainsMs.TryGetValue(liquidation.Instrument.Venue, out var grainMs))
            return false;
        var incoming = new Key(liquidation.EventTimeMs, instrumentId, liquidation.Identity);
        if (_recognised.Contains(incoming))
            return true;
        if (Twin(liquidation, incoming, grainMs, out var isItself, out var isCertain) is not { } twin)
        {
            if (isItself || FormerTwin(liquidation, incoming, grainMs) is not { } former)
                return false;
            twin = former;
        }

        if (_paired.Count >= MostPairs)
        {
            _paired.Clear();
            _recognised.Clear();
            _changes.Clear();
        }

        if (_paired.GetValueOrDefault(twin) is { } guess)
        {
            displaced = guess.Order;
            _recognised.Remove(guess.Key);
        }

        _changes.Push(new(incoming, twin, _paired.ContainsKey(twin), _paired.GetValueOrDefault(twin)));
        _paired[twin] = isCertain || liquidation.OrderPrice is null ? null : new(liquidation, incoming);
        _recognised.Add(incoming);
        return true;
    }

    internal void Committed() => _changes.Clear();

    internal void RolledBack()
    {
        while (_changes.TryPop(out var change))
        {
            _recognised.Remove(change.Incoming);
            _paired.Remove(change.Twin);
            if (!change.WasPaired)
                continue;
            _paired[change.Twin] = change.Before;
            if (change.Before is { } guess)
                _recognised.Add(guess.Key);
        }
    }

    private Key? Twin(in Liquidation liquidation, Key incoming, long grainMs, out bool isItself, out bool isCertain)
    {
        (isItself, isCertain) = (false, false);
        var startMs = liquidation.EventTimeMs / grainMs * grainMs;
        Key? likely = null, certain = null;
        using var rows = database.Prepare(
            """
            SELECT time_ms, identity, price_kind, price FROM liquidation
            WHERE time_ms >= ?1 AND time_ms < ?2 AND instrument_id = ?3 AND side = ?4 AND quantity = ?5
            """)
            .Bind(1, startMs)
            .Bind(2, startMs + grainMs)
            .Bind(3, incoming.InstrumentId)
            .Bind(4, (long)liquidation.Side)
            .Bind(5, liquidation.Quantity.ToDouble())
            .Query();
        while (rows.Step())
        {
            var stored = new Key(rows.Integer(0), incoming.InstrumentId, unchecked((ulong)rows.Integer(1)));
            // The order itself, read once more.
            isItself = stored == incoming;
            if (isItself)
                return null;
            if (rows.Integer(2) == (long)liquidation.PriceKind)
                continue;
            var isPaired = _paired.TryGetValue(stored, out var guess);
            if (liquidation.OrderPrice == rows.Real(3) && (!isPaired || guess is not null))
                certain ??= stored;
            else if (!isPaired)
                likely ??= stored;
        }

        isCertain = certain is not null;
        return certain ?? likely;
    }

    /// <summary>The twin that is stored under a name that is listed no more.</summary>
    private Key? FormerTwin(in Liquidation liquidation, Key incoming, long grainMs)
    {
        if (renamed.FormerNames(liquidation) is not { } symbols)
            return null;
        var startMs = liquidation.EventTimeMs / grainMs * grainMs;
        var price = liquidation.Price.ToDouble();
        using var rows = database.Prepare(
            """
            SELECT l.time_ms, l.identity, l.instrument_id, i.symbol FROM liquidation l JOIN instrument i ON i.id = l.instrument_id
            WHERE l.time_ms >= ?1 AND l.time_ms < ?2 AND l.side = ?3 AND l.quantity = ?4 AND l.price_kind <> ?5
                AND l.price BETWEEN ?6 AND ?7 AND i.venue = ?8
            """)
            .Bind(1, startMs)
            .Bind(2, startMs + grainMs)
            .Bind(3, (long)liquidation.Side)
            .Bind(4, liquidation.Quantity.ToDouble())
            .Bind(5, (long)liquidation.PriceKind)
            .Bind(6, price * (1 - NearPrice))
            .Bind(7, price * (1 + NearPrice))
            .Bind(8, liquidation.Instrument.Venue)
            .Query();
        while (rows.Step())
        {
            var stored = new Key(rows.Integer(0), rows.Integer(2), unchecked((ulong)rows.Integer(1)));
            if (symbols.Contains(rows.Text(3)) && !_paired.ContainsKey(stored))
                return stored;
        }

        return null;
    }

    private readonly record struct Key(long TimeMs, long InstrumentId, ulong Identity);

    private sealed record Guess(Liquidation Order, Key Key);

    private readonly record struct Change(Key Incoming, Key Twin, bool WasPaired, Guess? Before);
}
