using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LiqMon.Cli;

/// <summary>Examples at the end of the help of each command. A test understands each.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> Of = new(StringComparer.Ordinal)
    {
        ["run"] = ["liqmon run", "liqmon run --listen http://127.0.0.1:9000 --data /var/lib/liqmon"],
        ["demo"] = ["liqmon demo", "liqmon demo --scenario tour"],
        ["squeeze"] = ["liqmon squeeze BTC 7d", "liqmon squeeze BTC 7d --line", "liqmon squeeze --window 24h --by asset", "liqmon squeeze ETH --from 2026-11-01 --to 2026-11-08 --by day --format csv"],
        ["estimate"] = ["liqmon estimate score"],
        ["liquidations"] = ["liqmon liquidations BTC 1h --min-usd 250k", "liqmon liquidations --side short --limit 10 --format json"],
        ["cascades"] = ["liqmon cascades BTC 7d", "liqmon cascades --side long --min-usd 10M"],
        ["oi"] = ["liqmon oi BTC 24h", "liqmon oi 7d --by venue"],
        ["map"] = ["liqmon map BTC", "liqmon map ETH 14d --range 15%"],
        ["alerts"] = ["liqmon alerts test"],
        ["mcp"] = ["liqmon mcp", "liqmon mcp --data /var/lib/liqmon"],
        ["report"] = ["liqmon report weekly", "liqmon report weekly --week 2026-W47"],
        ["export"] = ["liqmon export liquidations --asset BTC --window 7d --out btc.csv.gz", "liqmon export minutes --window 30d --format ndjson"],
        ["context"] = ["liqmon context BTC", "liqmon context ETH --candles 4h"],
        ["long-short"] = ["liqmon long-short BTC 24h"],
        ["venues"] = ["liqmon venues", "liqmon venues --format json"],
        ["doctor"] = ["liqmon doctor"],
        ["backfill"] = ["liqmon backfill --venue gate --from 2026-11-20"],
        ["import"] = ["liqmon import totals coinglass.json --source coinglass --asset BTC", "liqmon import totals coinalyze.json --source coinalyze --unit coin --price mark", "liqmon import list"],
        ["influx"] = ["liqmon influx status", "liqmon influx resync --from 2026-11-20"],
        ["record"] = ["liqmon record --venue okx --out okx.ndjson.gz"],
        ["replay"] = ["liqmon replay okx.ndjson.gz --data replayed"],
        ["simulate"] = ["liqmon simulate --venue bybit"],
        ["help"] = ["liqmon help squeeze"],
        ["completion"] = ["liqmon completion bash"],
    };

    /// <summary>All of them, as a shell takes them.</summary>
    internal static IEnumerable<(string Command, string Line)> All => Of.SelectMany(command => command.Value.Select(line => (command.Key, line)));

    /// <summary>Lets help end with them.</summary>
    internal static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampledHelp((HelpAction)help.Action!);
    }

    /// <summary>The examples of a command, or of the one that it belongs to.</summary>
    private static string[] For(ParseResult parsed)
    {
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            if (Of.TryGetValue(at.Command.Name, out var lines))
                return lines;
        }

        return ["liqmon demo", "liqmon run", "liqmon squeeze BTC 7d"];
    }

    /// <summary>The library's help, and the examples.</summary>
    internal sealed class ExampledHelp(HelpAction help) : SynchronousCommandLineAction
    {
        /// <inheritdoc/>
        public override bool ClearsParseErrors => true;

        /// <inheritdoc/>
        public override int Invoke(ParseResult parseResult)
        {
            ArgumentNullException.ThrowIfNull(parseResult);
            Fit(parseResult);
            var code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in For(parseResult))
                output.WriteLine($"  {line}");
            output.WriteLine();
            return code;
        }

        /// <summary>Shows formats as the command takes them, and in a list of commands of each what it does, in a sentence.</summary>
        private static void Fit(ParseResult parsed)
        {
            var command = parsed.CommandResult.Command;
            var format = parsed.RootCommandResult.Command.Options.Single(option => option.Name == GlobalOptions.FormatName);
            format.Hidden = command.Options.Any(own => own != format && own.Name == GlobalOptions.FormatName);
            if (command.Name == "export")
                (format.HelpName, format.Description) = ("csv|ndjson", "How rows are written (csv, or as the file's name ends)");
            foreach (var below in command.Subcommands)
                below.Description = FirstSentence(below.Description ?? "");
        }

        private static string FirstSentence(string text)
        {
            var end = new[] { text.IndexOf(". ", StringComparison.Ordinal), text.IndexOf("; ", StringComparison.Ordinal) }.Where(at => at > 0).DefaultIfEmpty(text.Length).Min();
            return text[..end];
        }
    }
}
