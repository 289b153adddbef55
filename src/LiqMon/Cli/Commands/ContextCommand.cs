using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>context</c>: where an asset stands.</summary>
internal static class ContextCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("context", "Where an asset stands: average, levels, spot premium, market cap, positioning");
        var asset = new Option<string?>("--asset") { HelpName = "ASSET", Description = "One asset (BTC)" };
        var candles = new Option<string?>("--candles") { HelpName = "4h|1d", Description = "List candles of mark prices too; in csv they are all there is" };
        var inShort = new Argument<string?>("what") { HelpName = "ASSET", Arity = ArgumentArity.ZeroOrOne, Description = "The same as --asset in short: BTC" };
        command.Arguments.Add(inShort);
        command.Options.Add(asset);
        command.Options.Add(candles);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(asset) is not null && parsed.GetValue(inShort) is { } second)
                throw new UsageException($"{QueryParser.Shown(second)}: the asset is named twice");
            var question = ContextQuery.Read(
                parsed.GetValue(asset) ?? parsed.GetValue(inShort), parsed.GetValue(candles), name => "--" + name, out var errors) ?? throw new UsageException(errors);
            return Run(QueryCommand.Open(context, globals, parsed), question);
        });
        return command;
    }

    private static int Run(QueryCommand query, ContextQuery question)
    {
        if (query.Format == OutputFormat.Csv)
            question = question with { Candles = question.Candles ?? CandleInterval.Day };
        var answer = query.Answers.Market.Context(question, query.Settings.Context.Levels, query.Context.Time.GetUtcNow());
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.MarketContextResult);
                break;
            case OutputFormat.Csv:
                query.Csv(output => ContextRendering.WriteCsv(output, answer));
                break;
            default:
                WriteForPeople(query, answer);
                break;
        }

        if (answer.Price is not null || answer.Candles is { Count: > 0 } || answer.GlobalMarket is not null || answer.Spot is not null)
            return ExitCode.Ok;
        query.Context.Error.WriteLine($"liqmon: nothing about {answer.Asset} is stored that still holds.");
        return ExitCode.NoData;
    }

    private static void WriteForPeople(QueryCommand query, MarketContextResult answer)
    {
        query.Heading($"{answer.Asset} at {Timestamps.Of(answer.Time)}");
        query.Grid(ContextRendering.Facts(answer));
        if (answer.Levels.Count > 0)
        {
            query.Out.WriteLine();
            query.Grid(ContextRendering.Levels("level", answer.Levels));
        }

        if (answer.MarketCap is { Milestones.Count: > 0 } cap)
        {
            query.Out.WriteLine();
            query.Grid(ContextRendering.Levels("market cap", cap.Milestones));
        }

        if (answer.Candles is { Count: > 0 } candles)
        {
            query.Out.WriteLine();
            query.Grid(ContextRendering.Candles(candles));
        }

        if (answer.Absent.Count > 0)
            query.Notes(answer.Absent.Select(absent => $"absent: {absent.What.Replace('_', ' ')}: {absent.Why}"));
    }
}
