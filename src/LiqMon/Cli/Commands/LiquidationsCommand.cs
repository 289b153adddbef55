using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;

namespace LiqMon.Cli.Commands;

/// <summary><c>liquidations</c>: single orders, newest first.</summary>
internal static class LiquidationsCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("liquidations", "Single liquidations, newest first");
        var options = new QueryOptions(command);
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed), options, parsed));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow());
        var answer = query.Answers.Liquidations(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.LiquidationsResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => ListRendering.WriteCsv(output, answer));
                break;
            default:
                query.Heading($"{question.AssetText} liquidations, {QueryCommand.SpanText(question)}");
                query.Grid(ListRendering.Liquidations(answer));
                query.Notes(CoverageRendering.Lines(answer, query.Venues, options.HasDetails(parsed, query.Format)));
                break;
        }

        if (answer.More)
            query.Context.Error.WriteLine($"liqmon: there are more; only the newest {question.Limit} are shown (--limit; what follows: --cursor {answer.Next}).");
        return answer.Liquidations.Count == 0 ? query.NoData(question, "liquidations") : ExitCode.Ok;
    }
}
