using System.CommandLine;
using System.Globalization;
using LiqMon.Alerts;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>alerts test</c>: posts a test to each target of the settings, says what became of it, and what each rule sees now.</summary>
internal static class AlertsCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("alerts", "Where alerts on cascades, reports and thresholds are sent");
        var test = new Command("test", "Post a test to each target once, and say what became of it and what each rule sees now");
        var only = new Option<string?>("--target") { HelpName = "NAME", Description = "Only this target (all)" };
        var rules = new Option<bool>("--rules") { Description = "Only what each rule sees now; nothing is posted" };
        test.Options.Add(only);
        test.Options.Add(rules);
        test.SetAction((parsed, cancellation) =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            return parsed.GetValue(rules) ? Task.FromResult(Rules(query, parsed.GetValue(only))) : TestAsync(query, parsed.GetValue(only), cancellation);
        });
        command.Subcommands.Add(test);
        return command;
    }

    private static int Rules(QueryCommand query, string? target)
    {
        if (target is not null)
            throw new UsageException("--rules: posts nothing, so it goes without --target");
        if (query.Settings.AlertRules.Count == 0)
            throw new UsageException("no rule is set; set LIQMON_Alerts__Rules__NAME__When to a condition such as squeeze(BTC,1h).short_usd > 50M");
        var readings = Read(query);
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(readings, AlertsJson.Default.IReadOnlyListRuleReading);
                break;
            case OutputFormat.Csv:
                using (var csv = new CsvText(query.Out, "rule", "holds", "when", "values"))
                {
                    foreach (var reading in readings)
                        csv.Row(reading.Rule, reading.Holds, reading.When, Values(reading));
                }

                break;
            default:
                query.Grid(GridOf(readings));
                break;
        }

        return ExitCode.Ok;
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
                query.Json(answers, AlertsJson.Default.IReadOnlyListAlertTestResult);
                break;
            case OutputFormat.Csv:
                WriteCsv(query.Out, answers);
                break;
            default:
                query.Grid(new Grid(
                    [new("target"), new("service"), new("outcome"), new("detail")],
                    [.. answers.Select(answer => new GridCell[] { answer.Target, answer.Service, EnumNames.Of(answer.Outcome), answer.Detail ?? "" })]));
                if (query.Settings.AlertRules.Count > 0)
                {
                    await query.Out.WriteLineAsync().ConfigureAwait(false);
                    await ShowRulesAsync(query).ConfigureAwait(false);
                }

                break;
        }

        return answers.All(answer => answer.Outcome == AlertResultStatus.Sent) ? ExitCode.Ok : ExitCode.Failure;
    }

    private static async Task ShowRulesAsync(QueryCommand query)
    {
        try
        {
            query.Grid(GridOf(Read(query)));
        }
        catch (StoreException failure)
        {
            // Targets are tried before the first run, when there is no store; what became of them stands.
            await query.Context.Error.WriteLineAsync($"liqmon: what rules see is not known: {TerminalText.Of(failure.Message)}").ConfigureAwait(false);
        }
    }

    // No process is queried, so the state of feeds is not known here.
    private static IReadOnlyList<RuleReading> Read(QueryCommand query)
    {
        var values = new RuleValues(query.Answers, status: null, query.Context.Time.GetUtcNow());
        return [.. query.Settings.AlertRules.Select(rule => RuleReading.Of(rule, values))];
    }

    private static Grid GridOf(IReadOnlyList<RuleReading> readings) => new(
        [new("rule"), new("holds"), new("when"), new("values")],
        [
            .. readings.Select(reading => new GridCell[]
            {
                reading.Rule, reading.Holds switch { true => "yes", false => "no", null => "not known" }, reading.When, Values(reading),
            }),
        ]);

    private static string Values(RuleReading reading) => string.Join("; ", reading.Values
        .Select(value => $"{value.Key} = {(value.Value is { } known ? known.ToString("#,##0.######", CultureInfo.InvariantCulture) : "?")}")
        .Concat(reading.Floors.Select(floor => $"{floor.Key} is a floor, {floor.Value}")));

    private static void WriteCsv(TextWriter output, IReadOnlyList<AlertTestResult> answers)
    {
        using var csv = new CsvText(output, "target", "service", "outcome", "detail");
        foreach (var answer in answers)
            csv.Row(answer.Target, answer.Service, EnumNames.Of(answer.Outcome), answer.Detail);
    }
}
