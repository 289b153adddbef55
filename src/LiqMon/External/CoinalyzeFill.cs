using System.Text.Json;
using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.External;

/// <summary>What to fill.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive.</param>
/// <param name="Assets">Only these assets; empty for all.</param>
internal sealed record FillRequest(string Venue, long FromMs, long ToMs, IReadOnlyList<string> Assets);

/// <summary>
/// Fills the gaps of one venue with the sums that Coinalyze counted in them, as external totals: they are kept beside
/// LiqMon's own, and the gaps stay gaps. Asking twice changes nothing.
/// </summary>
internal sealed class CoinalyzeFill
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly FillRequest _request;
    private readonly EventStore _store;
    private readonly string _dataDirectory;
    private readonly RestClient _rest;
    private readonly Pacer _pacer;
    private readonly TimeProvider _time;

    /// <param name="request">What to fill.</param>
    /// <param name="settings">Where, with which key.</param>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="dataDirectory">Its folder.</param>
    /// <param name="http">Makes the calls.</param>
    /// <param name="pace">Least time between two calls.</param>
    /// <param name="time">Clock.</param>
    public CoinalyzeFill(
        FillRequest request, CoinalyzeSettings settings, EventStore store, string dataDirectory, HttpClient http, TimeSpan pace, TimeProvider time)
    {
        _request = request;
        _store = store;
        _dataDirectory = dataDirectory;
        _time = time;
        _pacer = new Pacer(pace, time);
        // It is called by the rules for venues: no redirects, limits of size, pauses when it asks for one.
        var profile = new VenueProfile
        {
            Id = Coinalyze.Source,
            Name = "Coinalyze",
            FeedClass = FeedClass.Derived,
            FeedNote = "sums in buckets of time",
            OpenInterestNote = "not asked",
            BackfillNote = "with a key",
            RequestHeaders = new Dictionary<string, string> { [Coinalyze.KeyHeader] = settings.Key!.Reveal() },
            // The pace alone holds calls back.
            RestLimit = new() { WeightPerMinute = 100 * Coinalyze.CallsPerMinute },
        };
        _rest = new RestClient(http, profile, new VenueOptions { RestUrl = settings.Url }, new HostPauses(time), time);
    }

    /// <summary>Least time between two calls that keeps to the rate Coinalyze allows.</summary>
    public static TimeSpan Pace => TimeSpan.FromMinutes(1) / Coinalyze.CallsPerMinute;

    /// <summary>How far it is.</summary>
    public FillProgress Progress { get; } = new();

    /// <summary>Asks and commits; what was answered before a failure is kept.</summary>
    public async Task<FillSummary> RunAsync(CancellationToken cancellation)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<MissingSpan> gaps;
        using (var reader = StoreReader.Open(_dataDirectory))
            gaps = reader.Missing(_request.Venue, _request.FromMs, _request.ToMs, nowMs, neverWatched: true);
        var result = new Result();
        try
        {
            await FillAsync(FillPlan.Of(gaps, nowMs), result, cancellation);
        }
        catch (JsonException failure)
        {
            result.Detail = $"an answer is not what Coinalyze sends: {failure.Message}";
        }

        return new FillSummary
        {
            Source = Coinalyze.Source,
            Venue = _request.Venue,
            From = DateTimeOffset.FromUnixTimeMilliseconds(_request.FromMs),
            To = DateTimeOffset.FromUnixTimeMilliseconds(_request.ToMs),
            Complete = result.Detail is null,
            Detail = result.Detail,
            Gaps = gaps.Count,
            GapSeconds = gaps.Sum(gap => gap.ToMs - gap.FromMs) / 1_000,
            CoveredSeconds = result.CoveredMs / 1_000,
            Totals = result.Totals,
            LongUsd = result.LongMicroUsd / 1_000_000m,
            ShortUsd = result.ShortMicroUsd / 1_000_000m,
        };
    }

    private async Task FillAsync(IReadOnlyList<FillSpan> spans, Result result, CancellationToken cancellation)
    {
        if (spans.Count == 0 || await MarketsAsync(result, cancellation) is not { } markets)
            return;
        var assets = markets.ToDictionary(market => market.Symbol, market => market.Asset, StringComparer.Ordinal);
        var groups = assets.Keys.Chunk(Coinalyze.MarketsPerCall).ToList();
        Progress.Begin(spans.Count * groups.Count);
        foreach (var span in spans)
        {
            var sums = new Dictionary<(string Asset, long StartMs), (long Long, long Short)>();
            foreach (var group in groups)
            {
                if (await AskAsync(Coinalyze.History(group, span.Length, span.FromMs, span.ToMs), result, cancellation) is not { } body)
                    return;
                foreach (var bucket in Coinalyze.ReadHistory(body.Span).Where(bucket => span.Wants(bucket.StartMs)))
                {
                    if (!assets.TryGetValue(bucket.Symbol, out var asset))
                        throw new JsonException("a market that was not asked for");
                    var sum = sums.GetValueOrDefault((asset, bucket.StartMs));
                    sums[(asset, bucket.StartMs)] = (sum.Long + bucket.LongMicroUsd, sum.Short + bucket.ShortMicroUsd);
                }

                Progress.AddDone();
            }

            Commit(span, sums, result);
        }
    }

    private async Task<IReadOnlyList<CoinalyzeMarket>?> MarketsAsync(Result result, CancellationToken cancellation)
    {
        if (await AskAsync(Coinalyze.Exchanges, result, cancellation) is not { } exchanges)
            return null;
        if (Coinalyze.ReadCode(exchanges.Span, _request.Venue) is not { } code)
        {
            result.Detail = $"Coinalyze does not list {_request.Venue}";
            return null;
        }

        if (await AskAsync(Coinalyze.Markets, result, cancellation) is not { } body)
            return null;
        var markets = Coinalyze.ReadMarkets(body.Span, code)
            .Where(market => _request.Assets.Count == 0 || _request.Assets.Contains(market.Asset, StringComparer.OrdinalIgnoreCase))
            .DistinctBy(market => market.Symbol).ToList();
        if (markets.Count == 0)
            result.Detail = $"Coinalyze lists no contract of {_request.Venue} for these assets";
        return markets.Count == 0 ? null : markets;
    }

    /// <summary>Calls until there is an answer, a few times; a request to slow down is obeyed before the next.</summary>
    private async Task<ReadOnlyMemory<byte>?> AskAsync(RestRequest request, Result result, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _pacer.WaitTurnAsync(cancellation);
            var answer = await _rest.GetAsync(request, cancellation);
            if (answer.Verdict == RestVerdict.Ok)
                return answer.Body;
            if (attempt == Tries || answer.Status is >= 400 and < 500 and not 429)
            {
                result.Detail = $"{request.Name}: {answer.Detail}" + (answer.Status is 401 or 403 ? "; is the key right?" : "");
                return null;
            }

            if (answer.Verdict != RestVerdict.RateLimited)
                await Waiting.ForAsync(FirstRetry * (1 << (attempt - 1)), _time, cancellation);
        }
    }

    private void Commit(FillSpan span, Dictionary<(string Asset, long StartMs), (long Long, long Short)> sums, Result result)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var totals = sums.Where(sum => sum.Value is not (0, 0)).Select(sum => new ExternalTotal(
            Coinalyze.Source, _request.Venue, sum.Key.Asset, sum.Key.StartMs, span.Length.Ms, sum.Value.Long, sum.Value.Short, nowMs)).ToList();
        foreach (var batch in totals.Chunk(4_096))
            _store.Commit([.. batch.Select(StoreItem.Of)]);
        result.CoveredMs += span.Wanted.Sum(part => part.ToMs - part.FromMs);
        result.Totals += totals.Count;
        result.LongMicroUsd += totals.Sum(total => total.LongMicroUsd);
        result.ShortMicroUsd += totals.Sum(total => total.ShortMicroUsd);
    }

    private sealed class Result
    {
        public string? Detail { get; set; }

        public long CoveredMs { get; set; }

        public long Totals { get; set; }

        public long LongMicroUsd { get; set; }

        public long ShortMicroUsd { get; set; }
    }
}
