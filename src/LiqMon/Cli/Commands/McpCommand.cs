using System.CommandLine;
using LiqMon.Api;
using LiqMon.Cli.Live;
using LiqMon.Http;
using LiqMon.Mcp;
using LiqMon.Reports;
using LiqMon.Store;

namespace LiqMon.Cli.Commands;

/// <summary><c>mcp</c>: serves the store to models, over standard input and output.</summary>
internal static class McpCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("mcp", "Serve the store to models by the Model Context Protocol, over standard input and output");
        command.SetAction(async (parsed, cancellation) =>
        {
            var query = QueryCommand.OpenPlain(context, globals, parsed);
            // Standard output carries the protocol, so all lines go to standard error, also on a terminal.
            var lines = new RecentLines(context.Time, context.Error);
            using var logging = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Warning).AddProvider(lines));
            await context.Error.WriteLineAsync($"liqmon: mcp serves {query.Settings.Data}; it waits for a client on standard input.").ConfigureAwait(false);
            await McpHost.RunAsync(
                new McpServerSetup
                {
                    Open = () => StoreReader.Open(query.Settings.Data),
                    Answers = query.Answers,
                    Options = new ApiOptions { Venues = query.Venues, Levels = query.Settings.Context.Levels, Time = context.Time },
                    Reports = new WeeklyReports(query.Venues, query.Settings.Context.Levels, UserAgent.Version),
                    Version = UserAgent.Version,
                    Logging = logging,
                },
                cancellation).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }
}
