using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Estimates;

namespace LiqMon.Cli.Commands;

/// <summary><c>estimate score</c>: how good the estimates of <c>squeeze --estimate</c> are.</summary>
internal static class EstimateCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("estimate", "How good estimates of what sampled feeds hide are");
        var score = new Command("score", "Errors and ranges on simulated bursts, whose truth is known; takes some seconds");
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Start of all randomness (1)", DefaultValueFactory = _ => 1 };
        score.Options.Add(seed);
        score.SetAction(parsed => Write(QueryCommand.Open(context, globals, parsed), EstimateScore.Of(parsed.GetValue(seed))));
        command.Subcommands.Add(score);
        return command;
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
