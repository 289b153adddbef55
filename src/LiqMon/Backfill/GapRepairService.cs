using System.Globalization;
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
/// restart. The store says what is missing, so nothing is forgotten over a crash; a gap that cannot be repaired whole
/// stays, and is tried again later.
/// </summary>
internal sealed class GapRepairService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
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
    private readonly Dictionary<long, Attempt> _attempts = [];

    public GapRepairService(
        IVenue venue,
        InstrumentLoader loader,
        FrameProcessor intake,
        RestClient rest,
        ChannelWriter<StoreItem> store,
        GapRepairOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _venue = venue;
        _loader = loader;
        _intake = intake;
        _store = store;
        _options = options;
        _plan = new GapRepairPlanner(venue.Profile, options);
        _run = new HistoryReader(venue, intake, rest, yields: true, time);
        _time = time;
        _logger = logger;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

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
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                _logger.LogError(failure, "{Venue}: a repair failed; it is tried again later", _venue.Profile.Id);
                await TaskDelay.ForAsync(_options.FirstPause, _time, cancellationToken);
            }
        }
    }

    /// <summary>Repairs the oldest gap that is due, and those near behind it. False when there is none.</summary>
    private async Task<bool> RepairNextAsync(CancellationToken cancellationToken)
    {
        // Contracts as known from before may be too few: history would look complete and not be.
        if (_loader.State is not { Loaded: not null, Error: null } || Due() is not { Count: > 0 } gaps)
            return false;
        var instruments = _loader.Listed.Where(instrument => _intake.Keeps(instrument.Asset)).ToList();
        var before = gaps.Select(Stored).ToList();
        var whole = gaps[0] with { ToMs = gaps[^1].ToMs };
        var reading = _run.ReadAsync(instruments, whole.FromMs, whole.ToMs, _plan.Margin, cancellationToken);
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
        for (var i = 0; i < gaps.Count; i++)
        {
            if (result.IsComplete)
                await FinishAsync(gaps[i], result, before[i], cancellationToken);
            else
                Postpone(gaps[i], result);
        }

        return true;
    }

    private async Task FinishAsync(CoverageGap gap, BackfillResult result, long before, CancellationToken cancellationToken)
    {
        var found = result.FoundIn(gap.FromMs, gap.ToMs);
        var repaired = new GapRepaired(_venue.Profile.Id, gap.FromMs, gap.ToMs, gap.Reason, NowMs, found, _plan.ProvenClass);
        await _store.WriteAsync(StoreItem.Of(repaired), cancellationToken);
        if (!await IsCommittedAsync(repaired, cancellationToken))
        {
            Postpone(gap, result with { Detail = "the store has not taken it yet" });
            return;
        }

        _attempts.Remove(gap.FromMs);
        var news = Stored(gap) - before;
        if (_plan.ProvenClass == FeedClass.Full)
        {
            _logger.LogInformation(
                "{Venue}: gap {Gap} repaired, {Found} liquidations found, {New} of them new", _venue.Profile.Id, Words(gap), found, news);
        }
        else
        {
            _logger.LogInformation(
                "{Venue}: gap {Gap} stays, for its history may not be whole; {Found} liquidations found, {New} of them new",
                _venue.Profile.Id, Words(gap), found, news);
        }
    }

    private IReadOnlyList<CoverageGap> Due()
    {
        var nowMs = NowMs;
        using var store = StoreReader.Open(_options.DataDirectory!);
        var fromMs = GapRepairPlanner.NextHour(nowMs - (long)_options.LookBack.TotalMilliseconds);
        return _plan.Merge(
        [
            .. store.Missing(_venue.Profile.Id, fromMs, nowMs, nowMs, neverWatched: false)
                .Where(span => span.ToMs <= nowMs - (long)_options.Settle.TotalMilliseconds
                    && span.ToMs - span.FromMs >= (long)_options.Shortest.TotalMilliseconds)
                .SelectMany(span => _plan.Pieces(store, span, nowMs))
                .Where(piece => !_attempts.TryGetValue(piece.FromMs, out var attempt) || attempt.DueMs <= nowMs),
        ]);
    }

    private long Stored(CoverageGap gap)
    {
        using var store = StoreReader.Open(_options.DataDirectory!);
        var totals = store.Totals(new LiquidationFilter
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
                if (store.Repairs(repaired.Venue, repaired.FromMs, repaired.ToMs).Any(row => row.RepairedMs == repaired.RepairedMs))
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
                _logger.LogInformation(
                    "{Venue}: repairing gap {Gap}: {Answered} of {Questions} read, {Pages} pages, {Found} liquidations in all repairs so far",
                    _venue.Profile.Id, Words(gap), _run.Progress.Answered, _run.Progress.Questions, _run.Progress.Pages, _run.Progress.Found);
            }
        }
    }

    private void Postpone(CoverageGap gap, BackfillResult result)
    {
        var failures = _attempts.TryGetValue(gap.FromMs, out var earlier) ? earlier.Failures + 1 : 1;
        var isLast = failures >= _options.Attempts;
        var pause = _options.FirstPause * Math.Pow(2, failures - 1);
        pause = pause < LongestPause ? pause : LongestPause;
        _attempts[gap.FromMs] = new(failures, isLast ? long.MaxValue : NowMs + (long)pause.TotalMilliseconds);
        if (isLast)
        {
            _logger.LogWarning(
                "{Venue}: gap {Gap} stays: {Detail}. It is tried again at the next start, or by «liqmon backfill».",
                _venue.Profile.Id, Words(gap), result.Detail);
        }
        else
        {
            _logger.LogWarning(
                "{Venue}: gap {Gap} is not repaired yet ({Detail}); next attempt in {Seconds:0} s",
                _venue.Profile.Id, Words(gap), result.Detail, pause.TotalSeconds);
        }
    }

    private string Words(CoverageGap gap)
    {
        var (from, to) = (DateTimeOffset.FromUnixTimeMilliseconds(gap.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(gap.ToMs));
        var today = _time.GetUtcNow().Date;
        return Text(from, from.Date == today) + "–" + Text(to, to.Date == from.Date);

        static string Text(DateTimeOffset time, bool timeOnly) =>
            time.ToString(timeOnly ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private sealed record Attempt(int Failures, long DueMs);
}
