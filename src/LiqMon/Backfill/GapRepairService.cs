using System.Threading.Channels;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>
/// Fills the gaps of one venue from its history, the oldest first and one at a time, after a reconnect as after a
/// restart, and after them what is missing from time that is no gap. The store says what is missing, so nothing is forgotten over a crash; a gap that cannot be repaired whole
/// stays, and is tried again later.
/// </summary>
internal sealed class GapRepairService
{
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CommitPoll = TimeSpan.FromMilliseconds(100);

    private readonly IVenue _venue;
    private readonly InstrumentLoader _loader;
    private readonly FrameProcessor _intake;
    private readonly ChannelWriter<StoreItem> _store;
    private readonly GapRepairOptions _options;
    private readonly GapRepairPlanner _plan;
    private readonly HistoryReader _run;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FailureLog _failures;
    private readonly Func<long> _behindMs;
    private readonly RepairAttempts<long> _attempts;
    private readonly HistoryFinds _finds = new();
    private readonly DeficitRepair _deficits;
    private readonly WarmUpService? _past;

    private GapRepairService(FeedParts parts, GapRepairOptions options)
    {
        var setup = parts.Setup;
        _behindMs = parts.BehindMs;
        _venue = setup.Venue;
        _loader = parts.Loader;
        _intake = parts.Intake;
        _store = setup.Store;
        _options = options;
        _plan = new GapRepairPlanner(_venue.Profile, options);
        _run = new HistoryReader(_venue, _intake, parts.Rest, yields: true, setup.Time);
        _attempts = new RepairAttempts<long>(options);
        _deficits = new DeficitRepair(_venue, _run, _store, _plan, options, _finds, setup.Time, setup.Logger);
        _time = setup.Time;
        _logger = setup.Logger;
        _failures = setup.Failures;
        if (!options.WarmUp || _venue.Profile.WarmUp is null)
            return;
        _past = new WarmUpService(new()
        {
            Venue = _venue,
            Reader = _run,
            Plan = _plan,
            Attempts = _attempts,
            Options = options,
            Contracts = () => [.. _loader.Listed.Where(instrument => _intake.Keeps(instrument.Asset))],
            SettledMs = () => SettledMs,
            Repair = (piece, cancellation) => RepairAsync([piece], cancellation),
            Time = _time,
            Logger = _logger,
        });
    }

