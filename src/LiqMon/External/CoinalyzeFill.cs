using System.Text.Json;
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
    /// <summary>Buckets of so short a time ago are kept for sure: where none came, nothing was liquidated.</summary>
    private static readonly TimeSpan SurelyKept = TimeSpan.FromDays(1);

    /// <summary>So many buckets without any liquidation of the venue say that they are no longer kept.</summary>
    private const int QuietBuckets = 60;

    private readonly FillRequest _request;
    private readonly CoinalyzeClient _client;
    private readonly Func<IReadOnlyList<StoreItem>, CancellationToken, ValueTask> _keep;
    private readonly string _dataDirectory;
    private readonly TimeProvider _time;

    /// <param name="request">What to fill.</param>
    /// <param name="client">Calls Coinalyze.</param>
    /// <param name="keep">Takes sums to the store.</param>
    /// <param name="dataDirectory">The store's folder.</param>
    /// <param name="time">Clock.</param>
    public CoinalyzeFill(
        FillRequest request, CoinalyzeClient client, Func<IReadOnlyList<StoreItem>, CancellationToken, ValueTask> keep, string dataDirectory, TimeProvider time)
    {
        _request = request;
        _client = client;
        _keep = keep;
        _dataDirectory = dataDirectory;
        _time = time;
    }

    /// <summary>How far it is.</summary>
    public GapFillProgress Progress { get; } = new();

    /// <summary>Asks about all gaps of the span; what was answered before a failure is kept.</summary>
    public async Task<GapFillSummary> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<CoverageGap> gaps;
        using (var reader = StoreReader.Open(_dataDirectory))
            gaps = reader.Coverage.Missing(_request.Venue, _request.FromMs, _request.ToMs, _time.GetUtcNow().ToUnixTimeMilliseconds(), neverWatched: true);
        return await RunAsync(gaps, cancellation);
    }

    /// <summary>Asks about these gaps; what was answered before a failure is kept.</summary>
    public async Task<GapFillSummary> RunAsync(IReadOnlyList<CoverageGap> gaps, CancellationToken cancellation)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var result = new Result();
        try
        {
            await FillAsync(GapFillPlan.Of(gaps, nowMs), result, cancellation);
        }
        catch (JsonException failure)
        {
            result.Detail = $"an answer is not what Coinalyze sends: {failure.Message}";
        }

        return new GapFillSummary
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
            NotKeptSeconds = result.NotKeptMs / 1_000,
            Totals = result.Totals,
            LongUsd = result.LongMicroUsd / 1_000_000m,
            ShortUsd = result.ShortMicroUsd / 1_000_000m,
        };
    }

    private async Task FillAsync(IReadOnlyList<GapFillSpan> spans, Result result, CancellationToken cancellation)
    {
        if (spans.Count == 0 || await MarketsAsync(result, cancellation) is not { } markets)
            return;
        var assets = markets.ToDictionary(market => market.Symbol, market => market.Asset, StringComparer.Ordinal);
        var groups = assets.Keys.Chunk(Coinalyze.MarketsPerCall).ToList();
        var (waiting, calls) = (new Queue<GapFillSpan>(spans), spans.Count * groups.Count);
        Progress.Begin(calls);
        while (waiting.TryDequeue(out var span))
        {
            long? oldestMs = null;
            var sums = new Dictionary<(string Asset, long StartMs), (long Long, long Short)>();
            foreach (var group in groups)
            {
                if (await SendAsync(Coinalyze.History(group, span.Length, span.FromMs, span.ToMs), result, cancellation) is not { } body)
                    return;
                foreach (var bucket in Coinalyze.ReadHistory(body.Span))
                {
                    oldestMs = Math.Min(oldestMs ?? bucket.StartMs, bucket.StartMs);
                    if (!span.Wants(bucket.StartMs))
                        continue;
                    if (!assets.TryGetValue(bucket.Symbol, out var asset))
                        throw new JsonException("a market that was not requested");
                    var sum = sums.GetValueOrDefault((asset, bucket.StartMs));
                    sums[(asset, bucket.StartMs)] = (sum.Long + bucket.LongMicroUsd, sum.Short + bucket.ShortMicroUsd);
                }

                Progress.AddDone();
            }

            var keptFromMs = KeptFrom(span, oldestMs);
            await KeepAsync(span.From(keptFromMs), sums, result, cancellation);
            // What is no longer kept in these buckets may be in longer ones.
            var before = span.Before(keptFromMs);
            if (before.InLongerBuckets() is { } longer)
            {
                waiting.Enqueue(longer);
                Progress.Begin(calls += groups.Count);
            }
            else
            {
                result.NotKeptMs += before.Wanted.Sum(part => part.ToMs - part.FromMs);
            }
        }
    }

    /// <summary>From when on the source still has buckets, Unix milliseconds.</summary>
    private long KeptFrom(GapFillSpan span, long? oldestMs)
    {
        var age = TimeSpan.FromMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds() - span.FromMs);
        if (age <= SurelyKept)
            return span.FromMs;
        if (oldestMs is { } oldest)
            return oldest - span.FromMs > QuietBuckets * span.Length.Ms ? Math.Min(oldest, span.ToMs) : span.FromMs;
        // Not even the longest buckets of a time that they reach: nothing was liquidated.
        return span.Length.Longer is null && age <= BucketLength.Longest ? span.FromMs : span.ToMs;
    }

    private async Task<IReadOnlyList<CoinalyzeMarket>?> MarketsAsync(Result result, CancellationToken cancellation)
    {
        if (await SendAsync(Coinalyze.Exchanges, result, cancellation) is not { } exchanges)
            return null;
        if (Coinalyze.ReadCode(exchanges.Span, _request.Venue) is not { } code)
        {
            result.Detail = $"Coinalyze does not list {_request.Venue}";
            return null;
        }

        if (await SendAsync(Coinalyze.Markets, result, cancellation) is not { } body)
            return null;
        var markets = Coinalyze.ReadMarkets(body.Span, code)
            .Where(market => _request.Assets.Count == 0 || _request.Assets.Contains(market.Asset, StringComparer.OrdinalIgnoreCase))
            .DistinctBy(market => market.Symbol).ToList();
        if (markets.Count == 0)
            result.Detail = $"Coinalyze lists no contract of {_request.Venue} for these assets";
        return markets.Count == 0 ? null : markets;
    }

    private async Task<ReadOnlyMemory<byte>?> SendAsync(RestRequest request, Result result, CancellationToken cancellation)
    {
        var (body, error) = await _client.GetAsync(request, cancellation);
        result.Detail = error ?? result.Detail;
        return body;
    }

    private async Task KeepAsync(
        GapFillSpan span, Dictionary<(string Asset, long StartMs), (long Long, long Short)> sums, Result result, CancellationToken cancellation)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var totals = sums.Where(sum => sum.Value is not (0, 0)).Select(sum => new ExternalTotal(
            Coinalyze.Source, _request.Venue, sum.Key.Asset, sum.Key.StartMs, span.Length.Ms, sum.Value.Long, sum.Value.Short, nowMs)).ToList();
        foreach (var batch in totals.Chunk(4_096))
            await _keep([.. batch.Select(StoreItem.Of)], cancellation);
        result.CoveredMs += span.Wanted.Sum(part => part.ToMs - part.FromMs);
        result.Totals += totals.Count;
        result.LongMicroUsd += totals.Sum(total => total.LongMicroUsd);
        result.ShortMicroUsd += totals.Sum(total => total.ShortMicroUsd);
    }

    private sealed class Result
    {
        public string? Detail { get; set; }

        public long CoveredMs { get; set; }

        public long NotKeptMs { get; set; }

        public long Totals { get; set; }

        public long LongMicroUsd { get; set; }

        public long ShortMicroUsd { get; set; }
    }
}
