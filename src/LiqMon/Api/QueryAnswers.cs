using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Api;

/// <summary>Which result a query has, by its parameters: one place for every protocol.</summary>
internal static class QueryAnswers
{
    /// <summary>What totals may be broken down by; the first is the default.</summary>
    internal static readonly Grouping[] SqueezeGroupings =
        [Grouping.None, Grouping.Asset, Grouping.Venue, Grouping.Day, Grouping.Hour];

    /// <summary>The same of open interest.</summary>
    internal static readonly Grouping[] OpenInterestGroupings = [Grouping.Asset, Grouping.Venue];

    internal static TAnswer Liquidations<TAnswer>(StoreQueries answers, SpanQuery question, IAnswerWriter<TAnswer> writer)
    {
        var found = answers.Liquidations(question);
        return writer.OfRows(found, found.Liquidations.Count, QueryJson.Default.LiquidationsResult);
    }

    internal static TAnswer Cascades<TAnswer>(CascadeParameters parameters, StoreQueries answers, SpanQuery question, IAnswerWriter<TAnswer> writer)
    {
        if (parameters.After != "true")
            return writer.Of(answers.Cascades.Of(question), QueryJson.Default.CascadesResult);
        return question.Filter.Assets is { Count: 1 }
            ? writer.Of(answers.Cascades.After(question), QueryJson.Default.CascadeAftermathResult)
            : writer.Wrong("asset: after goes with one, such as BTC");
    }

    internal static TAnswer Squeeze<TAnswer>(StoreQueries answers, SpanQuery question, IAnswerWriter<TAnswer> writer)
    {
        if (question.Compare is { } source)
            return Compare(answers, question, source, writer);
        var squeezes = answers.Squeezes.Of(question);
        if (answers.Squeezes.OfOthers(question, squeezes) is { } external)
        {
            return question.By == Grouping.None
                ? writer.Of(external[0], QueryJson.Default.ExternalSqueezeResult)
                : writer.Of(external, QueryJson.Default.IReadOnlyListExternalSqueezeResult);
        }

        return question.By == Grouping.None
            ? writer.Of(squeezes[0], QueryJson.Default.SqueezeResult)
            : writer.Of(squeezes, QueryJson.Default.IReadOnlyListSqueezeResult);
    }

    internal static TAnswer Map<TAnswer>(MapParameters parameters, StoreQueries answers, SpanQuery question, IAnswerWriter<TAnswer> writer) =>
        (parameters.Score == "true", question.Over) switch
        {
            (true, not null) => writer.Wrong("over: does not go with score"),
            (true, null) => writer.Of(answers.Map.Score(question), QueryJson.Default.MapScoreResult),
            (false, not null) => writer.Of(answers.Map.Over(question), QueryJson.Default.HeatResult),
            (false, null) => writer.Of(answers.Map.Of(question), QueryJson.Default.MapResult),
        };

    private static TAnswer Compare<TAnswer>(StoreQueries answers, SpanQuery question, string source, IAnswerWriter<TAnswer> writer)
    {
        try
        {
            var comparisons = answers.Squeezes.Compare(question, source);
            return question.By == Grouping.None
                ? writer.Of(comparisons[0], QueryJson.Default.ComparisonResult)
                : writer.Of(comparisons, QueryJson.Default.IReadOnlyListComparisonResult);
        }
        catch (StoreException unknown) when (unknown.Failure == StoreFailure.NotFound)
        {
            return writer.Wrong($"compare: {unknown.Message}");
        }
    }
}
