using LiqMon.Estimates;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>Measures estimates on the full feeds in the store.</summary>
public sealed class EstimateQueries
{
    private readonly QueryScope _scope;

    internal EstimateQueries(QueryScope scope) => _scope = scope;

    /// <summary>Full feeds of a span, throttled: learned from in its first half, estimated hour by hour in its second.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<FullFeedScoreResult> Score(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        var whole = _scope.Venues.Where(venue => venue.ReportsWholeOrders).Select(venue => venue.Id);
        var filter = question.Filter with
        {
            Venues = [.. whole.Where(venue => question.Filter.Venues?.Contains(venue) != false)],
        };
        var scoring = new FullFeedScoring(filter.FromMs + (filter.ToMs - filter.FromMs) / 2);
        if (filter.Venues.Count == 0)
            return [];
        foreach (var row in reader.Liquidations.List(filter, 0, int.MaxValue, newestFirst: false))
            scoring.Add(new(row.Venue, row.Symbol), row.Side, row.MicroUsd, row.TimeMs);
        return [.. scoring.Finish().Select(FullFeedScoreResult.Of)];
    }
}
