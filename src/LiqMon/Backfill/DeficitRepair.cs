using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>
/// Makes good what is missing from time that is no gap: orders that came and could not be taken, messages that nobody could
/// read, contracts that were refused or not yet subscribed. Only what history proves is removed. One task at a time.
/// </summary>
/// <param name="venue">The venue.</param>
/// <param name="run">Reads its history.</param>
/// <param name="store">The venue's way to the store.</param>
/// <param name="plan">Decides what can be filled.</param>
/// <param name="options">How.</param>
/// <param name="finds">What earlier readings of the history brought.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed class DeficitRepair(
    IVenue venue, HistoryReader run, ChannelWriter<StoreItem> store, GapRepairPlanner plan, GapRepairOptions options, HistoryFinds finds,
    TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CommitPoll = TimeSpan.FromMilliseconds(100);

    private readonly RepairAttempts<Key> _attempts = new(options);

    private string Id => venue.Profile.Id;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Repairs the oldest deficits that are due, and those near behind them.</summary>
    /// <param name="listed">All contracts of the venue.</param>
    /// <param name="intake">The venue's intake.</param>
    /// <param name="settledMs">Up to when its history is whole, Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether anything was due.</returns>
    public async Task<bool> RepairNextAsync(
        IReadOnlyList<Instrument> listed, FrameProcessor intake, long settledMs, CancellationToken cancellationToken)
    {
        // A history that proves nothing makes nothing good.
        if (plan.ProvenClass != FeedClass.Full)
            return false;
        var contracts = listed.Where(contract => intake.Keeps(contract.Asset)).ToList();
        if (Due(contracts, settledMs) is not { Count: > 0 } deficits)
            return false;
        var span = new CoverageGap(deficits.Min(deficit => deficit.FromMs), deficits.Max(EndMs), GapReason.OrdersRejected);
        // A deficit of no named contract may be of any.
        contracts = deficits.Any(deficit => deficit.Symbol.Length == 0)
            ? [.. contracts, .. EndedSince(listed, span.FromMs).Where(contract => intake.Keeps(contract.Asset))]
            : [.. contracts.Where(contract => deficits.Any(deficit => deficit.Symbol == contract.Symbol))];
        var margin = plan.MarginOf(intake.Counters.HighOrderLag);
        var proof = ProofOf(contracts, span, margin, settledMs);
        var result = await run.ReadAsync(contracts, span.FromMs, span.ToMs, margin, cancellationToken);
        proof.Remember(result);
        var valued = deficits.Where(deficit => !result.Uncounted.Contains(deficit.Symbol)).ToList();
        if (Flaw(result, proof, deficits, span) is { } flaw)
            Postpone(deficits, flaw);
        else
            await FinishAsync(span, valued, proof, result, cancellationToken);
        Postpone([.. deficits.Except(valued)], "the history has orders that their contract's rules do not value");
        return true;
    }

    /// <summary>Forgets what the venue's history no longer reaches.</summary>
    public void Forget(long oldestMs) => _attempts.TakeBefore(oldestMs);

    private static string? Flaw(BackfillResult result, RepairProof proof, IReadOnlyList<Deficit> deficits, CoverageGap span)
    {
        if (!result.IsComplete)
            return result.Detail;
        if (proof.Missing(span, result).Count is > 0 and var missing)
            return $"the venue's history lacks {missing} orders that were received";
        return proof.Unseen(deficits, result) is > 0 and var unseen ? $"the venue's history lacks {unseen} of the orders that were rejected" : null;
    }

    private async Task FinishAsync(
        CoverageGap span, List<Deficit> deficits, RepairProof proof, BackfillResult result, CancellationToken cancellationToken)
    {
        await store.WriteAsync(proof.MadeGood(span, result), cancellationToken);
        var started = time.GetTimestamp();
        while (Stored(deficits) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(started) >= CommitPatience)
            {
                Postpone(left, "the store has not taken it yet");
                return;
            }

            await TaskDelay.ForAsync(CommitPoll, time, cancellationToken);
        }

        foreach (var deficit in deficits)
            _attempts.Remove(KeyOf(deficit));
        if (deficits.Count > 0)
            logger.DeficitsMadeGood(Id, deficits.Sum(deficit => deficit.Count), deficits.Count, result.Found);
    }

    private IReadOnlyList<Deficit> Due(IReadOnlyList<Instrument> contracts, long settledMs)
    {
        var nowMs = NowMs;
        var fromMs = plan.OldestMs(nowMs);
        var read = contracts.Select(contract => contract.Symbol).Append("").ToHashSet(StringComparer.Ordinal);
        using var reader = StoreReader.Open(options.DataDirectory!);
        return plan.Together(
        [
            .. reader.Coverage.EndedDeficits(Id, fromMs, settledMs)
                .Where(deficit => RepairProof.IsReparable(deficit.Reason) && read.Contains(deficit.Symbol))
                .SelectMany(plan.Pieces)
                .Where(deficit => _attempts.IsDue(KeyOf(deficit), nowMs))
                .OrderBy(deficit => deficit.FromMs),
        ]);
    }

    /// <summary>Which of some deficits are still in the store.</summary>
    private List<Deficit> Stored(List<Deficit> deficits)
    {
        if (deficits.Count == 0)
            return [];
        using var reader = StoreReader.Open(options.DataDirectory!);
        var stored = reader.Coverage.EndedDeficits(Id, deficits.Min(deficit => deficit.FromMs), deficits.Max(EndMs));
        return
        [
            .. deficits.Where(deficit => stored.Any(row =>
                (row.Feed, row.Symbol, row.Reason) == (deficit.Feed, deficit.Symbol, deficit.Reason)
                && row.FromMs < deficit.ToMs && row.ToMs > deficit.FromMs)),
        ];
    }

    private RepairProof ProofOf(IReadOnlyList<Instrument> contracts, CoverageGap span, HistoryMargin margin, long settledMs)
    {
        using var reader = StoreReader.Open(options.DataDirectory!);
        return RepairProof.OfContracts(reader, venue, contracts, span, new(margin, settledMs, finds));
    }

    private List<Instrument> EndedSince(IReadOnlyList<Instrument> listed, long fromMs)
    {
        using var reader = StoreReader.Open(options.DataDirectory!);
        return [.. RepairProof.EndedSince(reader, Id, listed, fromMs)];
    }

    private void Postpone(IReadOnlyList<Deficit> deficits, string? detail)
    {
        var nowMs = NowMs;
        foreach (var deficit in deficits)
        {
            var (failures, pause) = _attempts.Fail(KeyOf(deficit), new(deficit.FromMs, EndMs(deficit), GapReason.OrdersRejected), nowMs);
            if (failures == 1)
                logger.DeficitNotMadeGood(Id, deficit.Reason, deficit.Count, detail, pause.TotalSeconds);
        }
    }

    private static long EndMs(Deficit deficit) => deficit.ToMs ?? long.MaxValue;

    private static Key KeyOf(Deficit deficit) => new(deficit.Feed, deficit.Symbol, deficit.Reason, deficit.FromMs);

    private readonly record struct Key(string Feed, string Symbol, DeficitReason Reason, long FromMs);
}
