using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;

namespace LiqMon.Cli.Commands;

/// <summary><c>map</c>: where positions would be forced out, by a model, and how good the model was.</summary>
internal static class MapCommand
{
    private static readonly TimeSpan DefaultHorizon = TimeSpan.FromHours(4);

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("map", "A model of where positions of one asset would be forced out; --score shows how good it was");
        var options = QueryOptions.OfMap(command);
        var score = new Option<bool>("--score") { Description = "Compare the model with what was liquidated in the span, window by window" };
        var horizon = new Option<string?>("--horizon") { HelpName = "H", Description = "Length of the windows of --score, such as 1h (4h)" };
        command.Options.Add(score);
        command.Options.Add(horizon);
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            var question = options.Read(parsed, query.Venues, context.Time.GetUtcNow());
            var ahead = OptionValues.Duration("--horizon", parsed.GetValue(horizon));
            if (ahead is not null && !parsed.GetValue(score))
                throw new UsageException("--horizon: goes with --score only");
            return parsed.GetValue(score) ? Score(query, question, ahead ?? DefaultHorizon) : Map(query, question);
        });
        return command;
    }

    private static int Map(QueryCommand query, SpanQuery question)
    {
        var answer = query.Answers.Map.Of(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.MapResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => MapRendering.WriteCsv(output, answer));
                break;
            case var _ when answer.Price is not null:
                query.Heading($"{answer.Asset} liquidation map (model), {QueryCommand.SpanText(question)}");
                query.Grid(MapRendering.Picture(answer));
                query.Notes(MapNotes.Of(answer));
                break;
        }

        return answer.Price is null ? query.NoData(question, "price") : ExitCode.Ok;
    }

    private static int Score(QueryCommand query, SpanQuery question, TimeSpan horizon)
    {
        var answer = query.Answers.Map.Score(question, horizon);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.MapScoreResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => MapScoreRendering.WriteCsv(output, answer));
                break;
            default:
                query.Heading($"{answer.Asset} liquidation map (model), its score, {QueryCommand.SpanText(question)}");
                query.Grid(MapScoreRendering.Sides(answer));
                query.Notes(MapScoreRendering.Notes(answer));
                break;
        }

        return answer.Both.Scored == 0 ? query.NoData(question, "window that can be scored") : ExitCode.Ok;
    }
}
