using System.Text;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Store;

/// <summary>Keeps liquidations of unknown contracts, and values them once the contract is known.</summary>
internal sealed class PendingRows(
    Database database, StoreOptions options, InstrumentRows instruments, LiquidationRows liquidations, QuarantineRows quarantine,
    DeficitRows deficits)
{
    private readonly HashSet<string> _venues = [];
    private readonly HashSet<(string Venue, string Symbol, long TimeMs, ulong Identity)> _addedNow = [];
    private long? _count;

    internal void Add(PendingLiquidation pending, CommitStats counts)
    {
        _count ??= database.Scalar("SELECT count(*) FROM pending");
        if (_count >= options.PendingRows)
        {
            quarantine.Add(LiquidationText.Frame(pending, "PendingFull"), counts);
            deficits.AddOrder(pending, DeficitReason.Quarantined);
            counts.QuarantinedLiquidations++;
            return;
        }

        database.Prepare(
            """
            INSERT INTO pending(venue, symbol, time_ms, identity, side, price, price_kind, quantity, margin, received_ms,
                order_key, ordered_quantity, is_partial)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT DO NOTHING
            """)
            .Bind(1, pending.Venue)
            .Bind(2, pending.Symbol)
            .Bind(3, pending.TimeMs)
            .Bind(4, unchecked((long)pending.Identity))
            .Bind(5, (long)pending.Side)
            .Bind(6, pending.Price.ToString())
            .Bind(7, (long)pending.PriceKind)
            .Bind(8, pending.Quantity.ToString())
            .Bind(9, (long?)pending.Margin)
            .Bind(10, pending.ReceivedMs)
            .Bind(11, pending.Order is { } order ? unchecked((long)order.Key) : (long?)null)
            .Bind(12, pending.Order?.OrderedQuantity)
            .Bind(13, pending.Order is { } reported ? (reported.IsPartial ? 1L : 0) : (long?)null)
            .Run();
        if (database.Changes() == 0)
        {
            counts.Duplicates++;
            return;
        }

        _count++;
        counts.PendingAdded++;
        _addedNow.Add((pending.Venue, pending.Symbol, pending.TimeMs, pending.Identity));
        // Its contract may have been listed while the event was on its way here.
        if (instruments.Newest(pending.Venue, pending.Symbol) is not null)
            _venues.Add(pending.Venue);
    }

    /// <summary>Values what can be valued now.</summary>
    internal void Value(CommitStats counts)
    {
        _venues.UnionWith(instruments.ChangedVenues);
        foreach (var venue in _venues)
            Value(venue, counts);
        _venues.Clear();
        _addedNow.Clear();
    }

    internal void RolledBack()
    {
        _count = null;
        _venues.Clear();
        _addedNow.Clear();
    }

    private void Value(string venue, CommitStats counts)
    {
        var waiting = Read(venue).FindAll(pending => instruments.Newest(venue, pending.Symbol) is not null);
        if (waiting.Count == 0)
            return;
        var symbols = new SymbolRegistry();
        symbols.Update(instruments.NewestOf(venue), 0);
        foreach (var pending in waiting)
        {
            if (!symbols.TryGet(Encoding.UTF8.GetBytes(pending.Symbol), out var symbol, out _))
                continue;
            var reading = new LiquidationReading(
                symbol, pending.Side, pending.Price, pending.PriceKind, pending.Quantity, pending.TimeMs,
                pending.Identity, pending.Margin)
            { Order = pending.Order };
            var outcome = reading.Value(pending.ReceivedMs, out var liquidation);
            if (outcome == ValuationOutcome.UnknownInstrument)
                continue;
            if (outcome == ValuationOutcome.Valued)
            {
                var (stored, duplicates, expired) = (counts.Stored.Count, counts.Duplicates, counts.Expired);
                var quarantined = counts.QuarantinedLiquidations;
                liquidations.Add(liquidation, counts);
                var isStored = counts.Stored.Count > stored;
                counts.PendingValued += isStored ? 1 : 0;
                // Each liquidation that was read is counted once: one of an earlier commit was when it began to wait.
                if (!isStored && WasAddedNow(pending))
                {
                    counts.PendingAdded--;
                }
                else if (!isStored)
                {
                    counts.PendingDropped++;
                    (counts.Duplicates, counts.Expired, counts.QuarantinedLiquidations) = (duplicates, expired, quarantined);
                }
            }
            else
            {
                quarantine.Add(LiquidationText.Frame(pending, outcome.ToString()), counts);
                deficits.AddOrder(pending, DeficitReason.Quarantined);
                if (WasAddedNow(pending))
                    (counts.PendingAdded, counts.QuarantinedLiquidations) = (counts.PendingAdded - 1, counts.QuarantinedLiquidations + 1);
                else
                    counts.PendingDropped++;
            }

            Remove(pending);
        }
    }

    private bool WasAddedNow(PendingLiquidation pending) =>
        _addedNow.Contains((pending.Venue, pending.Symbol, pending.TimeMs, pending.Identity));

    private void Remove(PendingLiquidation pending)
    {
        database.Prepare("DELETE FROM pending WHERE venue = ?1 AND symbol = ?2 AND time_ms = ?3 AND identity = ?4")
            .Bind(1, pending.Venue)
            .Bind(2, pending.Symbol)
            .Bind(3, pending.TimeMs)
            .Bind(4, unchecked((long)pending.Identity))
            .Run();
        _count = null;
    }

    private List<PendingLiquidation> Read(string venue)
    {
        var read = new List<PendingLiquidation>();
        using var rows = database.Prepare(
            """
            SELECT symbol, time_ms, identity, side, price, price_kind, quantity, margin, received_ms,
                order_key, ordered_quantity, is_partial
            FROM pending WHERE venue = ?1 ORDER BY time_ms, symbol, identity
            """)
            .Bind(1, venue)
            .Query();
        while (rows.Step())
        {
            if (!ExactNumber.TryParse(rows.Text(4), out var price) || !ExactNumber.TryParse(rows.Text(6), out var quantity))
                throw new StoreException(StoreFailure.Corrupt, $"A pending liquidation of {venue} {rows.Text(0)} has no number.");
            read.Add(new PendingLiquidation(
                venue, rows.Text(0), (LiquidatedSide)rows.Integer(3), price, (PriceKind)rows.Integer(5), quantity,
                rows.Integer(1), unchecked((ulong)rows.Integer(2)), (MarginKind?)rows.IntegerOrNull(7), rows.Integer(8))
            {
                Order = rows.IntegerOrNull(9) is { } key
                    ? new CumulativeOrder(unchecked((ulong)key), rows.Real(10), rows.Integer(11) != 0)
                    : null,
            });
        }

        return read;
    }
}
