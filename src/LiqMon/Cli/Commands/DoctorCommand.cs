using System.CommandLine;
using System.Text.Json;
using LiqMon.Cli.Rendering;
using LiqMon.Configuration;
using LiqMon.Doctor;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli.Commands;

/// <summary><c>doctor</c>: checks everything LiqMon depends on, and says what to do about what is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command(
            "doctor",
            "Check settings, disk, store, clocks, InfluxDB, Grafana, every venue and the sources of context, and say what to do; "
            + "exits 1 when a check failed. Reads only, but for one point of its own in InfluxDB, and disturbs no monitor that runs");
        var venue = new Option<string[]>("--venue") { HelpName = "VENUE", Description = "Only this venue; repeat it or put commas between (all that are enabled)" };
        var offline = new Option<bool>("--offline") { Description = "Call nobody but this machine" };
        var timeout = new Option<string?>("--timeout") { HelpName = "LENGTH", Description = "How long one check may take, such as 10s or 2m (20s)" };
        var ready = new Option<bool>("--ready") { Description = "Only whether a monitor runs here and is ready; exits 0 or 1, for health checks" };
        command.Options.Add(ready);
        command.Options.Add(venue);
        command.Options.Add(offline);
        command.Options.Add(timeout);
        command.SetAction((parsed, cancellation) =>
        {
            var format = globals.Format(parsed);
            var color = globals.Color(context, parsed);
            var requested = OptionValues.Trading("--venue", OptionValues.Venues("--venue", parsed.GetValue(venue) ?? []));
            var patience = OptionValues.Duration("--timeout", parsed.GetValue(timeout)) ?? TimeSpan.FromSeconds(20);
            LiqMonOptions settings;
            try
            {
                settings = globals.Settings(context, parsed);
            }
            catch (OptionsException wrong)
            {
                // Here wrong settings are a finding like others.
                var answers = wrong.Errors.Select(error => new CheckOutcome("configuration", "settings", CheckState.Fail, error, null));
                return Task.FromResult(Write(context, format, color, DoctorResult.Of([.. answers])));
            }

            IReadOnlyList<IVenue> venues =
            [
                .. VenueCatalog.All.Where(one => one.Profile.ClosedOn is null)
                    .Where(one => requested.Count > 0 ? requested.Contains(one.Profile.Id) : settings.Venues[one.Profile.Id].Enabled),
            ];
            return parsed.GetValue(ready)
                ? ReadyAsync(context, settings, patience, cancellation)
                : RunAsync(context, settings, venues, parsed.GetValue(offline), patience, format, color, cancellation);
        });
        return command;
    }

    private static async Task<int> ReadyAsync(CliContext context, LiqMonOptions settings, TimeSpan patience, CancellationToken cancellation)
    {
        using var checkup = new DoctorChecks(settings, [], isOffline: true, context.Time);
        var found = await new CheckRunner(patience, context.Time).RunAsync([checkup.Run], cancellation);
        await context.Out.WriteLineAsync(TerminalText.Of(found[0].Finding));
        return found[0].State == CheckState.Ok ? ExitCode.Ok : ExitCode.Failure;
    }

    private static async Task<int> RunAsync(
        CliContext context, LiqMonOptions settings, IReadOnlyList<IVenue> venues, bool isOffline, TimeSpan patience,
        OutputFormat format, bool color, CancellationToken cancellation)
    {
        using var checkup = new DoctorChecks(settings, venues, isOffline, context.Time);
        var examination = new CheckRunner(patience, context.Time);
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = ShowAsync(context, examination, checkup.Groups.Sum(group => group.Checks.Count), showing.Token);
        IReadOnlyList<CheckOutcome> found;
        try
        {
            found = await examination.RunAsync(checkup.Groups, cancellation);
        }
        finally
        {
            await showing.CancelAsync();
            await shown;
        }

        return Write(context, format, color, DoctorResult.Of(found));
    }

    private static async Task ShowAsync(CliContext context, CheckRunner examination, int checks, CancellationToken ending)
    {
        if (!context.ShowsProgress)
            return;
        using var timer = new PeriodicTimer(ShowEvery, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
                await context.Error.WriteAsync($"\r{examination.Done} of {checks} checks done ");
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await context.Error.WriteAsync("\r");
        }
    }

    private static int Write(CliContext context, OutputFormat format, bool color, DoctorResult answer)
    {
        switch (format)
        {
            case OutputFormat.Json:
                context.Out.WriteLine(JsonSerializer.Serialize(answer, QueryJson.Default.DoctorResult));
                break;
            case OutputFormat.Csv:
                DoctorRendering.WriteCsv(context.Out, answer);
                break;
            case OutputFormat.Md:
                GridText.WriteMarkdown(context.Out, DoctorRendering.Of(answer));
                break;
            default:
                DoctorRendering.Write(context.Out, answer, context.Width, color);
                break;
        }

        return answer.Ok ? ExitCode.Ok : ExitCode.Failure;
    }
}
