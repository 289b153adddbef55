using System.CommandLine;
using LiqMon.Cli.Commands;
using LiqMon.Configuration;
using LiqMon.Doctor;
using LiqMon.Hosting;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli;

/// <summary>Understands a command line, runs the command, and turns every way it can end into an exit code.</summary>
public static class CommandLine
{
    private static readonly string[] SecretOptions = ["--api-key", "--apikey", "--token", "--password", "--secret"];

    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(CliContext context, IReadOnlyList<string> args, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(args);
        if (args.FirstOrDefault(IsSecret) is { } secret)
        {
            // Other users of the machine can read command lines; the value is not repeated here either.
            Say(context, $"{secret.Split('=')[0]}: secrets are not taken from the command line; {SettingNames.WhereSecretsGo("ApiKey")}");
            return ExitCode.Usage;
        }

        var globals = new GlobalOptions();
        var parsed = Build(context, globals).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        // Help on what is no command would be help on something else.
        var isHelp = parsed.Action is Examples.ExampledHelp;
        var errors = isHelp
            ? parsed.UnmatchedTokens.Select(token => $"Unrecognized command or argument '{token}'.").ToList()
            : parsed.Errors.Select(error => error.Message).Distinct().ToList();
        if (errors.Count > 0)
        {
            foreach (var error in errors)
                Say(context, TerminalText.Of(error));
            if (Suggestions.For(parsed) is { } meant)
                Say(context, meant);
            Say(context, "'liqmon --help' lists the commands, 'liqmon COMMAND --help' the options of one.");
            return ExitCode.Usage;
        }

        return await InvokeAsync(context, globals, parsed, cancellation).ConfigureAwait(false);
    }

    /// <summary>All commands and options.</summary>
    public static RootCommand Build(CliContext context) => Build(context, new GlobalOptions());

    private static RootCommand Build(CliContext context, GlobalOptions globals)
    {
        var root = new RootCommand("LiqMon: how much was liquidated on crypto futures venues, and how complete that answer is");
        globals.AddTo(root);
        LiveCommandTree.AddRun(root, context, globals);
        root.Subcommands.Add(LiveCommandTree.Run(context, globals));
        root.Subcommands.Add(LiveCommandTree.Demo(context, globals));
        root.Subcommands.Add(SqueezeCommand.Build(context, globals));
        root.Subcommands.Add(EstimateCommand.Build(context, globals));
        root.Subcommands.Add(LiquidationsCommand.Build(context, globals));
        root.Subcommands.Add(CascadesCommand.Build(context, globals));
        root.Subcommands.Add(OpenInterestCommand.Build(context, globals));
        root.Subcommands.Add(MapCommand.Build(context, globals));
        root.Subcommands.Add(AlertsCommand.Build(context, globals));
        root.Subcommands.Add(McpCommand.Build(context, globals));
        root.Subcommands.Add(ReportCommand.Build(context, globals));
        root.Subcommands.Add(ExportCommand.Build(context, globals));
        root.Subcommands.Add(ContextCommand.Build(context, globals));
        root.Subcommands.Add(LongShortCommand.Build(context, globals));
        root.Subcommands.Add(VenuesCommand.Build(context, globals));
        root.Subcommands.Add(DoctorCommand.Build(context, globals));
        root.Subcommands.Add(BackfillCommand.Build(context, globals));
        root.Subcommands.Add(ImportCommand.Build(context, globals));
        root.Subcommands.Add(InfluxCommand.Build(context, globals));
        root.Subcommands.Add(LiveCommandTree.Record(context, globals));
        root.Subcommands.Add(LiveCommandTree.Replay(context, globals));
        root.Subcommands.Add(LiveCommandTree.Simulate(context, globals));
        root.Subcommands.Add(HelpCommand.Build(root));
        root.Subcommands.Add(CompletionCommand.Build(context));
        Examples.AddTo(root);
        return root;
    }

    private static async Task<int> InvokeAsync(CliContext context, GlobalOptions globals, ParseResult parsed, CancellationToken cancellation)
    {
        var invocation = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            // Whoever calls RunAsync decides what an interrupt is.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
            // Not with the token of an interrupt: that would replace the command's own code.
            await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return code;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (UsageException error)
        {
            return Wrong(context, error.Errors);
        }
        catch (OptionsException error)
        {
            return Wrong(context, error.Errors);
        }
        catch (StoreException error)
        {
            Say(context, TerminalText.Of(error.Message));
            if (error.Failure == StoreFailure.NotFound && OtherStore.Beside(globals.Settings(context, parsed).Data) is { } other)
                Say(context, other);
            if (error.Failure != StoreFailure.Corrupt)
                return ExitCode.Failure;
            Say(context, StoreIntegrityCheck.WhatToDo);
            return ExitCode.Damaged;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say(context, TerminalText.Of(error.Message));
            return ExitCode.Failure;
        }
    }

    private static int Wrong(CliContext context, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
            Say(context, error);
        return ExitCode.Usage;
    }

    private static bool IsSecret(string argument) =>
        SecretOptions.Contains(argument.Split('=', ':')[0], StringComparer.OrdinalIgnoreCase);

    private static void Say(CliContext context, string message) => context.Error.WriteLine("liqmon: " + message);
}
