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
        var after = new Option<bool>("--after") { Description = "What the price of one asset did after its cascades, beside random times of equal volatility" };
        command.Options.Add(after);
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            return parsed.GetValue(after) ? After(query, options, parsed) : Run(query, options, parsed);
        });
        return command;
    }

    private static int After(QueryCommand query, QueryOptions options, ParseResult parsed)
    {
        var question = options.Read(parsed, query.Venues, query.Context.Time.GetUtcNow());
        if (question.Filter.Assets is not { Count: 1 })
            throw new UsageException("--asset: --after goes with one, such as BTC");
        var answer = query.Answers.Cascades.After(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.CascadeAftermathResult);
                break;
            case OutputFormat.Csv:
                AftermathRendering.WriteCsv(query.Out, answer);
                break;
            default:
                query.Heading($"{question.AssetText} after cascades, {QueryCommand.SpanText(question)}");
                query.Grid(AftermathRendering.Rows(answer));
                query.Notes(AftermathRendering.Notes(answer));
                break;
        }

        return answer.Sides.Any(side => side.Horizons.Count > 0) ? ExitCode.Ok : query.NoData(question, "cascades and prices enough to compare");
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
                query.Notes(CascadeRendering.Notes(answer, query.Venues, options.HasDetails(parsed, query.Format)));
                break;
        }

        if (answer.More)
            query.Context.Error.WriteLine($"liqmon: there are more; only the newest {question.Limit} are shown (--limit; what follows: --cursor {answer.Next}).");
        if (answer.Cascades.Count > 0)
            return ExitCode.Ok;
        if (CascadeRendering.Unsearched(answer) is { } unsearched)
            query.Context.Error.WriteLine($"liqmon: {unsearched}.");
        return query.NoData(question, "cascades");
    }
}
