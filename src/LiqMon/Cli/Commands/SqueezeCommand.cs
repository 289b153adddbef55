using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Store;

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
        command.Options.Add(external);
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed), options, external, parsed));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, Option<bool> external, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow()) with { WithExternal = parsed.GetValue(external) };
        if (question.Compare is { } source)
            return ExternalSqueeze.Compare(query, question, source);
        var answers = query.Answers.Squeezes.Of(question);
        if (query.Answers.Squeezes.OfOthers(question, answers) is { } counted)
            return ExternalSqueeze.Write(query, question, counted);
        Write(query, question, answers);
        return answers.All(a => a.LongOrders + a.ShortOrders == 0) ? query.NoData(question, "liquidations") : ExitCode.Ok;
    }

    private static void Write(QueryCommand query, SpanQuery question, IReadOnlyList<SqueezeResult> answers)
    {
        switch (query.Format)
        {
            case OutputFormat.Json when question.By == Grouping.None:
                query.Json(answers[0], QueryJson.Default.SqueezeResult);
                break;
            case OutputFormat.Json:
                query.Json(answers, QueryJson.Default.IReadOnlyListSqueezeResult);
                break;
            case OutputFormat.Csv:
                SqueezeRendering.WriteCsv(query.Out, answers);
                break;
            default:
                WriteForPeople(query, question, answers);
                break;
        }
    }

    private static void WriteForPeople(QueryCommand query, SpanQuery question, IReadOnlyList<SqueezeResult> answers)
    {
        query.Heading($"{question.AssetText} liquidations, {QueryCommand.SpanText(question)}");
        if (question.By == Grouping.None)
        {
            var answer = answers[0];
            query.Grid(SqueezeRendering.Total(answer));
            query.Notes([
                .. SqueezeRendering.Largest(answer) is { } largest ? [largest] : Array.Empty<string>(),
                .. answer.Context is { } context ? SqueezeContextRendering.Lines(answer, context) : [],
                .. CoverageRendering.Lines(answer, query.Venues),
                .. ExternalRendering.Lines(answers, question.By),
                .. EstimateNotes.Lines(answer.Estimate),
            ]);
            return;
        }

        query.Grid(SqueezeRendering.Breakdown(answers, question.By));
        var reasons = answers.Where(a => a.Floor).Select(a => FloorReasons.Of(a, query.Venues)).OfType<string>().Distinct().ToList();
        query.Notes([.. reasons.Take(5).Select(reason => "floor: " + reason), .. ExternalRendering.Lines(answers, question.By)]);
        if (answers.Any(answer => answer.Estimate?.Total is not null))
        {
            query.Out.WriteLine();
            query.Grid(EstimateRendering.Breakdown(answers, question.By));
        }

        if (question.WithEstimate)
            query.Notes(EstimateNotes.BreakdownLines(answers));
    }
}
