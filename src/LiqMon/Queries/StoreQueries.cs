using LiqMon.Completeness;
using LiqMon.Context;
using LiqMon.External;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Answers questions from the store. May be used from several threads: each question has its own reader.</summary>
/// <param name="open">Opens the store for reading.</param>
/// <param name="venues">What is known of the venues.</param>
/// <param name="tiers">The leverages that a map of positions assumes; null for the default ones.</param>
public sealed class StoreQueries(Func<StoreReader> open, IReadOnlyList<KnownVenue> venues, LeverageTiers? tiers = null)
{
    private const long DayMs = 86_400_000;
    private const long WeekMs = 7 * DayMs;

    /// <summary>A venue that is polled has a newer sample than this.</summary>
    private const long SamplesLastMs = 5 * 60_000;

    private WeightCache _weights = new();
    private bool _keepsWeights;

    /// <summary>The venues it speaks about.</summary>
    public IReadOnlyList<KnownVenue> KnownVenues => venues;

    /// <summary>Whether simulated venues have written to the store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public bool IsSimulated()
    {
        using var reader = open();
        return reader.State.IsSimulated();
    }

    /// <summary>
    /// The same answers, each broken off with <see cref="OperationCanceledException"/> when the token is cancelled. What venues
    /// normally contribute is kept for a minute, as in live totals: to read a week of sums would cost more than most questions.
    /// </summary>
    public StoreQueries Until(CancellationToken cancellation) => new(
        () =>
        {
            cancellation.ThrowIfCancellationRequested();
            return open().StopOn(cancellation);
        },
        venues, tiers)
    {
        _weights = _weights,
        _keepsWeights = true,
    };

