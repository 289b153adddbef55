using System.CommandLine;
using LiqMon.Alerts;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>alerts test</c>: posts a test to each target of the settings, and says what became of it.</summary>
internal static class AlertsCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("alerts", "Where alerts on cascades and reports are sent");
        var test = new Command("test", "Post a test to each target once, and say what became of it");
        var only = new Option<string?>("--target") { HelpName = "NAME", Description = "Only this target (all)" };
        test.Options.Add(only);
        test.SetAction((parsed, cancellation) => TestAsync(QueryCommand.Open(context, globals, parsed), parsed.GetValue(only), cancellation));
        command.Subcommands.Add(test);
        return command;
    }

    private static async Task<int> TestAsync(QueryCommand query, string? only, CancellationToken cancellation)
    {
        var all = query.Settings.Alerts;
        var targets = only is null ? all : [.. all.Where(target => target.Name.Equals(only, StringComparison.OrdinalIgnoreCase))];
        if (targets.Count == 0)
        {
            throw new UsageException(all.Count == 0
                ? "no target is set; set LIQMON_Alerts__NAME__Service and what it needs, see the README"
                : $"--target: {QueryParser.Shown(only!)} is not one of {string.Join(", ", all.Select(target => target.Name))}");
        }

        var answers = await AlertTest.RunAsync(targets, query.Context.Time, cancellation).ConfigureAwait(false);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answers, QueryJson.Default.IReadOnlyListAlertTestResult);
                break;
            case OutputFormat.Csv:
                WriteCsv(query.Out, answers);
                break;
            default:
                query.Grid(new Grid(
                    [new("target"), new("service"), new("outcome"), new("detail")],
                    [.. answers.Select(answer => new GridCell[] { answer.Target, answer.Service, EnumNames.Of(answer.Outcome), answer.Detail ?? "" })]));
                break;
        }

        return answers.All(answer => answer.Outcome == AlertResultStatus.Sent) ? ExitCode.Ok : ExitCode.Failure;
    }

    private static void WriteCsv(TextWriter output, IReadOnlyList<AlertTestResult> answers)
    {
        using var csv = new CsvText(output, "target", "service", "outcome", "detail");
        foreach (var answer in answers)
            csv.Row(answer.Target, answer.Service, EnumNames.Of(answer.Outcome), answer.Detail);
    }
}
