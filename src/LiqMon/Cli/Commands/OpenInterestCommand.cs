using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>oi</c>: open interest and its change.</summary>
internal static class OpenInterestCommand
{
    private const int ShownContracts = 40;

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("oi", "Open interest at the end of a span, and its change over it");
        var options = new QueryOptions(command, Grouping.Asset, Grouping.Venue);
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed), options, parsed));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow());
        var answer = query.Answers.Market.OpenInterest(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.OpenInterestResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => ListRendering.WriteCsv(output, answer));
                break;
            default:
                query.Heading($"{question.AssetText} open interest, {QueryCommand.SpanText(question)}");
                query.Grid(ListRendering.OpenInterestTotals(answer, EnumNames.Of(question.By)));
                query.Out.WriteLine();
                WriteContracts(query, answer);
                break;
        }

        return answer.Instruments.Count == 0 ? query.NoData(question, "open interest") : ExitCode.Ok;
    }

    private static void WriteContracts(QueryCommand query, OpenInterestResult answer)
    {
        var hidden = answer.Instruments.Count - ShownContracts;
        query.Grid(ListRendering.OpenInterest(answer with { Instruments = [.. answer.Instruments.Take(ShownContracts)] }));
        if (hidden > 0)
            query.Notes([$"{hidden} smaller contracts are not shown; --format json or csv has them all"]);
    }
}
