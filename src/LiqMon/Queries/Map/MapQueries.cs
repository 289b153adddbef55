using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>Answers questions about the map of positions.</summary>
public sealed class MapQueries
{
    private readonly QueryScope _scope;

    internal MapQueries(QueryScope scope) => _scope = scope;

    /// <summary>A model of where positions of one asset would be forced out.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MapResult Of(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return QueryScope.Marked(reader, MapResultBuilder.Of(question, reader.Market.MapSamples(question.Filter), _scope.Tiers));
    }

    /// <summary>The map of one asset over time, with the price and the largest liquidations.</summary>
    /// <param name="question">Asset, columns, map and range.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public HeatResult Over(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return reader.InSnapshot(() => QueryScope.Marked(reader, new HeatResultBuilder(question, _scope.Tiers).Of(reader, _scope.Span(reader, question))));
    }

    /// <summary>How well the model predicted where one asset was liquidated, walking forward through the span.</summary>
    /// <param name="question">Asset, span, map, and how far each window looks ahead.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MapScoreResult Score(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        var score = MapScoreResultBuilder.Of(question, reader, _scope.Tiers);
        return score with
        {
            Coverage = CoverageResultBuilder.Of(_scope.Span(reader, question).Of(question.Scope)),
        };
    }
}
