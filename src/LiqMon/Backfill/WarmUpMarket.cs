using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>Fetches a venue's past open interest and mark prices, a piece at a time; a mark beside the store says how far it is.</summary>
/// <param name="venue">The venue; it says what is worth fetching.</param>
/// <param name="reader">Reads its history.</param>
/// <param name="options">How, and where the store is.</param>
/// <param name="time">Clock.</param>
internal sealed class WarmUpMarket(IVenue venue, HistoryReader reader, GapRepairOptions options, TimeProvider time)
{
    private static readonly TimeSpan CommitPoll = TimeSpan.FromMilliseconds(100);

    // Samples may wait some time to be written together.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(1);

    private readonly WarmUpPlan? _plan = venue.Profile.WarmUp?.Market is { } market ? new WarmUpPlan(market, options.SampleDetail, options.WarmUpBack) : null;
    private readonly WarmUpMarks _marks = new(options.DataDirectory!);
    private WarmUpMark? _mark;
    private bool _isOpen;
    private long _notBeforeMs;

    private string Id => venue.Profile.Id;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether all is fetched.</summary>
    internal bool IsDone => _plan?.Next(Mark, NowMs) is null;

    /// <summary>The next piece; null when all is fetched, or the last attempt was in vain and is not long ago.</summary>
    internal CoverageGap? Next() => NowMs < _notBeforeMs ? null : _plan?.Next(Mark, NowMs);

    /// <summary>Fetches a piece.</summary>
    /// <returns>Why it is not fetched; null when it is.</returns>
    internal async Task<string?> FetchAsync(IReadOnlyList<Instrument> contracts, CoverageGap piece, CancellationToken cancellation)
    {
        var result = await reader.ReadOpenInterestAsync(contracts, piece.FromMs, piece.ToMs, cancellation);
        // A contract that is younger than the piece has no rows of it.
        if (!result.IsPartial && result.Verdict != BackfillStatus.NothingToAsk)
            return Postpone(result.Detail ?? result.Verdict.ToString());
        _mark = WarmUpPlan.After(Id, Mark, piece);
        return null;
    }

    /// <summary>Notes what was fetched so far, once the store has it; false when it has not taken it in time.</summary>
    internal async Task<bool> SaveWhenStoredAsync(CancellationToken cancellation)
    {
        if (reader.LastMarket is { } last && !await IsStoredAsync(last, cancellation))
        {
            // What was fetched since the last note is fetched again.
            _isOpen = false;
            Postpone("");
            return false;
        }

        Save();
        return true;
    }

    /// <summary>Notes what was fetched so far; the store has all of it.</summary>
    internal void Save()
    {
        if (_mark is { } mark)
            _marks.Set(mark);
    }

    private WarmUpMark? Mark
    {
        get
        {
            if (!_isOpen)
                (_mark, _isOpen) = (_marks.Of(Id), true);
            return _mark;
        }
    }

    private string Postpone(string detail)
    {
        _notBeforeMs = NowMs + (long)options.FirstPause.TotalMilliseconds;
        return detail;
    }

    /// <summary>Waits until the last reading, and with it all that went before it on the same way, is in the store.</summary>
    private async Task<bool> IsStoredAsync((string Symbol, long TimeMs) last, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < CommitPatience)
        {
            using (var store = StoreReader.Open(options.DataDirectory!))
            {
                var filter = new LiquidationFilter { Venues = [Id], FromMs = last.TimeMs, ToMs = last.TimeMs + 1, IncludeTraditional = true };
                if (store.Market.OpenInterest(filter).Any(row => row.Symbol == last.Symbol))
                    return true;
            }

            await TaskDelay.ForAsync(CommitPoll, time, cancellation);
        }

        return false;
    }
}