    /// <summary>Repairs beside a venue's feed; null where nothing can be repaired.</summary>
    /// <param name="parts">The parts of the feed.</param>
    /// <param name="options">How; without the store's folder nothing is known to be missing.</param>
    public static FeedCompanion? Beside(FeedParts parts, GapRepairOptions options)
    {
        var setup = parts.Setup;
        if (options.DataDirectory is null || setup.Venue.Profile.History is null)
            return null;
        var repairs = new GapRepairService(parts, options);
        return new FeedCompanion("repairs of " + setup.Venue.Profile.Id, repairs.RunAsync);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private long SettledMs => _plan.SettledMs(NowMs, _behindMs());

    /// <summary>Repairs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await TaskDelay.ForAsync(_options.CheckEvery, _time, cancellationToken);
            try
            {
                while (await RepairNextAsync(cancellationToken))
                {
                }
            }
            catch (StoreException failure)
            {
                _logger.RepairFailed(_venue.Profile.Id, failure.Message);
                await TaskDelay.ForAsync(_options.FirstPause, _time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Repairs the oldest gap that is due, and those near behind it; when there is none, deficits outside of gaps. False when
    /// there is nothing.
    /// </summary>
    private async Task<bool> RepairNextAsync(CancellationToken cancellationToken)
    {
        ReportFinal(_plan.OldestMs(NowMs));
        // Contracts as known from before may be too few: history would look complete and not be.
        if (_loader.State is not { Loaded: not null, Error: null })
            return false;
        if (Due() is { Count: > 0 } gaps)
            await RepairAsync(gaps, cancellationToken);
        else if (!await _deficits.RepairNextAsync(_loader.Listed, _intake, SettledMs, cancellationToken))
            return _past is not null && await _past.NextAsync(cancellationToken);
        return true;
    }

    private async Task RepairAsync(IReadOnlyList<CoverageGap> gaps, CancellationToken cancellationToken)
    {
        var before = gaps.Select(Stored).ToList();
        var whole = gaps[0] with { ToMs = gaps[^1].ToMs };
        var margin = _plan.MarginOf(_intake.Counters.HighOrderLag);
        var proof = ProofOf(whole, margin);
        var reading = _run.ReadAsync(proof.Contracts, whole.FromMs, whole.ToMs, margin, cancellationToken);
        try
        {
            await ReportProgressAsync(whole, reading, cancellationToken);
        }
        finally
        {
            // Whatever ends the telling, nothing goes on behind it.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var result = await reading;
        proof.Remember(result);
        var deficits = DeficitsOf(whole, margin);
        for (var i = 0; i < gaps.Count; i++)
        {
            var missing = _plan.ProvenClass == FeedClass.Full && result.IsComplete ? proof.Missing(gaps[i], result) : [];
            if (!result.IsComplete)
            {
                Postpone(gaps[i], result.Detail);
            }
            else if (_past?.Beyond(gaps[i], result) is { } silence)
            {
                await _store.WriteAsync(StoreItem.Of(silence), cancellationToken);
                _attempts.Remove(gaps[i].ToMs);
            }
            else if (_plan.ProvenClass == FeedClass.Full && !_plan.IsCurrent(gaps[i], result, NowMs))
            {
                _attempts.Wait(gaps[i].ToMs, gaps[i], _plan.BelievedMs(gaps[i]));
            }
            else if (missing.Count > 0)
            {
                await WriteAsync(proof.Lacking(gaps[i], missing), cancellationToken);
                Postpone(gaps[i], $"the venue's history lacks {missing.Count} orders that were received");
            }
            else if (_plan.ProvenClass == FeedClass.Full && proof.Unseen(gaps[i], deficits, result) is > 0 and var unseen)
            {
                Postpone(gaps[i], $"the venue's history lacks {unseen} of the orders that were rejected");
            }
            else
            {
                await FinishAsync(gaps[i], result, proof, before[i], cancellationToken);
            }
        }
    }

    private async Task FinishAsync(CoverageGap gap, BackfillResult result, RepairProof proof, long before, CancellationToken cancellationToken)
    {
        var found = result.FoundIn(gap.FromMs, gap.ToMs);
        var repaired = new GapRepaired(_venue.Profile.Id, gap.FromMs, gap.ToMs, gap.Reason, NowMs, found, _plan.ProvenClass);
        if (_plan.ProvenClass == FeedClass.Full)
            await WriteAsync(proof.Repaired(gap, result), cancellationToken);
        await _store.WriteAsync(StoreItem.Of(repaired), cancellationToken);
        if (!await IsCommittedAsync(repaired, cancellationToken))
        {
            Postpone(gap, "the store has not taken it yet");
            return;
        }

        _attempts.Remove(gap.ToMs);
        var news = Stored(gap) - before;
        // The past is hundreds of pieces; its progress is reported by itself.
        if (gap.Reason == GapReason.NotWatched && _plan.ProvenClass == FeedClass.Full)
            return;
        if (_plan.ProvenClass == FeedClass.Full)
            _logger.GapRepaired(_venue.Profile.Id, Words(gap), found, news);
        else
            _logger.GapNotProven(_venue.Profile.Id, Words(gap), found, news);
    }

    private IReadOnlyList<CoverageGap> Due()
    {
        var (nowMs, settledMs) = (NowMs, SettledMs);
        using var store = StoreReader.Open(_options.DataDirectory!);
        var fromMs = _plan.OldestMs(nowMs);
        return _plan.Merge(
        [
            .. _plan.Worthwhile([.. store.Coverage.Missing(_venue.Profile.Id, fromMs, nowMs, nowMs, neverWatched: false).Where(span => span.ToMs <= settledMs)])
                .SelectMany(span => _plan.Pieces(span, nowMs))
                .Where(piece => _attempts.IsDue(piece.ToMs, nowMs)),
        ]);
    }

    private RepairProof ProofOf(CoverageGap whole, HistoryMargin margin)
    {
        using var store = StoreReader.Open(_options.DataDirectory!);
        return RepairProof.Of(store, _venue, _loader.Listed, _intake.Keeps, whole, new(margin, SettledMs, _finds));
    }

    private IReadOnlyList<Deficit> DeficitsOf(CoverageGap whole, HistoryMargin margin)
    {
        using var store = StoreReader.Open(_options.DataDirectory!);
        return store.Coverage.EndedDeficits(
            _venue.Profile.Id, whole.FromMs - (long)margin.Before.TotalMilliseconds, whole.ToMs + (long)margin.After.TotalMilliseconds);
    }

    private async Task WriteAsync(IEnumerable<StoreItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
            await _store.WriteAsync(item, cancellationToken);
    }

    private long Stored(CoverageGap gap)
    {
        using var store = StoreReader.Open(_options.DataDirectory!);
        var totals = store.Liquidations.Totals(new LiquidationFilter
        {
            Venues = [_venue.Profile.Id],
            FromMs = gap.FromMs,
            ToMs = gap.ToMs,
            IncludeTraditional = true,
        });
        return totals.LongOrders + totals.ShortOrders;
    }

    /// <summary>Waits until the mark, and with it all that went before it on the same way, is in the store.</summary>
    private async Task<bool> IsCommittedAsync(GapRepaired repaired, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (_time.GetElapsedTime(started) < CommitPatience)
        {
            using (var store = StoreReader.Open(_options.DataDirectory!))
            {
                if (store.Coverage.Repairs(repaired.Venue, repaired.FromMs, repaired.ToMs).Any(row => row.RepairedMs == repaired.RepairedMs))
                    return true;
            }

            await TaskDelay.ForAsync(CommitPoll, _time, cancellationToken);
        }

        return false;
    }

    private async Task ReportProgressAsync(CoverageGap gap, Task reading, CancellationToken cancellationToken)
    {
        while (!reading.IsCompleted)
        {
            await TaskDelay.ForAnyAsync(_options.ReportEvery, _time, [reading], cancellationToken);
            if (!reading.IsCompleted)
            {
                _logger.RepairProgress(
                    _venue.Profile.Id, Words(gap), _run.Progress.Answered, _run.Progress.Questions, _run.Progress.Pages, _run.Progress.Found);
            }
        }
    }

    private void Postpone(CoverageGap gap, string? detail)
    {
        var (failures, pause) = _attempts.Fail(gap.ToMs, gap, NowMs);
        // That the venue cannot be reached has its line in the log; what needs the venue needs none of its own.
        if (_failures.IsUnreachable)
            return;
        if (failures == _options.Attempts)
            _logger.GapTriedRarely(_venue.Profile.Id, Words(gap), failures, detail, pause.TotalSeconds);
        else if (failures < _options.Attempts)
            _logger.GapNotRepaired(_venue.Profile.Id, Words(gap), detail, pause.TotalSeconds);
        else
            _logger.GapStillNotRepaired(_venue.Profile.Id, Words(gap), detail, pause.TotalSeconds);
    }

    /// <summary>Says of gaps that were tried in vain that the venue's history has left them behind.</summary>
    private void ReportFinal(long oldestMs)
    {
        foreach (var (gap, failures) in _attempts.TakeBefore(oldestMs))
            _logger.GapFinal(_venue.Profile.Id, Words(gap), failures);
        _deficits.Forget(oldestMs);
    }

    private string Words(CoverageGap gap) => SpanWords.Of(gap, _time);
}
