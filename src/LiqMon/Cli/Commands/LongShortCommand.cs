using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Cli.Commands;

/// <summary><c>long-short</c>: ratios of accounts, as venues publish them.</summary>
internal static class LongShortCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("long-short", "Accounts that are long over those that are short, as venues publish it, hour by hour");
        var options = new QueryOptions(command, Grouping.None);
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed), options, parsed));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow());
        var answer = query.Answers.Market.LongShort(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.LongShortResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => LongShortRendering.WriteCsv(output, answer));
                break;
            default:
                query.Heading($"{question.AssetText} long over short accounts, {QueryCommand.SpanText(question)}");
                query.Grid(LongShortRendering.Series(answer));
                if (answer.Series.Count > 0)
                    query.Notes(["accounts are counted, not dollars; --format json or csv has every reading"]);
                break;
        }

        return answer.Series.Count == 0 ? query.NoData(question, "long/short ratios") : ExitCode.Ok;
    }
}
