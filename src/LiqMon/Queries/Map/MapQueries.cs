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

    /// <summary>How well the model predicted where one asset was liquidated, walking forward through the span.</summary>
    /// <param name="question">Asset and span.</param>
    /// <param name="horizon">How far each window looks ahead.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MapScoreResult Score(SpanQuery question, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        var score = MapScoreResultBuilder.Of(question, reader, _scope.Tiers, horizon);
        return score with
        {
            Coverage = CoverageResultBuilder.Of(_scope.Span(reader, question).Of(question.Scope)),
        };
    }
}
