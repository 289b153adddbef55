using System.CommandLine;
using LiqMon.Cli.Rendering;
using LiqMon.Exports;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>export</c>: everything of a span, row by row, to a file or a pipe.</summary>
internal static class ExportCommand
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);
    private static readonly string Kinds = string.Join('|', Enum.GetValues<ExportKind>().Select(kind => EnumNames.Of(kind)));

    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("export", "Every row of a span, oldest first, as CSV, NDJSON or Parquet (--format csv|ndjson|parquet)");
        var kind = new Argument<string?>("what") { HelpName = Kinds, Description = "Single orders, totals by minute, samples of open interest, or cascades (liquidations)", Arity = ArgumentArity.ZeroOrOne };
        kind.CompletionSources.Add(Kinds.Split('|'));
        var destination = new Option<string?>("--out") { HelpName = "FILE", Description = "File to write, gzip when its name ends in .gz; - is standard output (standard output)" };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one" };
        command.Arguments.Add(kind);
        command.Options.Add(destination);
        command.Options.Add(force);
        var options = QueryOptions.OfExport(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var query = QueryCommand.OpenPlain(context, globals, parsed);
            var requested = OptionValues.OneOf("export", parsed.GetValue(kind), ExportKind.Liquidations);
            var file = parsed.GetValue(destination) is var named and not "-" ? named : null;
            var format = OptionValues.OneOf("--format", globals.FormatText(parsed), FormatOf(file));
            var question = options.Read(parsed, query.Venues, context.Time.GetUtcNow());
            if (question.MinUsd > 0 && requested is not (ExportKind.Liquidations or ExportKind.Cascades))
                throw new UsageException($"--min-usd: goes with liquidations and cascades, not with {EnumNames.Of(requested)}");
            if (format == ExportFormat.Parquet && file is null && context.OpenBytes is null)
                throw new UsageException("--format parquet: is not text; name a file with --out FILE");
            if (format == ExportFormat.Parquet && file?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) == true)
                throw new UsageException("--out: a Parquet file is compressed already, and no engine reads it within gzip; leave .gz out");
            using var reader = StoreReader.Open(query.Settings.Data);
            await using var output = Open(context, file, parsed.GetValue(force));
            var rows = await ExportRun.RunAsync(reader, requested, question, format, output, Progress(context, file), cancellation).ConfigureAwait(false);
            if (reader.State.IsSimulated())
                query.Context.Error.WriteLine("liqmon: SIMULATED DATA: every row is made up by simulated venues.");
            return Report(query, requested, question, rows, file, requested == ExportKind.Cascades ? NotSearched(reader, question) : null);
        });
        return command;
    }

    private static ExportOutput Open(CliContext context, string? file, bool overwrite) => file is not null
        ? ExportOutput.ToFile(file, overwrite)
        : context.OpenBytes is { } open ? ExportOutput.To(open()) : ExportOutput.To(context.Out);

    private static ExportFormat FormatOf(string? file)
    {
        var name = file?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) == true ? file[..^3] : file;
        return Path.GetExtension(name)?.ToLowerInvariant() switch
        {
            ".ndjson" or ".jsonl" => ExportFormat.Ndjson,
            ".parquet" => ExportFormat.Parquet,
            _ => ExportFormat.Csv,
        };
    }

    // None found and not looked for are not the same.
    private static string? NotSearched(StoreReader reader, SpanQuery question) => reader.Cascades.SearchedToMs() switch
    {
        var to when to <= question.Filter.FromMs => "cascades have not been looked for in this span",
        var to when to < question.Filter.ToMs => $"cascades have been looked for up to {Timestamps.Of(Timestamps.FromUnixMs(to))}",
        _ => null,
    };

    private static int Report(QueryCommand query, ExportKind kind, SpanQuery question, long? written, string? file, string? note)
    {
        var error = query.Context.Error;
        if (note is not null)
            error.WriteLine($"liqmon: {note}");
        if (written is not { } rows)
        {
            error.WriteLine($"liqmon: whoever read the {EnumNames.Of(kind)} stopped before their end");
            return ExitCode.Ok;
        }

        if (rows == 0)
            return query.NoData(question, EnumNames.Of(kind));
        error.WriteLine(
            $"liqmon: {NumberText.Count(rows)} rows of {EnumNames.Of(kind)}, {QueryCommand.SpanText(question)}"
            + (file is null ? "" : $", in {TerminalText.Of(file)}"));
        if (kind == ExportKind.Oi)
            return ExitCode.Ok;
        var complete = query.Answers.Squeezes.Of(question)[0];
        if (complete.Floor)
            error.WriteLine("liqmon: " + TerminalText.Of(CoverageRendering.Floor(complete, query.Venues)));
        return ExitCode.Ok;
    }

    private static Action<long> Progress(CliContext context, string? file)
    {
        if (!context.ShowsProgress || file is null)
            return static _ => { };
        var last = context.Time.GetTimestamp();
        return rows =>
        {
            if (context.Time.GetElapsedTime(last) < ProgressEvery)
                return;
            last = context.Time.GetTimestamp();
            context.Error.Write($"\r{NumberText.Count(rows)} rows ");
        };
    }
}
