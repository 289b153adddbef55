using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;

namespace LiqMon.Cli.Commands;

/// <summary><c>cascades</c>: bursts of one-sided liquidations, newest first.</summary>
internal static class CascadesCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("cascades", "Bursts of one-sided liquidations against an asset's own normal, newest first");
        var options = QueryOptions.OfCascades(command);
        command.SetAction(parsed => Run(QueryCommand.Open(context, globals, parsed), options, parsed));
        return command;
    }

    private static int Run(QueryCommand query, QueryOptions options, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow());
        var answer = query.Answers.Cascades.Of(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.CascadesResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => CascadeRendering.WriteCsv(output, answer));
                break;
            default:
                query.Heading($"{question.AssetText} cascades, {QueryCommand.SpanText(question)}");
                query.Grid(CascadeRendering.Rows(answer));
                query.Notes(CascadeRendering.Notes(answer, query.Venues));
                break;
        }

        if (answer.More)
            query.Context.Error.WriteLine($"liqmon: there are more; only the newest {question.Limit} are shown (--limit).");
        if (answer.Cascades.Count > 0)
            return ExitCode.Ok;
        if (CascadeRendering.Unsearched(answer) is { } unsearched)
            query.Context.Error.WriteLine($"liqmon: {unsearched}.");
        return query.NoData(question, "cascades");
    }
}
