using LiqMon.Context;
using LiqMon.External;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Takes a commit's items to their tables. What a failed commit left in memory is forgotten.</summary>
internal sealed class CommitTransaction
{
    private readonly InstrumentRows _instruments;
    private readonly RollupBatch _rollups;
    private readonly QuarantineRows _quarantine;
    private readonly OrderReports _reported;
    private readonly RenamedOrders _renamed;
    private readonly LiquidationRows _liquidations;
    private readonly PendingRows _pending;
    private readonly SampleRows _samples;
    private readonly CoverageRows _coverage;
    private readonly DeficitRows _deficits;
    private readonly ContextRows _context;
    private readonly ExternalTotalRows _external;
    private readonly PayloadRoutes _payloads;

    internal CommitTransaction(Database database, StoreOptions options, Outbox outbox)
    {
        _instruments = new InstrumentRows(database);
        _rollups = new RollupBatch(database);
        _quarantine = new QuarantineRows(database, options);
        _deficits = new DeficitRows(database);
        _reported = new OrderReports(database);
        _renamed = new RenamedOrders(database);
        _liquidations = new LiquidationRows(database, _instruments, _quarantine, _deficits, _rollups, outbox, _reported, _renamed);
        _pending = new PendingRows(database, options, _instruments, _liquidations, _quarantine, _deficits);
        Unpacked = new UnpackedSamples(database, _quarantine);
        _samples = new SampleRows(database, _instruments, options.SampleGrid, outbox, Unpacked);
        _coverage = new CoverageRows(database);
        _context = new ContextRows(database);
        _external = new ExternalTotalRows(database);
        _payloads = Routes();
        RawFromMs = database.Scalar("SELECT raw_from_ms FROM state") ?? 0;
        _coverage.CloseAbandoned(database.Scalar("SELECT last_commit_ms FROM state") ?? 0);
    }

    /// <summary>The hours of samples that are packed.</summary>
    internal UnpackedSamples Unpacked { get; }

    /// <summary>Events before this moment are no longer taken.</summary>
    internal long RawFromMs
    {
        set => _liquidations.RawFromMs = value;
    }

    internal void Write(ReadOnlySpan<StoreItem> items, CommitStats counts)
    {
        foreach (ref readonly var item in items)
            Write(item, counts);
        _pending.Value(counts);
        _rollups.Write();
        _quarantine.Trim();
    }

    internal void Committed()
    {
        _rollups.Clear();
        _instruments.Committed();
        _liquidations.Committed();
    }

    internal void RolledBack()
    {
        _rollups.Clear();
        _instruments.RolledBack();
        _pending.RolledBack();
        _samples.RolledBack();
        _reported.RolledBack();
        _liquidations.RolledBack();
    }

    private void Write(in StoreItem item, CommitStats counts)
    {
        if (item.Payload is null)
            _liquidations.Add(item.Liquidation, counts);
        else
            _payloads.Write(item.Payload, counts);
    }

    /// <summary>Which table takes what.</summary>
    private PayloadRoutes Routes() => new PayloadRoutes()
        .Add<OpenInterest>((sample, counts) => _samples.Add(sample, counts))
        .Add<MarkPrice>((sample, counts) => _samples.Add(sample, counts))
        .Add<MarkCandle>(_samples.Add)
        .Add<ContextSample>(_context.Add)
        .Add<PendingLiquidation>(_pending.Add)
        .Add<ListedInstruments>(_instruments.List)
        .Add<DelistedContracts>(_renamed.Set)
        .Add<Gap>(_coverage.Add)
        .Add<CoveredSpan>(_coverage.Add)
        .Add<FeedAbsence>(_coverage.Add)
        .Add<GapRepaired>(_coverage.Add)
        .Add<CoverageCut>(_coverage.Cut)
        .Add<Deficit>(_deficits.Add)
        .Add<DeficitEnded>(_deficits.End)
        .Add<DeficitsRepaired>(_deficits.Remove)
        .Add<QuarantinedFrame>(_quarantine.Add)
        .Add<ExternalTotal>(_external.Add)
        .Add<ExternalTotalsRemoved>(_external.Remove);
}
