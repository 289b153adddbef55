using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;

namespace LiqMon.Cli.Commands;

/// <summary><c>map</c>: where positions would be forced out, by a model, and how good the model was.</summary>
internal static class MapCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("map", "A model of where positions of one asset would be forced out; --score shows how good it was");
        var options = QueryOptions.OfMap(command);
        var score = new Option<bool>("--score") { Description = "Compare the model with what was liquidated in the span, window by window" };
        command.Options.Add(score);
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            var question = options.Read(parsed, query.Venues, context.Time.GetUtcNow());
            if (!parsed.GetValue(score) && options.HasHorizon(parsed))
                throw new UsageException("--horizon: goes with --score only");
            if (parsed.GetValue(score) && question.Over is not null)
                throw new UsageException("--over: does not go with --score");
            return parsed.GetValue(score) ? Score(query, question) : question.Over is null ? Map(query, question) : Over(query, question);
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

    private static int Over(QueryCommand query, SpanQuery question)
    {
        var answer = query.Answers.Map.Over(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.HeatResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => HeatRendering.WriteCsv(output, answer));
                break;
            case var _ when answer.Edges.Count > 0:
                query.Heading($"{answer.Asset} liquidation map (model) over time, {QueryCommand.SpanText(question)}");
                query.Picture(HeatRendering.Picture(answer));
                query.Notes(HeatRendering.Notes(answer));
                break;
        }

        return answer.Edges.Count == 0 ? query.NoData(question, "price") : ExitCode.Ok;
    }

    private static int Score(QueryCommand query, SpanQuery question)
    {
        var answer = query.Answers.Map.Score(question);
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
                query.Out.WriteLine();
                query.Grid(MapScoreRendering.Forecasts(answer));
                query.Notes(MapScoreRendering.Notes(answer));
                break;
        }

        return answer.Both.Scored == 0 ? query.NoData(question, "window that can be scored") : ExitCode.Ok;
    }
}
