using LiqMon.Context;
using LiqMon.External;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Answers questions about totals.</summary>
public sealed class SqueezeQueries
{
    private readonly QueryScope _scope;

    internal SqueezeQueries(QueryScope scope) => _scope = scope;

    /// <summary>One answer with its context, or with a breakdown one for each part.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<SqueezeResult> Of(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return reader.InSnapshot(() => QueryScope.Marked(reader, Of(reader, question)));
    }

    /// <summary>Totals of equal parts of a span in order of time, each with what of it was watched.</summary>
    /// <param name="question">The question; what it is to be broken down by does not matter.</param>
    /// <param name="bar">Length of one part, a whole number of minutes; parts begin at its multiples.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<SqueezeResult> Bars(SpanQuery question, TimeSpan bar)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return reader.InSnapshot(() => SqueezeResultBuilder.Of(
            question with { By = Grouping.Hour }, reader.Liquidations.Bars(question.Filter, (long)bar.TotalMilliseconds), _scope.Span(reader, question)));
    }

    private IReadOnlyList<SqueezeResult> Of(StoreReader reader, SpanQuery question)
    {
        var totals = question.By == Grouping.None
            ? [reader.Liquidations.Totals(question.Filter)]
            : reader.Liquidations.Totals(question.Filter, question.By);
        var squeezes = SqueezeResultBuilder.Of(question, totals, _scope.Span(reader, question));
        if (question.WithExternal)
            squeezes = ExternalResultBuilder.Beside(squeezes, question.By, reader.External.Totals(Coinalyze.Source, question.Filter));
        if (question.WithEstimate)
            squeezes = new SqueezeEstimates(reader, question, _scope.Venues).Beside(squeezes);
        return question.By == Grouping.None
            ? [.. squeezes.Select(squeeze => squeeze with
            {
                Context = new SqueezeContextResultBuilder(reader, question, _scope).Of(squeeze),
            })]
            : squeezes;
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
        using var reader = _scope.Open();
        return reader.InSnapshot<IReadOnlyList<SqueezeResult>>(() =>
        {
            var span = _scope.KeptQuery(reader).Run(_scope.Watched, fromMs, nowMs, nowMs);
            return QueryScope.Marked<SqueezeResult>(reader, [.. totals.Select(total => SqueezeResultBuilder.Of(total, fromMs, nowMs, span))]);
        });
    }

    /// <summary>
    /// The same from an external source, when LiqMon itself knows nothing of the span and such a source does: the one that
    /// covers most of it. Null otherwise.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="own">LiqMon's own answer to it.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<ExternalSqueezeResult>? OfOthers(SpanQuery question, IReadOnlyList<SqueezeResult> own)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!ExternalSqueezeResultBuilder.KnowsNothing(own))
            return null;
        using var reader = _scope.Open();
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
        var own = Of(question);
        using var reader = _scope.Open();
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
        using var reader = _scope.Open();
        return reader.External.Sources();
    }
}
