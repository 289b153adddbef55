using LiqMon.Cli.Rendering;
using LiqMon.External;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary>The part of <c>squeeze</c> that speaks of totals others have counted.</summary>
internal static class ExternalSqueeze
{
    /// <summary>Writes what a source counted in a span that LiqMon knows nothing of.</summary>
    internal static int Write(QueryCommand query, SpanQuery question, IReadOnlyList<ExternalSqueezeResult> answers)
    {
        switch (query.Format)
        {
            case OutputFormat.Json when question.By == Grouping.None:
                query.Json(answers[0], QueryJson.Default.ExternalSqueezeResult);
                return ExitCode.Ok;
            case OutputFormat.Json:
                query.Json(answers, QueryJson.Default.IReadOnlyListExternalSqueezeResult);
                return ExitCode.Ok;
            case OutputFormat.Csv:
                query.Csv(output => ExternalSqueezeRendering.WriteCsv(output, answers));
                return ExitCode.Ok;
        }

        var source = answers.Select(answer => answer.Source).FirstOrDefault() ?? "the source";
        query.Heading($"{question.AssetText} liquidations as counted by {source}, {QueryCommand.SpanText(question)}");
        query.Grid(question.By == Grouping.None
            ? ExternalSqueezeRendering.Total(answers[0])
            : ExternalSqueezeRendering.Breakdown(answers, question.By));
        query.Notes([
            $"source: {source}{OfVenues(answers)}. LiqMon itself watched nothing in this span.",
            .. question.By == Grouping.None ? [Covers(answers[0])] : Array.Empty<string>(),
        ]);
        return ExitCode.Ok;
    }

    /// <summary>Writes LiqMon's totals beside those of a source.</summary>
    internal static int Compare(QueryCommand query, SpanQuery question, string source)
    {
        var answers = query.Answers.Squeezes.Compare(question, source);
        switch (query.Format)
        {
            case OutputFormat.Json when question.By == Grouping.None:
                query.Json(answers[0], QueryJson.Default.ComparisonResult);
                break;
            case OutputFormat.Json:
                query.Json(answers, QueryJson.Default.IReadOnlyListComparisonResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => ExternalSqueezeRendering.WriteCsv(output, answers, source));
                break;
            default:
                WriteForPeople(query, question, answers, source);
                break;
        }

        var knowsAny = answers.Any(a => a.External is not null || a.Own is { LongOrders: > 0 } or { ShortOrders: > 0 });
        return knowsAny ? ExitCode.Ok : query.NoData(question, $"liquidations, and none by {source},");
    }

    private static void WriteForPeople(QueryCommand query, SpanQuery question, IReadOnlyList<ComparisonResult> answers, string source)
    {
        query.Heading($"{question.AssetText} liquidations, LiqMon beside {source}, {QueryCommand.SpanText(question)}");
        if (question.By != Grouping.None)
        {
            query.Grid(ExternalSqueezeRendering.Comparisons(answers, question.By, source));
            return;
        }

        var answer = answers[0];
        query.Grid(ExternalSqueezeRendering.Comparison(answer, source));
        query.Notes([
            answer.External is { } external ? Covers(external) : $"coverage: {source} has no bucket that lies wholly in this span",
            .. answer.Own is { } own
                ? CoverageRendering.Lines(own, query.Venues, hasDetails: query.Format == OutputFormat.Md)
                : ["LiqMon itself watched nothing in this span."],
        ]);
    }

    private static string OfVenues(IReadOnlyList<ExternalSqueezeResult> answers)
    {
        var venues = answers.SelectMany(answer => answer.Venues).Distinct().Order(StringComparer.Ordinal).ToList();
        return venues.Count == 0 || venues.Contains(ExternalTotal.All) ? "" : $", of {string.Join(", ", venues)} only";
    }

    private static string Covers(ExternalSqueezeResult answer) =>
        $"coverage: {answer.Source} {NumberText.Coverage(answer.SourceCoverage)} of the span, in buckets of {string.Join(", ", answer.Buckets)}";
}
