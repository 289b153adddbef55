using System.CommandLine;
using LiqMon.Simulator;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary>The commands that work on live or recorded frames: their options, and how these are read.</summary>
internal static class LiveCommandTree
{
    internal static Command Run(CliContext context, GlobalOptions globals)
    {
        var command = new Command("run", "Watch the venues: store, totals, HTTP (the default)");
        AddRun(command, context, globals);
        return command;
    }

    /// <summary>Makes a command do what <c>run</c> does: <c>run</c> itself, and no command at all.</summary>
    internal static void AddRun(Command command, CliContext context, GlobalOptions globals)
    {
        var listen = ListenOption();
        command.Options.Add(listen);
        command.SetAction((parsed, cancellation) => RunCommand.RunAsync(
            context,
            new RunOptions(globals.Settings(context, parsed, parsed.GetValue(listen)), globals.Color(context, parsed)),
            cancellation));
    }

    internal static Command Demo(CliContext context, GlobalOptions globals)
    {
        var command = new Command("demo", "The same as run, with simulated venues: works without internet");
        var simulation = new SimulationArguments(command, SimulationScenario.Tour);
        var history = new Option<string?>("--history")
        {
            HelpName = "LENGTH|none",
            Description = "How long a simulated past an empty data folder is given, such as 7d or none (30d)",
        };
        command.Options.Add(history);
        var listen = ListenOption();
        command.Options.Add(listen);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = globals.Settings(context, parsed, parsed.GetValue(listen));
            var past = parsed.GetValue(history) == "none" ? TimeSpan.Zero : OptionValues.Duration("--history", parsed.GetValue(history)) ?? TimeSpan.FromDays(30);
            if (past > TimeSpan.FromDays(90))
                throw new UsageException("--history: at most 90d");
            var options = new DemoOptions(settings, globals.IsDataGiven(parsed), simulation.Read(parsed), globals.Color(context, parsed), past);
            return DemoCommand.RunAsync(context, options, cancellation);
        });
        return command;
    }

    internal static Command Simulate(CliContext context, GlobalOptions globals)
    {
        var command = new Command("simulate", "Serve simulated venues on this machine");
        var simulation = new SimulationArguments(command, SimulationScenario.Mixed);
        var venue = VenueOption("Venue to imitate; repeat it or put commas between (all)");
        var port = new Option<string?>("--port") { HelpName = "PORT", Description = "Port of the ledger on 127.0.0.1 (9000); 0 takes a free one. Venues take free ports" };
        var faults = new Option<string?>("--faults") { HelpName = "FILE", Description = "What the venues do wrong, as JSON; \"venue\":\"*\" means all" };
        command.Options.Add(venue);
        var past = new Option<string?>("--past") { HelpName = "LENGTH", Description = "How much of the time before the venues with a past publish over REST, such as 7d (none)" };
        command.Options.Add(port);
        command.Options.Add(faults);
        command.Options.Add(past);
        command.SetAction((parsed, cancellation) =>
        {
            globals.Format(parsed);
            var number = OptionValues.Whole("--port", parsed.GetValue(port), 0, 65_535) ?? 9_000;
            var venues = OptionValues.Venues("--venue", parsed.GetValue(venue) ?? []);
            var options = new SimulateOptions(
                simulation.Read(parsed) with { Faults = FaultFile.Read("--faults", parsed.GetValue(faults)), Past = Past(parsed.GetValue(past)) },
                venues.Count > 0 ? venues : [.. Simulation.KnownVenues],
                new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, number));
            return SimulateCommand.RunAsync(context, options, cancellation);
        });
        return command;
    }

    private static TimeSpan Past(string? text) => text is null ? TimeSpan.Zero
        : Queries.SpanText.TryWindow(text, out var length) && length <= TimeSpan.FromDays(90) ? length
        : throw new UsageException($"--past: {Queries.QueryParser.Shown(text)} is not a length of time up to 90d; write 7d");

    internal static Command Record(CliContext context, GlobalOptions globals)
    {
        var command = new Command("record", "Write the raw frames of venues to a file");
        var venue = VenueOption("Venue to record; repeat it or put commas between (all that are enabled)");
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "The recording; compressed when the name ends in .gz" };
        var duration = new Option<string?>("--duration") { HelpName = "LENGTH", Description = "For how long, such as 30s, 10m or 2h (until interrupted)" };
        command.Options.Add(venue);
        command.Options.Add(output);
        command.Options.Add(duration);
        command.SetAction((parsed, cancellation) =>
        {
            if (string.IsNullOrWhiteSpace(parsed.GetValue(output)))
                throw new UsageException("--out: name the file to write, such as frames.jsonl.gz");
            var settings = globals.Settings(context, parsed);
            var venues = OptionValues.Venues("--venue", parsed.GetValue(venue) ?? []);
            var options = new RecordOptions(
                settings,
                venues.Count > 0 ? OptionValues.Trading("--venue", venues) : [.. settings.Venues.Where(v => v.Value.Enabled).Select(v => v.Key)],
                parsed.GetValue(output)!,
                OptionValues.Duration("--duration", parsed.GetValue(duration)));
            return RecordCommand.RunAsync(context, options, cancellation);
        });
        return command;
    }

    internal static Command Replay(CliContext context, GlobalOptions globals)
    {
        var command = new Command("replay", "Take recorded frames through the same path as live ones");
        var venue = new Option<string?>("--venue") { HelpName = "VENUE", Description = "Venue of files with bare frames; recordings name theirs" };
        var instruments = new Option<string[]>("--instruments") { HelpName = "FILE", Description = "The venue's list of contracts, as its REST answers it; repeat it for several" };
        var speed = new Option<string?>("--speed") { HelpName = "max|1|10", Description = "Pace: as fast as possible (max), as recorded (1), ten times as fast (10)" };
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Recordings or files of bare frames, .gz or not, in order; a single - is standard input" };
        command.Options.Add(venue);
        command.Options.Add(instruments);
        command.Options.Add(speed);
        command.Arguments.Add(files);
        command.SetAction((parsed, cancellation) =>
        {
            var requested = parsed.GetValue(venue);
            var options = new ReplayOptions(
                globals.Settings(context, parsed),
                requested is null ? null : OptionValues.OneVenue("--venue", requested),
                parsed.GetValue(instruments) ?? [],
                parsed.GetValue(files) ?? [],
                OptionValues.Speed("--speed", parsed.GetValue(speed)),
                globals.Format(parsed));
            return options.Files is [var file]
                ? StandardInput.AsFileAsync(context, file, path => ReplayCommand.RunAsync(context, options with { Files = [path] }, cancellation), cancellation)
                : ReplayCommand.RunAsync(context, options, cancellation);
        });
        return command;
    }

    private static Option<string?> ListenOption() => new("--listen")
    {
        HelpName = "URL",
        Description = "Address of HTTP (http://127.0.0.1:8190)",
    };

    private static Option<string[]> VenueOption(string description) =>
        new("--venue") { HelpName = "VENUE", Description = description };

    private sealed class SimulationArguments
    {
        private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "The same seed gives the same market (1)" };
        private readonly Option<string?> _rate = new("--rate") { HelpName = "N", Description = "How busy: multiplies the liquidations (1)" };
        private readonly Option<string?> _scenario;
        private readonly SimulationScenario _usual;

        internal SimulationArguments(Command command, SimulationScenario usual)
        {
            _usual = usual;
            _scenario = new("--scenario")
            {
                HelpName = "quiet|mixed|cascade|tour|positions",
                Description = $"What happens ({EnumNames.Of(usual)})",
            };
            command.Options.Add(_seed);
            command.Options.Add(_rate);
            command.Options.Add(_scenario);
        }

        internal SimulationOptions Read(ParseResult parsed) => new()
        {
            Seed = OptionValues.Whole("--seed", parsed.GetValue(_seed), 0, int.MaxValue) ?? 1,
            Rate = OptionValues.Number("--rate", parsed.GetValue(_rate), 0.01, 10_000) ?? 1,
            Scenario = OptionValues.OneOf("--scenario", parsed.GetValue(_scenario), _usual),
        };
    }
}
