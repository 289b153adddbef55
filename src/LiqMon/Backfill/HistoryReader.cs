using System.Globalization;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>
/// Reads spans of a venue's history, page by page, through the same intake as live frames. Uses the venue's own REST
/// client, hence its allowance and its pauses. One task at a time.
/// </summary>
internal sealed class HistoryReader
{
    private const int Tries = 4;

    /// <summary>A venue whose pages lead nowhere for so many contracts is not called for the rest of them.</summary>
    private const int MostBrokenChains = 3;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly IVenue _venue;
    private readonly FrameProcessor _intake;
    private readonly RestClient _rest;
    private readonly TokenBucket? _pace;
    private readonly TimeProvider _time;
    private readonly FrameReadings _readings;

    /// <param name="venue">The venue.</param>
    /// <param name="intake">Where pages go.</param>
    /// <param name="rest">Its REST client.</param>
    /// <param name="yields">
    /// Whether live polls share the client: then at most half of its allowance is used here, so that they never wait long.
    /// </param>
    /// <param name="time">Clock.</param>
    public HistoryReader(IVenue venue, FrameProcessor intake, RestClient rest, bool yields, TimeProvider time)
    {
        _venue = venue;
        _intake = intake;
        _rest = rest;
        _time = time;
        _readings = intake.NewReadings();
        var quarter = venue.Profile.RestLimit.WeightPerMinute / 4.0;
        _pace = yields ? new TokenBucket(quarter, quarter, time) : null;
    }

    /// <summary>How far it is.</summary>
    public BackfillProgress Progress { get; } = new();

    /// <summary>The last reading of open interest that was handed over in the newest span; null for none.</summary>
    public (string Symbol, long TimeMs)? LastMarket { get; private set; }

    /// <summary>Most pages that one first call may lead to.</summary>
    public int MostPages { get; init; } = 10_000;

    /// <summary>Reads the liquidations of these contracts in [fromMs, toMs), and in a margin before and after it.</summary>
    public Task<BackfillResult> ReadAsync(
        IReadOnlyList<Instrument> instruments, long fromMs, long toMs, HistoryMargin margin, CancellationToken cancellationToken) =>
        ReadAsync(instruments, openInterest: false, fromMs, toMs, margin, cancellationToken);

    /// <summary>Reads the open interest of these contracts in [fromMs, toMs).</summary>
    public Task<BackfillResult> ReadOpenInterestAsync(
        IReadOnlyList<Instrument> instruments, long fromMs, long toMs, CancellationToken cancellationToken) =>
        ReadAsync(instruments, openInterest: true, fromMs, toMs, default, cancellationToken);

    private async Task<BackfillResult> ReadAsync(
        IReadOnlyList<Instrument> instruments, bool openInterest, long fromMs, long toMs, HistoryMargin margin, CancellationToken cancellationToken)
    {
        var span = new Span(fromMs, toMs, margin, _venue.Profile.GrainMs());
        var requests = _venue.BackfillRequests(instruments, span.ReadFromMs, span.ReadToMs)
            .Where(call => call.Kind == RestKind.OpenInterest == openInterest)
            .ToList();
        Progress.Begin(requests.Count);
        LastMarket = null;
        if (requests.Count == 0)
            return new(BackfillStatus.NothingToAsk, 0, [], "no contract to ask for");
        Failure? incomplete = null;
        var broken = 0;
        foreach (var first in requests)
        {
            if (await ReadPagesAsync(first, span, cancellationToken) is { } failure)
            {
                failure = failure with { Detail = $"{first.Name}: {failure.Detail}" };
                if (failure.Verdict != BackfillStatus.Incomplete)
                    return Result(failure);
                // What other contracts have is taken all the same. A broken chain shows more than a few missing rows.
                var isBroken = failure.End?.IsPartial() != true;
                if (incomplete is null || (isBroken && incomplete.End?.IsPartial() == true))
                    incomplete = failure;
                if (isBroken && ++broken == MostBrokenChains)
                    return Result(incomplete);
            }

            Progress.AddAnswered();
        }

        return incomplete is null ? new(BackfillStatus.Complete, span.Pages, span.Times) { Orders = span.Found, Uncounted = span.Uncounted } : Result(incomplete);

        BackfillResult Result(Failure failure) =>
            new(failure.Verdict, span.Pages, span.Times, failure.Detail) { End = failure.End, Orders = span.Found, Uncounted = span.Uncounted };
    }

