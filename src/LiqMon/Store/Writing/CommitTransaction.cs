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
    private readonly LiquidationRows _liquidations;
    private readonly PendingRows _pending;
    private readonly SampleRows _samples;
    private readonly CoverageRows _coverage;
    private readonly DeficitRows _deficits;
    private readonly ContextRows _context;
    private readonly ExternalTotalRows _external;

    internal CommitTransaction(Database database, StoreOptions options, Outbox outbox)
    {
        _instruments = new InstrumentRows(database);
        _rollups = new RollupBatch(database);
        _quarantine = new QuarantineRows(database, options);
        _deficits = new DeficitRows(database);
        _reported = new OrderReports(database);
        _liquidations = new LiquidationRows(database, _instruments, _quarantine, _deficits, _rollups, outbox, _reported);
        _pending = new PendingRows(database, options, _instruments, _liquidations, _quarantine, _deficits);
        _samples = new SampleRows(database, _instruments, options.SampleGrid, outbox);
        _coverage = new CoverageRows(database);
        _context = new ContextRows(database);
        _external = new ExternalTotalRows(database);
        RawFromMs = database.Scalar("SELECT raw_from_ms FROM state") ?? 0;
        _coverage.CloseAbandoned(database.Scalar("SELECT last_commit_ms FROM state") ?? 0);
    }

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
    }

    internal void RolledBack()
    {
        _rollups.Clear();
        _instruments.RolledBack();
        _pending.RolledBack();
        _reported.RolledBack();
    }

    private void Write(in StoreItem item, CommitStats counts)
    {
        switch (item.Payload)
        {
            case null:
                _liquidations.Add(item.Liquidation, counts);
                break;
            case OpenInterest sample:
                _samples.Add(sample);
                break;
            case MarkPrice sample:
                _samples.Add(sample);
                break;
            case MarkCandle candle:
                _samples.Add(candle);
                break;
            case ContextSample sample:
                _context.Add(sample);
                break;
            case PendingLiquidation pending:
                _pending.Add(pending, counts);
                break;
            case ListedInstruments listed:
                foreach (var instrument in listed.Instruments)
                    _instruments.List(instrument);
                break;
            case Gap gap:
                _coverage.Add(gap);
                break;
            case CoveredSpan span:
                _coverage.Add(span);
                break;
            case FeedAbsence absence:
                _coverage.Add(absence);
                break;
            case GapRepaired repaired:
                _coverage.Add(repaired);
                break;
            case CoverageCut cut:
                _coverage.Cut(cut);
                break;
            case Deficit deficit:
                _deficits.Add(deficit);
                break;
            case DeficitEnded ended:
                _deficits.End(ended);
                break;
            case DeficitsRepaired repaired:
                _deficits.Remove(repaired);
                break;
            case QuarantinedFrame frame:
                _quarantine.Add(frame, counts);
                break;
            case ExternalTotal total:
                _external.Add(total);
                break;
            case ExternalTotalsRemoved removed:
                _external.Remove(removed);
                break;
            default:
                throw new ArgumentException($"The store does not know {item.Payload.GetType().Name}.", nameof(item));
        }
    }
}
