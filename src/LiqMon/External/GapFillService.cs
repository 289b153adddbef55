using System.Globalization;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Http;
using LiqMon.Store;
using LiqMon.Threading;

namespace LiqMon.External;

/// <summary>
/// Fills the gaps of venues without history, after a reconnect as after a restart, with what Coinalyze counted in them. The
/// sums are external totals: kept apart, in no total, and the gaps stay gaps. The store says what is missing and what was
/// filled before, so nothing is forgotten over a crash and little is requested twice. One venue after another, one call at a time.
/// </summary>
/// <param name="venues">The venues that are watched and that Coinalyze counts, with their settings.</param>
/// <param name="options">When and how.</param>
/// <param name="dataDirectory">Folder of the store.</param>
/// <param name="store">Takes the sums; waits when it is full.</param>
/// <param name="http">Makes the calls.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Says what was filled.</param>
/// <param name="failures">Logs what keeps failing.</param>
internal sealed class GapFillService(
    IReadOnlyList<(string Venue, VenueOptions Options)> venues,
    GapFillOptions options,
    string dataDirectory,
    ChannelWriter<StoreItem> store,
    HttpClient http,
    TimeProvider time,
    ILogger logger,
    FailureLog failures)
{
    private readonly CoinalyzeClient _client = new(options.Coinalyze, http, options.Pace, time);
    private readonly HashSet<(string Venue, long FromMs, long ToMs)> _filled = [];
    private readonly Dictionary<string, (int Failures, long DueMs)> _attempts = new(StringComparer.Ordinal);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Fills until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await TaskDelay.ForAsync(options.CheckEvery, time, cancellation);
            foreach (var (venue, settings) in venues)
            {
                try
                {
                    if (Due(venue) is { Count: > 0 } gaps)
                        await FillAsync(venue, settings, gaps, cancellation);
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    logger.FillError(venue, failure);
                    Postpone(venue);
                }
            }
        }
    }

    private List<CoverageGap> Due(string venue)
    {
        var nowMs = NowMs;
        if (_attempts.TryGetValue(venue, out var attempt) && attempt.DueMs > nowMs)
            return [];
        using var reader = StoreReader.Open(dataDirectory);
        var due = new List<CoverageGap>();
        foreach (var gap in reader.Coverage.Missing(venue, nowMs - (long)options.LookBack.TotalMilliseconds, nowMs, nowMs, neverWatched: false))
        {
            if (gap.ToMs > nowMs - (long)options.Settle.TotalMilliseconds || _filled.Contains((venue, gap.FromMs, gap.ToMs)))
                continue;
            if (IsFilled(reader, venue, GapFillPlan.Of([gap], nowMs)))
                _filled.Add((venue, gap.FromMs, gap.ToMs));
            else
                due.Add(gap);
        }

        return due;
    }

    /// <summary>Whether there are sums of every part that would be requested; a gap without a whole bucket has none to ask for.</summary>
    private static bool IsFilled(StoreReader reader, string venue, IReadOnlyList<GapFillSpan> plan) => plan.All(span => reader.External.Totals(
        Coinalyze.Source, new LiquidationFilter { Venues = [venue], FromMs = span.FromMs, ToMs = span.ToMs }).Any());

    private async Task FillAsync(string venue, VenueOptions settings, List<CoverageGap> gaps, CancellationToken cancellation)
    {
        var request = new FillRequest(venue, gaps[0].FromMs, gaps[^1].ToMs, settings.Assets);
        var fill = new CoinalyzeFill(request, _client, KeepAsync, dataDirectory, time);
        var summary = await fill.RunAsync(gaps, cancellation);
        if (!summary.Complete)
        {
            var next = Postpone(venue);
            var detail = summary.Detail ?? "";
            failures.Failed(venue, detail, detail, text => logger.GapsNotFilled(venue, summary.Gaps, text, next));
            return;
        }

        _attempts.Remove(venue);
        failures.Recovered(venue);
        foreach (var gap in gaps)
            _filled.Add((venue, gap.FromMs, gap.ToMs));
        logger.GapsFilled(
            venue, summary.CoveredSeconds, summary.Gaps, summary.GapSeconds, Dollars(summary.LongUsd), Dollars(summary.ShortUsd), summary.NotKeptSeconds);
    }

    private async ValueTask KeepAsync(IReadOnlyList<StoreItem> items, CancellationToken cancellation)
    {
        foreach (var item in items)
            await store.WriteAsync(item, cancellation);
    }

    /// <summary>Puts the venue off for a while that doubles.</summary>
    /// <returns>When it is tried again, for people.</returns>
    private string Postpone(string venue)
    {
        var failures = _attempts.GetValueOrDefault(venue).Failures + 1;
        var pause = failures >= options.Attempts ? options.LongestPause : options.FirstPause * Math.Pow(2, failures - 1);
        pause = pause < options.LongestPause ? pause : options.LongestPause;
        _attempts[venue] = (failures, NowMs + (long)pause.TotalMilliseconds);
        return $"next attempt in {pause.TotalMinutes:0} min";
    }

    private static string Dollars(decimal usd) => usd.ToString("#,0", CultureInfo.InvariantCulture);
}