    /// <summary>Several answers of one moment: what a running writer commits meanwhile is in none of them.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public T Together<T>(Func<StoreQueries, T> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        using var reader = open();
        return reader.InSnapshot(() => ask(new StoreQueries(reader.OpenLinked, venues, tiers) { _keepsWeights = true }));
    }

    /// <summary>One answer with its context, or with a breakdown one for each part.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<SqueezeResult> Squeeze(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return reader.InSnapshot(() => Squeeze(reader, question));
    }

    private IReadOnlyList<SqueezeResult> Squeeze(StoreReader reader, SpanQuery question)
    {
        var totals = question.By == Grouping.None
            ? [reader.Liquidations.Totals(question.Filter)]
            : reader.Liquidations.Totals(question.Filter, question.By);
        var squeezes = SqueezeResultBuilder.Of(question, totals, Span(reader, question));
        if (question.WithExternal)
            squeezes = ExternalResultBuilder.Beside(squeezes, question.By, reader.External.Totals(Coinalyze.Source, question.Filter));
        if (question.WithEstimate)
            squeezes = new SqueezeEstimates(reader, question, venues).Beside(squeezes);
        return question.By == Grouping.None
            ? [.. squeezes.Select(squeeze => squeeze with
            {
                Context = new SqueezeContextResultBuilder(reader, question, RequestedVenues(question), Query(reader)).Of(squeeze),
            })]
            : squeezes;
    }

    /// <summary>
    /// The same from an external source, when LiqMon itself knows nothing of the span and such a source does: the one that
    /// covers most of it. Null otherwise.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="own">LiqMon's own answer to it.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<ExternalSqueezeResult>? ExternalSqueeze(SpanQuery question, IReadOnlyList<SqueezeResult> own)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!ExternalSqueezeResultBuilder.KnowsNothing(own))
            return null;
        using var reader = open();
        var best = reader.External.SourceNames()
            .Select(source => (Source: source, Totals: reader.External.Totals(source, question.Filter)))
            .Where(found => found.Totals.Count > 0)
            .OrderByDescending(found => ExternalSqueezeResultBuilder.Of(question with { By = Grouping.None }, found.Source, found.Totals)[0].SourceCoverage)
            .FirstOrDefault();
        return best.Source is null ? null : ExternalSqueezeResultBuilder.Of(question, best.Source, best.Totals);
    }

    /// <summary>LiqMon's own totals beside those of an external source.</summary>
    /// <param name="question">The question.</param>
    /// <param name="source">The source's name.</param>
    /// <exception cref="StoreException">The store cannot be read, or has no such source.</exception>
    public IReadOnlyList<ComparisonResult> Compare(SpanQuery question, string source)
    {
        ArgumentNullException.ThrowIfNull(question);
        var own = Squeeze(question);
        using var reader = open();
        var sources = reader.External.SourceNames();
        if (!sources.Contains(source))
        {
            throw new StoreException(StoreFailure.NotFound, sources.Count == 0
                ? "No totals of others are stored; 'liqmon import totals' takes them."
                : $"No totals of {source} are stored; there are those of {string.Join(", ", sources)}.");
        }

        return ExternalSqueezeResultBuilder.Compare(question, own, ExternalSqueezeResultBuilder.Of(question, source, reader.External.Totals(source, question.Filter)));
    }

    /// <summary>What is stored of each external source.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<ExternalSource> ExternalSources()
    {
        using var reader = open();
        return reader.External.Sources();
    }

    /// <summary>Rolling totals of one window as answers, with the coverage of the venues that are switched on.</summary>
    /// <param name="totals">Totals of one window at one moment, over all venues.</param>
    /// <param name="nowMs">The moment, Unix milliseconds.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<SqueezeResult> Rolling(IReadOnlyList<WindowTotals> totals, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(totals);
        if (totals.Count == 0)
            return [];
        var fromMs = nowMs - totals[0].Window.Ms;
        using var reader = open();
        return reader.InSnapshot<IReadOnlyList<SqueezeResult>>(() =>
        {
            var span = new CompletenessQuery(reader, Known, _weights).Run(Watched, fromMs, nowMs, nowMs);
            return [.. totals.Select(total => SqueezeResultBuilder.Of(total, fromMs, nowMs, span))];
        });
    }

    /// <summary>When the store was last written; null if never.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public DateTimeOffset? LastCommit()
    {
        using var reader = open();
        return reader.State.LastCommit().TimeMs is { } timeMs ? Timestamps.FromUnixMs(timeMs) : null;
    }

    /// <summary>How complete the totals of all assets over a span that ends now are, of the venues that are switched on.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public CompletenessResult Completeness(TimeSpan span, DateTimeOffset now)
    {
        using var reader = open();
        var nowMs = now.ToUnixTimeMilliseconds();
        // As a window: (now - span, now].
        return reader.InSnapshot(() => new CompletenessQuery(reader, Known, _weights)
            .Run(Watched, nowMs - (long)span.TotalMilliseconds + 1, nowMs + 1, nowMs).Of(new()));
    }

    /// <summary>Single liquidations, newest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public LiquidationsResult Liquidations(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        // One more than requested shows whether there are more.
        var rows = reader.Liquidations.List(question.Filter, (double)question.MinUsd, question.Limit + 1, newestFirst: true)
            .Select(LiquidationResult.Of)
            .ToList();
        var completeness = Span(reader, question).Of(question.Scope with { Contributors = [.. rows.Select(row => row.Venue).Distinct()] });
        return new LiquidationsResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            MinUsd = question.MinUsd,
            More = rows.Count > question.Limit,
            Floor = completeness.Floor,
            Covered = completeness.Covered,
            LeastCovered = CoverageResultBuilder.Least(completeness),
            Coverage = CoverageResultBuilder.Of(completeness),
            Deficits = CoverageResultBuilder.Deficits(completeness),
            Liquidations = rows.Count > question.Limit ? rows.GetRange(0, question.Limit) : rows,
        };
    }

    /// <summary>Cascades, newest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public CascadesResult Cascades(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return CascadesResultBuilder.Of(reader, question, Span(reader, question));
    }

    /// <summary>Open interest at the end of the span and its change over it.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public OpenInterestResult OpenInterest(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return OpenInterestResultBuilder.Of(question, reader.Market.OpenInterest(question.Filter));
    }

    /// <summary>Ratios of long to short accounts over a span.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public LongShortResult LongShort(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return LongShortResultBuilder.Of(reader, question);
    }

    /// <summary>Where an asset stands.</summary>
    /// <param name="question">Which asset.</param>
    /// <param name="levels">By which rules levels are read.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MarketContextResult Context(ContextQuery question, KeyLevelRule levels, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return new MarketContextResultBuilder(reader, levels, question.Asset, now.ToUnixTimeMilliseconds()).Of(question.Candles);
    }

    /// <summary>Mark prices of one contract at some moments, Unix milliseconds; null where no sample is near enough.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<double?> Marks(ContractKey contract, IReadOnlyList<long> moments, TimeSpan tolerance)
    {
        using var reader = open();
        return reader.Market.Marks(contract, moments, (long)tolerance.TotalMilliseconds);
    }

    /// <summary>Cascades that reach into a span, the newest first; null when nobody has looked for any yet.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<Cascade>? Cascades(LiquidationFilter filter, int limit)
    {
        using var reader = open();
        return reader.Cascades.SearchedToMs() == 0 ? null : reader.Cascades.List(filter, 0, limit);
    }

    /// <summary>From when on cascades can be found; null while no liquidation is stored.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public DateTimeOffset? CascadesJudgedFrom()
    {
        using var reader = open();
        return reader.Cascades.JudgedFromMs() is { } fromMs ? Timestamps.FromUnixMs(fromMs) : null;
    }

    /// <summary>A model of where positions of one asset would be forced out.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MapResult Map(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        return MapResultBuilder.Of(question, reader.Market.MapSamples(question.Filter), tiers ?? LeverageTiers.Default);
    }

    /// <summary>How well the model predicted where one asset was liquidated, walking forward through the span.</summary>
    /// <param name="question">Asset and span.</param>
    /// <param name="horizon">How far each window looks ahead.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MapScoreResult MapScore(SpanQuery question, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = open();
        var score = MapScoreResultBuilder.Of(question, reader, tiers ?? LeverageTiers.Default, horizon);
        return score with
        {
            Coverage = CoverageResultBuilder.Of(Span(reader, question).Of(question.Scope)),
        };
    }

    /// <summary>What each venue publishes and what the store holds of it.</summary>
    /// <param name="now">The present.</param>
    /// <param name="status">The live state of feeds; empty when nothing runs.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<VenueResult> Venues(DateTimeOffset now, IReadOnlyList<StatusResult> status)
    {
        using var reader = open();
        var nowMs = now.ToUnixTimeMilliseconds();
        var counts = reader.State.VenueCounts();
        var ids = venues.Select(v => v.Id).ToList();
        // The weights are those of the venues that are switched on, as in every total that does not name venues.
        var span = Query(reader).Run(ids, nowMs - DayMs + 1, nowMs + 1, nowMs);
        var weights = Query(reader).Run(Watched, nowMs - DayMs + 1, nowMs + 1, nowMs).Of(new()).Venues.ToDictionary(venue => venue.Venue, venue => venue.Weight);
        var day = span.Of(new()).Venues.ToDictionary(
            venue => venue.Venue, venue => venue with { Weight = weights.GetValueOrDefault(venue.Venue) });
        var week = reader.Coverage.OfVenues(ids, nowMs - WeekMs, nowMs, nowMs).ToDictionary(c => c.Venue, c => c.Gaps);
        return
        [
            .. venues.Select(venue => VenueResultBuilder.Of(
                venue,
                new VenueStats(
                    counts.FirstOrDefault(c => c.Venue == venue.Id), day[venue.Id], weights.ContainsKey(venue.Id), week[venue.Id],
                    reader.Coverage.Repairs(venue.Id, nowMs - WeekMs, nowMs), CurrentGap(reader, venue, week[venue.Id], nowMs)),
                status)),
        ];
    }

    /// <summary>Why a venue is not watched at this moment. One without liquidations shows by its samples that it is.</summary>
    private static VenueGap? CurrentGap(StoreReader reader, KnownVenue venue, IReadOnlyList<VenueGap> gaps, long nowMs)
    {
        if (venue.HasLiquidations)
            return gaps is [.., var last] && last.ToMs >= nowMs ? last : null;
        return reader.Market.NewestSampleMs(venue.Id) is not { } sampled ? new VenueGap(nowMs - WeekMs, nowMs, GapReason.NotWatched)
            : sampled < nowMs - SamplesLastMs ? new VenueGap(sampled, nowMs, GapReason.NotRunning)
            : null;
    }

    private IReadOnlyList<RequestedVenue> Known => [.. venues.Select(venue => new RequestedVenue(venue.Id, venue.FeedClass))];

    private IReadOnlyList<string> Watched => [.. venues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id)];

    // Answers of one moment have the same weights, which need be read only once.
    private CompletenessQuery Query(StoreReader reader) => new(reader, Known, _keepsWeights ? _weights : null);

    private SpanCompleteness Span(StoreReader reader, SpanQuery question) =>
        Query(reader).Run(
            RequestedVenues(question), question.Filter.FromMs, Math.Max(question.Filter.ToMs, question.DisplayToMs), question.NowMs);

    private IReadOnlyList<string> RequestedVenues(SpanQuery question) =>
        question.Filter.Venues ?? Watched;
}
