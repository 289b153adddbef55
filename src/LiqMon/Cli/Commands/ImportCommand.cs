using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.External;
using LiqMon.Import;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>import</c>: totals that others have counted, kept apart from LiqMon's own.</summary>
internal static class ImportCommand
{
    private const int ShownBadLines = 20;

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("import", "Totals that others have counted, kept apart from LiqMon's own: totals, list, remove");
        command.Subcommands.Add(Totals(context, globals));
        command.Subcommands.Add(List(context, globals));
        command.Subcommands.Add(Remove(context, globals));
        return command;
    }

    private static Command Totals(CliContext context, GlobalOptions globals)
    {
        var command = new Command(
            "totals",
            "Take a file of long and short dollars by asset and time: CSV, or JSON of CoinGlass v4 or Coinalyze. "
            + "Not while run is running on the same store");
        var file = new Argument<string>("FILE") { Description = "The file, - for standard input. CSV with or without a heading; JSON with or without its envelope" };
        var source = new Option<string?>("--source") { HelpName = "NAME", Description = "Who counted, such as coinglass" };
        var columns = new Option<string?>("--columns") { HelpName = "MAP", Description = "Columns with other names: asset=coin,time=day,long=longs,short=shorts" };
        var bucket = new Option<string?>("--bucket") { HelpName = "LENGTH", Description = "Length of a bucket: 1d, 1h, 5m (the distance of two lines)" };
        var asset = new Option<string?>("--asset") { HelpName = "ASSET", Description = "The asset of all lines, when no column names it; ALL for the whole market" };
        var venue = new Option<string?>("--venue") { HelpName = "VENUE", Description = "The venue of all lines (all venues together)" };
        var unit = new Option<string?>("--unit") { HelpName = "UNIT", Description = "What amounts are counted in: usd, coin (usd)" };
        var price = new Option<string?>("--price") { HelpName = "PRICE", Description = "What coins are valued at: mark, the mark prices of the store" };
        unit.AcceptOnlyFromAmong("usd", "coin");
        price.AcceptOnlyFromAmong("mark");
        var skipBad = new Option<bool>("--skip-bad") { Description = "Take the good lines although there are bad ones" };
        command.Arguments.Add(file);
        foreach (var option in new Option[] { source, columns, bucket, asset, venue, unit, price, skipBad })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => StandardInput.AsFileAsync(context, parsed.GetValue(file)!, path =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            var name = Name("--venue", parsed.GetValue(venue));
            var request = new TotalsRequest(
                path,
                Name("--source", parsed.GetValue(source)) ?? throw new UsageException("--source: name who counted, such as coinglass"),
                name is null or "all" ? ExternalTotal.All : name,
                parsed.GetValue(asset),
                Columns(parsed.GetValue(columns)),
                OptionValues.Duration("--bucket", parsed.GetValue(bucket)) is { } length ? (long)length.TotalMilliseconds : null,
                Unit(parsed.GetValue(unit), parsed.GetValue(price)),
                parsed.GetValue(skipBad));
            return Task.FromResult(Import(query, request, StandardInput.Shown(parsed.GetValue(file)!), cancellation));
        }, cancellation));
        return command;
    }

    private static Command List(CliContext context, GlobalOptions globals)
    {
        var command = new Command("list", "What has been imported");
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            var sources = query.Answers.Squeezes.ExternalSources().Select(ExternalSourceResult.Of).ToList();
            ImportRendering.Write(query, sources);
            if (sources.Count > 0)
                return ExitCode.Ok;
            context.Error.WriteLine("liqmon: no totals of others are stored.");
            return ExitCode.NoData;
        });
        return command;
    }

    private static Command Remove(CliContext context, GlobalOptions globals)
    {
        var command = new Command("remove", "Remove all totals of one source. Not while run is running on the same store");
        var source = new Option<string?>("--source") { HelpName = "NAME", Description = "The source" };
        command.Options.Add(source);
        command.SetAction(parsed =>
        {
            var query = QueryCommand.Open(context, globals, parsed);
            var name = Name("--source", parsed.GetValue(source)) ?? throw new UsageException("--source: name the source to remove");
            var known = query.Answers.Squeezes.ExternalSources().FirstOrDefault(one => one.Source == name);
            if (known is null)
            {
                context.Error.WriteLine($"liqmon: no totals of {name} are stored.");
                return ExitCode.NoData;
            }

            using var store = EventStore.Open(query.Settings.ForStore(), context.Time);
            store.Commit([StoreItem.Of(new ExternalTotalsRemoved(name))]);
            context.Error.WriteLine($"liqmon: removed {NumberText.Count(known.Totals)} totals of {name}.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Import(QueryCommand query, TotalsRequest request, string shown, CancellationToken cancellation)
    {
        ImportSummary summary;
        try
        {
            summary = TotalsImport.Run(
                request, () => EventStore.Open(query.Settings.ForStore(), query.Context.Time), Prices(query),
                query.Context.Time.GetUtcNow().ToUnixTimeMilliseconds(), cancellation);
        }
        catch (ImportException wrong)
        {
            query.Context.Error.WriteLine(TerminalText.Of($"liqmon: {shown}: {wrong.Message}."));
            return ExitCode.Failure;
        }

        ImportRendering.Write(query, summary);
        foreach (var bad in summary.BadLines.Take(ShownBadLines))
            query.Context.Error.WriteLine(TerminalText.Of($"liqmon: {shown}:{bad.Line}: {bad.Error}"));
        if (summary.BadLines.Count > ShownBadLines)
            query.Context.Error.WriteLine($"liqmon: and {NumberText.Count(summary.BadLines.Count - ShownBadLines)} bad lines more; --format json lists all.");
        if (summary.Imported > 0)
            return ExitCode.Ok;
        query.Context.Error.WriteLine(TerminalText.Of($"liqmon: nothing was imported: {summary.Warning}."));
        return summary.BadLines.Count == 0 ? ExitCode.NoData : ExitCode.Failure;
    }

    private static Func<string, IReadOnlyList<long>, IReadOnlyList<double?>> Prices(QueryCommand query) => (asset, moments) =>
    {
        using var reader = StoreReader.Open(query.Settings.Data);
        return MarkPrices.Of(reader, asset, moments);
    };

    private static AmountUnit Unit(string? unit, string? price) => (unit, price) switch
    {
        ("coin", not null) => AmountUnit.Coin,
        ("coin", null) => throw new UsageException("--unit coin: say at what price, --price mark"),
        (_, not null) => throw new UsageException("--price: only with --unit coin"),
        _ => AmountUnit.Usd,
    };

    private static IReadOnlyDictionary<string, string> Columns(string? text)
    {
        try
        {
            return TotalsColumns.ReadMapping(text);
        }
        catch (ImportException wrong)
        {
            throw new UsageException(TerminalText.Of($"--columns: {wrong.Message}"));
        }
    }

    private static string? Name(string option, string? text) => text is null ? null
        : SourceName.TryRead(text, out var name) ? name
        : throw new UsageException($"{option}: {QueryParser.Shown(text)} cannot be a name; write {SourceName.Rule}");
}
