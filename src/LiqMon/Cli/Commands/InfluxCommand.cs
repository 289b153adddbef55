using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Influx;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>influx</c>: how far delivery to InfluxDB has got, and delivering again.</summary>
internal static class InfluxCommand
{
    private const int ShownRefused = 5;

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("influx", "InfluxDB: how far delivery has got (status), delivering again (resync), and preparing a server (setup)");
        command.Subcommands.Add(Status(context, globals));
        command.Subcommands.Add(Resync(context, globals));
        command.Subcommands.Add(InfluxSetupCommand.Build(context));
        return command;
    }

    private static Command Status(CliContext context, GlobalOptions globals)
    {
        var command = new Command("status", "What waits to be written, since when and why, and what was refused. Also while run is running");
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            using var reader = OutboxReader.Open(query.Settings.Data);
            if (reader.State(InfluxOptions.Destination) is not { } state)
                return NotConfigured(context);
            Write(query, InfluxResult.Of(
                state, reader.Refused(InfluxOptions.Destination, ShownRefused), reader.Dropped(), query.Settings.Influx?.Name, context.Time.GetUtcNow()));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Resync(CliContext context, GlobalOptions globals)
    {
        var command = new Command(
            "resync",
            "Write everything the store holds from a time on once more; equal points take each other's place. The running "
            + "monitor does it beside its live data; without one, the next run does");
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "ISO-8601 date or time, UTC" };
        command.Options.Add(from);
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            if (parsed.GetValue(from) is not { } text || !SpanText.TryTime(text, out var time))
                throw new UsageException("--from: give the time from which on to write again, such as 2026-11-20 or 2026-11-20T12:00Z");
            if (!OutboxResync.Request(query.Settings.Data, InfluxOptions.Destination, time.ToUnixTimeMilliseconds()))
                return NotConfigured(context);
            context.Error.WriteLine($"liqmon: everything from {Timestamps.Of(time)} on will be written again; 'liqmon influx status' shows how far.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static int NotConfigured(CliContext context)
    {
        context.Error.WriteLine("liqmon: nothing was ever to be written to InfluxDB from this store. Set Influx:Url and start 'liqmon run'.");
        return ExitCode.NoData;
    }

    private static void Write(QueryCommand query, InfluxResult answer)
    {
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(answer, QueryJson.Default.InfluxResult);
                break;
            case OutputFormat.Csv:
                using (var csv = new CsvText(query.Out, "what", "value"))
                {
                    foreach (var (what, value) in InfluxRendering.Lines(answer))
                        csv.Row(what, value);
                }

                break;
            default:
                query.Grid(InfluxRendering.Of(answer));
                break;
        }
    }
}
