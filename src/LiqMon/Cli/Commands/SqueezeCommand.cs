using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>squeeze</c>: totals of a span, long and short.</summary>
internal static class SqueezeCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("squeeze", "Totals: how much was liquidated, long and short, and how complete that is");
        var options = new QueryOptions(command, Grouping.None, Grouping.Asset, Grouping.Venue, Grouping.Day, Grouping.Hour);
        options.AddCompare(command);
        options.AddEstimate(command);
        var external = new Option<bool>("--with-external") { Description = "Show, apart from the totals, what Coinalyze counted in gaps; see backfill" };
        var line = new Option<bool>("--line") { Description = "One line to paste: BTC 7d: shorts $893.0M, longs $438.0M, net shorts +$455.0M (≥, 97.0% covered)" };
        var details = new Option<bool>("--details") { Description = "Show too what the total means, each venue's coverage, and why it is a floor" };
        foreach (var option in new Option[] { external, line, details })
            command.Options.Add(option);
        command.SetAction(parsed => Run(
            QueryCommand.Open(context, globals, parsed), options, external, parsed,
            parsed.GetValue(line) ? SqueezeDetail.Line : parsed.GetValue(details) ? SqueezeDetail.All : SqueezeDetail.Figures));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, Option<bool> external, ParseResult parsed, SqueezeDetail detail)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow()) with { WithExternal = parsed.GetValue(external) };
        if (question.Compare is { } source)
            return ExternalSqueeze.Compare(query, question, source);
        var answers = query.Answers.Squeezes.Of(question);
        if (query.Answers.Squeezes.OfOthers(question, answers) is { } counted)
            return ExternalSqueeze.Write(query, question, counted);
        Write(query, question, answers, detail);
        return answers.All(a => a.LongOrders + a.ShortOrders == 0) ? query.NoData(question, "liquidations") : ExitCode.Ok;
    }

    private static void Write(QueryCommand query, SpanQuery question, IReadOnlyList<SqueezeResult> answers, SqueezeDetail detail)
    {
        switch (query.Format)
        {
            case OutputFormat.Table or OutputFormat.Md when detail == SqueezeDetail.Line:
                foreach (var answer in answers)
                    query.Out.WriteLine((answer.Simulated ? "SIMULATED: " : "") + SqueezeRendering.Line(answer, question));
                break;
            case OutputFormat.Json when question.By == Grouping.None:
                query.Json(answers[0], QueryJson.Default.SqueezeResult);
                break;
            case OutputFormat.Json:
                query.Json(answers, QueryJson.Default.IReadOnlyListSqueezeResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => SqueezeRendering.WriteCsv(output, answers));
                break;
            default:
                WriteForPeople(query, question, answers, detail);
                break;
        }
    }

    private static void WriteForPeople(QueryCommand query, SpanQuery question, IReadOnlyList<SqueezeResult> answers, SqueezeDetail detail)
    {
        var hasDetails = detail == SqueezeDetail.All || query.Format == OutputFormat.Md;
        var label = question.By == Grouping.None && answers[0].Context?.Label is { } known ? $": {EnumNames.Of(known).Replace('_', ' ')}" : "";
        query.Heading($"{question.AssetText} liquidations, {QueryCommand.SpanText(question)}{label}");
        if (question.By == Grouping.None)
        {
            var answer = answers[0];
            query.Grid(SqueezeRendering.Total(answer));
            query.Notes(
            [
                .. hasDetails ? Details(query, answer) : [CoverageRendering.Short(answer)],
                .. ExternalRendering.Lines(answers, question.By),
                .. EstimateNotes.Lines(answer.Estimate),
            ]);
            return;
        }

        query.Grid(SqueezeRendering.Breakdown(answers, question.By));
        query.Notes([.. BreakdownRendering.Completeness(answers, question.By, query.Venues, hasDetails), .. ExternalRendering.Lines(answers, question.By)]);
        if (answers.Any(answer => answer.Estimate?.Total is not null))
        {
            query.Out.WriteLine();
            query.Grid(EstimateRendering.Breakdown(answers, question.By));
        }

        if (question.WithEstimate)
            query.Notes(EstimateNotes.BreakdownLines(answers));
    }

    /// <summary>The lines of <c>--details</c>.</summary>
    private static IEnumerable<string> Details(QueryCommand query, SqueezeResult answer) =>
    [
        .. SqueezeRendering.Largest(answer) is { } largest ? [largest] : Array.Empty<string>(),
        .. answer.Context is { } context ? SqueezeContextRendering.Lines(answer, context) : [],
        .. CoverageRendering.Lines(answer, query.Venues, hasDetails: true),
    ];
}

/// <summary>How much of a total is shown to people.</summary>
internal enum SqueezeDetail
{
    /// <summary>The figures, and how complete they are in a line.</summary>
    Figures,

    /// <summary>One line to paste.</summary>
    Line,

    /// <summary>Also what they mean, each venue's coverage, and why the total is a floor.</summary>
    All,
}
