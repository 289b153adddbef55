using LiqMon.Maps;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>
/// Answers questions from the store, by area. May be used from several threads: each question has its own reader.
/// </summary>
public sealed class StoreQueries
{
    private readonly QueryScope _scope;

    /// <summary>Queries of a store.</summary>
    /// <param name="open">Opens the store for reading.</param>
    /// <param name="venues">What is known of the venues.</param>
    /// <param name="tiers">The leverages that a map of positions assumes; null for the default ones.</param>
    public StoreQueries(Func<StoreReader> open, IReadOnlyList<KnownVenue> venues, LeverageTiers? tiers = null)
        : this(new QueryScope(open, venues, tiers ?? LeverageTiers.Default))
    {
    }

    private StoreQueries(QueryScope scope)
    {
        _scope = scope;
        Squeezes = new SqueezeQueries(scope);
        Market = new MarketQueries(scope);
        Cascades = new CascadeQueries(scope);
        Map = new MapQueries(scope);
        Estimates = new EstimateQueries(scope);
        Venues = new VenueQueries(scope);
    }

    /// <summary>Totals.</summary>
    public SqueezeQueries Squeezes { get; }

    /// <summary>Prices, open interest, accounts, and where an asset stands.</summary>
    public MarketQueries Market { get; }

    /// <summary>Cascades.</summary>
    public CascadeQueries Cascades { get; }

    /// <summary>The map of positions.</summary>
    public MapQueries Map { get; }

    /// <summary>How good estimates are.</summary>
    public EstimateQueries Estimates { get; }

    /// <summary>What venues deliver, and how completely.</summary>
    public VenueQueries Venues { get; }

    /// <summary>The venues it speaks about.</summary>
    public IReadOnlyList<KnownVenue> KnownVenues => _scope.Venues;

    /// <summary>Whether simulated venues have written to the store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public bool IsSimulated()
    {
        using var reader = _scope.Open();
        return reader.State.IsSimulated();
    }

    /// <summary>When the store was last written; null if never.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public DateTimeOffset? LastCommit()
    {
        using var reader = _scope.Open();
        return reader.State.LastCommit().TimeMs is { } timeMs ? Timestamps.FromUnixMs(timeMs) : null;
    }

    /// <summary>
    /// The same answers, each broken off with <see cref="OperationCanceledException"/> when the token is cancelled. What venues
    /// normally contribute is kept for a minute, as in live totals: to read a week of sums would cost more than most questions.
    /// </summary>
    public StoreQueries Until(CancellationToken cancellation) => new(_scope.Opening(() =>
    {
        cancellation.ThrowIfCancellationRequested();
        return _scope.Open().StopOn(cancellation);
    }));

    /// <summary>Several answers of one moment: what a running writer commits meanwhile is in none of them.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public T InSnapshot<T>(Func<StoreQueries, T> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        using var reader = _scope.Open();
        return reader.InSnapshot(() => ask(new StoreQueries(_scope.OfMoment(reader.OpenLinked))));
    }

    /// <summary>The largest orders of a span, the largest first, each with its asset.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<RankedOrder> Largest(SpanQuery question, int count)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return reader.Liquidations.Largest(question.Filter, count);
    }

    /// <summary>Single liquidations, newest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public LiquidationsResult Liquidations(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        // One more than requested shows whether there are more.
        var rows = reader.Liquidations.List(
            question.Filter, (double)question.MinUsd, question.Limit + 1, newestFirst: true, question.Side, question.Cursor?.Order).ToList();
        var completeness = _scope.Span(reader, question).Of(question.Scope with { Contributors = [.. rows.Select(row => row.Venue).Distinct()] });
        return QueryScope.Marked(reader, new LiquidationsResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            MinUsd = question.MinUsd,
            More = rows.Count > question.Limit,
            Next = rows.Count > question.Limit ? ListCursor.Behind(question, rows[question.Limit - 1].Position).ToString() : null,
            Floor = completeness.Floor,
            Covered = completeness.Covered,
            LeastCovered = CoverageResultBuilder.Least(completeness),
            Coverage = CoverageResultBuilder.Of(completeness),
            Deficits = CoverageResultBuilder.Deficits(completeness),
            Liquidations = new MappedRows<LiquidationRow, LiquidationResult>(rows, Math.Min(rows.Count, question.Limit), LiquidationResult.Of),
        });
    }
}
