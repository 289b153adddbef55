using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Estimates;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Cli.Commands;

/// <summary><c>estimate score</c>: how good the estimates of <c>squeeze --estimate</c> are.</summary>
internal static class EstimateCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("estimate", "How good estimates of what sampled feeds hide are");
        var score = new Command(
            "score", "Errors and ranges where the truth is known: on simulated bursts, or with --data on your own full feeds, throttled; takes some seconds");
        var options = new QueryOptions(score, Grouping.None);
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Start of all randomness (1)", DefaultValueFactory = _ => 1 };
        score.Options.Add(seed);
        score.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            if (globals.IsDataGiven(parsed))
                return Own(query, options.Read(parsed, query.Venues, context.Time.GetUtcNow()));
            return options.IsGiven(parsed)
                ? throw new UsageException("--data: asset, venue and span go with it only; without it simulated bursts are scored")
                : Write(query, EstimateScore.Of(parsed.GetValue(seed)));
        });
        command.Subcommands.Add(score);
        return command;
    }

    private static int Own(QueryCommand query, SpanQuery question)
    {
        var rows = query.Answers.Estimates.Score(question);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(rows, QueryJson.Default.IReadOnlyListFullFeedScoreResult);
                break;
            case OutputFormat.Csv:
                FullFeedScoreRendering.WriteCsv(query.Out, rows);
                break;
            case var _ when rows.Count > 0:
                query.Heading($"{HiddenEstimator.Method} on full feeds, throttled, {QueryCommand.SpanText(question)}");
                query.Grid(FullFeedScoreRendering.Table(rows));
                query.Notes(FullFeedScoreRendering.Notes);
                break;
        }

        return rows.Count > 0 ? ExitCode.Ok : query.NoData(question, "full feed with enough orders in both halves of the span");
    }

    private static int Write(QueryCommand query, IReadOnlyList<EstimateScoreRow> rows)
    {
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(rows, EstimatesJson.Default.IReadOnlyListEstimateScoreRow);
                break;
            case OutputFormat.Csv:
                EstimateScoreRendering.WriteCsv(query.Out, rows);
                break;
            default:
                query.Title(EstimateScoreRendering.Heading);
                query.Grid(EstimateScoreRendering.Table(rows));
                query.Notes(EstimateScoreRendering.Notes);
                break;
        }

        return ExitCode.Ok;
    }
}
