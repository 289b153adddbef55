using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Store;

/// <summary>Writes liquidations, each once, and their sums.</summary>
internal sealed class LiquidationRows(
    Database database, InstrumentRows instruments, QuarantineRows quarantine, DeficitRows deficits, RollupBatch rollups, Outbox outbox,
    OrderReports reported, RenamedOrders renamed)
{
    // Ten billion dollars: far above any order, and low enough that a sum of a day's lies cannot leave 64 bits.
    private const long MaxMicroUsd = 10_000_000_000_000_000;

    private readonly TwinOrders _twins = new(database, renamed);

    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO liquidation(time_ms, instrument_id, identity, side, price, price_kind, quantity, contracts,
            qty_base, usd_micro, received_ms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO NOTHING
        """);

    /// <summary>Events before this moment may have been removed, so they can no longer be distinguished from duplicates.</summary>
    internal long RawFromMs { get; set; }

    internal void Committed() => _twins.Committed();

    internal void RolledBack() => _twins.RolledBack();

    internal void Add(in Liquidation liquidation, CommitStats counts)
    {
        if (liquidation.EventTimeMs < RawFromMs)
        {
            counts.Expired++;
            deficits.AddOrder(liquidation, DeficitReason.Expired);
            return;
        }

        if (liquidation.NotionalMicroUsd is < 0 or > MaxMicroUsd)
        {
            quarantine.Add(LiquidationText.Frame(liquidation, nameof(RejectReason.OutOfRange)), counts);
            deficits.AddOrder(liquidation, DeficitReason.Quarantined);
            counts.QuarantinedLiquidations++;
            return;
        }

        var row = instruments.Row(liquidation.Instrument);
        var isTwin = _twins.IsStored(liquidation, row.Id, out var displaced);
        if (displaced is { } other)
        {
            // It was taken for a duplicate, of this commit or an earlier one.
            counts.Duplicates--;
            Add(other, counts);
        }

        if (isTwin || renamed.IsStored(liquidation, row.Id) || reported.New(row.Id, liquidation) is not { } added)
        {
            counts.Duplicates++;
            return;
        }

        _insert.Bind(1, liquidation.EventTimeMs)
            .Bind(2, row.Id)
            .Bind(3, unchecked((long)liquidation.Identity))
            .Bind(4, (long)liquidation.Side)
            .Bind(5, liquidation.Price.ToDouble())
            .Bind(6, (long)liquidation.PriceKind)
            .Bind(7, reported.Quantity(row.Id, liquidation))
            .Bind(8, added.Contracts)
            .Bind(9, added.BaseQuantity)
            .Bind(10, added.NotionalMicroUsd)
            .Bind(11, liquidation.ReceivedMs)
            .Run();
        if (database.Changes() == 0)
        {
            counts.Duplicates++;
            return;
        }

        reported.Add(row.Id, liquidation);
        rollups.Add(row, added);
        outbox.Changed(ChangeKind.Liquidation, liquidation.EventTimeMs, row.Id);
        counts.Stored.Add(added);
    }
}
