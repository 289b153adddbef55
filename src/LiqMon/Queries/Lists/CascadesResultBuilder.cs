using LiqMon.Completeness;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Answers what cascades there were.</summary>
internal static class CascadesResultBuilder
{
    /// <summary>The cascades of a span, newest first.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="question">The query.</param>
    /// <param name="span">How complete the span is.</param>
    internal static CascadesResult Of(StoreReader reader, SpanQuery question, SpanCompleteness span)
    {
        // One more than requested shows whether there are more.
        var most = question.Side is null && question.Cursor is null ? question.Limit + 1 : int.MaxValue;
        var found = reader.Cascades.List(question.Filter, (double)question.MinUsd, most)
            .Where(cascade => question.Side is not { } side || cascade.Side == side)
            .Where(cascade => question.Cursor is not { } cursor || cursor.Precedes(cascade))
            .Take(question.Limit + 1)
            .ToList();
        var completeness = span.Of(question.Scope with { Contributors = [.. found.SelectMany(cascade => cascade.Venues).Distinct()] });
        var searchedToMs = reader.Cascades.SearchedToMs();
        return new CascadesResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            MinUsd = question.MinUsd,
            SearchedTo = searchedToMs == 0 ? null : Timestamps.FromUnixMs(searchedToMs),
            JudgedFrom = reader.Cascades.JudgedFromMs() is { } judgedFromMs ? Timestamps.FromUnixMs(judgedFromMs) : null,
            More = found.Count > question.Limit,
            Next = found.Count > question.Limit ? ListCursor.Behind(question, found[question.Limit - 1]).ToString() : null,
            Floor = completeness.Floor,
            Covered = completeness.Covered,
            LeastCovered = CoverageResultBuilder.Least(completeness),
            Coverage = CoverageResultBuilder.Of(completeness),
            Deficits = CoverageResultBuilder.Deficits(completeness),
            Cascades = [.. found.Take(question.Limit).Select(CascadeResult.Of)],
        };
    }
}
