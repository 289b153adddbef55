using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>
/// Fetches the time before a venue was first watched, liquidations and market data in turns, the newest first: a piece whenever
/// its repairs have nothing else to do. Liquidations are read and proven as gaps are.
/// </summary>
internal sealed class WarmUpService
{
    private readonly WarmUpSetup _setup;
    private readonly WarmUpMarket _market;
    private long? _reportedAt;
    private bool _isDone;
    private bool _isPaused;
    private long _silentBeforeMs = long.MinValue;

    internal WarmUpService(WarmUpSetup setup)
    {
        _setup = setup;
        _market = new WarmUpMarket(setup.Venue, setup.Reader, setup.Options, setup.Time);
    }

    private string Id => _setup.Venue.Profile.Id;

    private long NowMs => _setup.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Fetches a piece. False when there is nothing to fetch now.</summary>
    internal async Task<bool> NextAsync(CancellationToken cancellation)
    {
        if (_isDone || IsPaused())
            return false;
        var (liquidations, market) = (NeverWatched(), _market.Next());
        Report(liquidations, market);
        if (market is { } piece && piece.ToMs >= (liquidations?.ToMs ?? 0))
        {
            var flaw = await _market.FetchAsync(_setup.Contracts(), piece, cancellation);
            if (flaw is null && !await _market.SaveWhenStoredAsync(cancellation))
                flaw = "the store has not taken it yet";
            if (flaw is not null)
                _setup.Logger.WarmUpPostponed(Id, SpanWords.Of(piece, _setup.Time), flaw);
        }
        else if (liquidations is { } gap)
        {
            await _setup.Repair(gap, cancellation);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>What is noted instead of a repair where a piece may lie beyond what the venue still keeps; null where it does not.</summary>
    internal GapRepaired? Beyond(CoverageGap piece, BackfillResult result)
    {
        if (WarmUpSilence.Of(_setup.Venue.Profile, piece, _setup.Plan.ReachMs(NowMs), result, NowMs) is not { } silence)
            return null;
        _silentBeforeMs = Math.Max(_silentBeforeMs, piece.ToMs);
        _setup.Logger.WarmUpSilent(Id, SpanWords.Of(piece, _setup.Time));
        return silence;
    }

    private bool IsPaused()
    {
        var isPaused = new WarmUpPause(_setup.Options.DataDirectory!).IsSet;
        if (isPaused != _isPaused)
        {
            _isPaused = isPaused;
            if (isPaused)
                _setup.Logger.WarmUpPaused(Id);
            else
                _setup.Logger.WarmUpResumed(Id);
        }

        return isPaused;
    }

    /// <summary>The newest piece of time in which the venue was not yet watched, that its history reaches and that is due.</summary>
    private CoverageGap? NeverWatched()
    {
        var (plan, options, nowMs) = (_setup.Plan, _setup.Options, NowMs);
        using var store = StoreReader.Open(options.DataDirectory!);
        var reachMs = Math.Max(plan.ReachMs(nowMs), _silentBeforeMs);
        var oldestMs = options.WarmUpBack is { } back
            ? Math.Max(reachMs, GapRepairPlanner.NextHour(nowMs - (long)back.TotalMilliseconds))
            : reachMs;
        return store.Coverage.Missing(Id, oldestMs, _setup.SettledMs(), nowMs, neverWatched: true)
            .Where(span => span.Reason == GapReason.NotWatched)
            .SelectMany(span => plan.PastPieces(span, nowMs))
            .LastOrDefault(piece => _setup.Attempts.IsDue(piece.ToMs, nowMs));
    }

    private void Report(CoverageGap? liquidations, CoverageGap? market)
    {
        if (liquidations is null && market is null)
        {
            // What was tried in vain is tried again.
            _isDone = _setup.Attempts.IsEmpty && _market.IsDone;
            if (_isDone)
                _setup.Logger.WarmUpEnded(Id);
        }
        else if (_reportedAt is not { } at || _setup.Time.GetElapsedTime(at) >= _setup.Options.ReportEvery)
        {
            _reportedAt = _setup.Time.GetTimestamp();
            _setup.Logger.WarmUpProgress(Id, Day(liquidations), Day(market));
        }

        static string Day(CoverageGap? next) => next is { } piece
            ? DateTimeOffset.FromUnixTimeMilliseconds(piece.ToMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "the end of its history";
    }
}

/// <summary>What the fetching of a venue's past is made of.</summary>
internal sealed record WarmUpSetup
{
    /// <summary>The venue; it says what is worth fetching.</summary>
    public required IVenue Venue { get; init; }

    /// <summary>Reads its history.</summary>
    public required HistoryReader Reader { get; init; }

    /// <summary>What of a span its history can fill.</summary>
    public required GapRepairPlanner Plan { get; init; }

    /// <summary>What was tried in vain, gaps included.</summary>
    public required RepairAttempts<long> Attempts { get; init; }

    /// <summary>How, and where the store is.</summary>
    public required GapRepairOptions Options { get; init; }

    /// <summary>The contracts whose market data is wanted.</summary>
    public required Func<IReadOnlyList<Instrument>> Contracts { get; init; }

    /// <summary>Up to when the venue's history is whole, Unix milliseconds.</summary>
    public required Func<long> SettledMs { get; init; }

    /// <summary>Reads a piece, proves it, and notes it as repaired.</summary>
    public required Func<CoverageGap, CancellationToken, Task> Repair { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }
}