    private async Task<Failure?> ReadPagesAsync(RestRequest first, Span span, CancellationToken cancellationToken)
    {
        HistoryEnd? flaw = null;
        var requested = new HashSet<(Uri, string?)>();
        for (RestRequest? request = first; request is not null;)
        {
            if (!requested.Add((request.Url, request.Body)))
                return new(BackfillStatus.PageLoop, "the pages lead back to one already read", HistoryEnd.NoProgress);
            if (requested.Count > MostPages)
                return new(BackfillStatus.TooManyPages, $"more than {MostPages} pages", HistoryEnd.PageLimit);
            using var answer = await SendAsync(request, cancellationToken);
            if (answer.Verdict != RestStatus.Ok)
                return new(BackfillStatus.CallFailed, answer.Failure.Detail);
            var page = new HistoryPage(request, span.ReadFromMs, span.ReadToMs);
            var outcome = await _intake.TakeHistoryAsync(
                page, _readings, answer.Body, _time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
            if (outcome.Kind != FrameKind.Data)
                return new(BackfillStatus.Unreadable, outcome.Detail ?? "not what the venue sends");
            Progress.AddPage(Record(span));
            foreach (ref readonly var reading in _readings.MarketSpan)
            {
                if (reading.Symbol.Instrument is { } known && _intake.Keeps(known.Asset))
                    LastMarket = (known.Symbol, reading.TimeMs);
            }

            span.Uncounted.UnionWith(page.Uncounted);
            // An order of which nothing was filled is in no total, and is missing from none.
            if (_readings.Rejections.Any(reason => reason != RejectReason.NonPositiveQuantity))
                flaw ??= HistoryEnd.UnreadableRow;
            if (page.Step.Next is null)
                return FailureOf(EndOf(page.Step.Reason ?? HistoryEnd.FullPageWithoutCursor, first, span), flaw);
            flaw ??= page.Step.Reason;
            request = page.Step.Next;
        }

        return null;
    }

    /// <summary>That a venue has no more rows proves nothing about time that its history does not reach.</summary>
    private HistoryEnd EndOf(HistoryEnd end, RestRequest first, Span span) =>
        end == HistoryEnd.ReachedEnd && first.Kind != RestKind.OpenInterest && _venue.Profile.History?.Reach is { } reach
            && span.FromMs < (_time.GetUtcNow() - reach).ToUnixTimeMilliseconds()
            ? HistoryEnd.VenueLimit
            : end;

    private Failure? FailureOf(HistoryEnd end, HistoryEnd? flaw)
    {
        if (end.IsProven())
        {
            if (flaw is not { } known)
                return null;
            end = known;
        }

        var detail = end == HistoryEnd.VenueLimit && _venue.Profile.History?.Reach is { } reach
            ? string.Create(CultureInfo.InvariantCulture, $"{end.Describe()}; it reaches back about {reach.TotalDays:0.#} days")
            : end.Describe();
        return new(BackfillStatus.Incomplete, detail, end);
    }

    /// <summary>Calls until there is an answer, a few times.</summary>
    private async Task<RestResult> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (_pace is not null)
            {
                // What earlier calls cost is paid first: a single call may cost more than the pace can save up.
                await TaskDelay.ForAsync(_pace.Reserve(0), _time, cancellationToken);
                _pace.Reserve(request.Weight);
            }

            var answer = await _rest.GetAsync(request, cancellationToken);
            // After a request to slow down the next call waits as long as the venue requested.
            if (answer.Verdict == RestStatus.Ok || attempt == Tries || answer.Status is 400 or 401 or 404)
                return answer;
            await TaskDelay.ForAsync(FirstRetry * (1 << (attempt - 1)), _time, cancellationToken);
        }
    }

    private long Record(Span span)
    {
        span.Pages++;
        var before = span.Found.Count;
        foreach (ref readonly var reading in _readings.LiquidationSpan)
        {
            if (reading.Symbol.Instrument is not { } known || _intake.Keeps(known.Asset))
                span.Found.Add(new(reading.Symbol.Text, reading.TimeMs, reading.Identity, reading.Side, reading.Quantity.ToDouble()));
        }

        return span.Found.Count - before;
    }

    private sealed record Failure(BackfillStatus Verdict, string Detail, HistoryEnd? End = null);

    /// <summary>What is read, and what of it was requested. Pages may overlap, so events are distinguished.</summary>
    private sealed class Span(long fromMs, long toMs, HistoryMargin margin, long grainMs)
    {
        public long FromMs => fromMs;

        public long ToMs => toMs;

        // Times are rounded down, so a grain that begins before the span may hold orders of it.
        public long ReadFromMs { get; } = (fromMs - (long)margin.Before.TotalMilliseconds) / grainMs * grainMs;

        public long ReadToMs { get; } = (toMs + (long)margin.After.TotalMilliseconds + grainMs - 1) / grainMs * grainMs;

        public long Pages { get; set; }

        public HashSet<StoredOrder> Found { get; } = [];

        public HashSet<string> Uncounted { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<long> Times => [.. Found.Select(found => found.TimeMs).Where(time => time >= fromMs && time < toMs)];
    }
}
