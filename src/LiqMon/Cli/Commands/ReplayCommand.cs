using System.Text.Json;
using LiqMon.Cascades;
using LiqMon.Cli.Live;
using LiqMon.Configuration;
using LiqMon.Queries;
using LiqMon.Recordings;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Cli.Commands;

/// <summary>Takes recorded frames through the same path as live ones, and says what became of each.</summary>
internal static class ReplayCommand
{
    private const int ShownContracts = 20;

    internal static async Task<int> RunAsync(CliContext context, ReplayOptions options, CancellationToken cancellation)
    {
        if (options.Files.Concat(options.Instruments).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            await context.Error.WriteLineAsync($"liqmon: there is no file {TerminalText.Of(missing)}").ConfigureAwait(false);
            return ExitCode.Failure;
        }

        using var logs = LogSetup.Of(context, out _);
        try
        {
            using var store = EventStore.Open(options.Settings.ForStore(), context.Time);
            var request = new ReplayRequest
            {
                Files = options.Files,
                InstrumentFiles = options.Instruments,
                Venue = options.Venue is { } id ? VenueCatalog.Find(id) : null,
                Speed = options.Speed,
            };
            var replay = new Replay(request, store, context.Time, logs.CreateLogger<Replay>());
            var summary = await replay.RunAsync(Progress(context), cancellation).ConfigureAwait(false);
            FindCascades(options.Settings, store, context.Time.GetUtcNow().ToUnixTimeMilliseconds());
            Write(context, options.Format, summary);
            if (cancellation.IsCancellationRequested)
                return ExitCode.Interrupted;
            if (summary.Frames > 0)
                return ExitCode.Ok;
            await context.Error.WriteLineAsync(summary.WithoutVenue > 0
                ? "liqmon: bare frames do not name their venue; name it with --venue."
                : "liqmon: the files hold no frames of the venues requested.").ConfigureAwait(false);
            return ExitCode.NoData;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            await context.Error.WriteLineAsync($"liqmon: {TerminalText.Of(failure.Message)}").ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }

    // After everything is stored: in whatever order it came, the same cascades are found.
    private static void FindCascades(LiqMonOptions settings, EventStore store, long nowMs)
    {
        using var reader = StoreReader.Open(settings.Data);
        var watched = settings.KnownVenues().Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id);
        var search = new CascadeSearch(store, reader, [.. watched], new CascadeRule());
        search.Begin(nowMs);
        search.Search(nowMs, mark: true);
        search.Settle(nowMs);
    }

    private static Action<long>? Progress(CliContext context) =>
        context.ShowsProgress ? frames => context.Error.Write($"\r{NumberText.Count(frames)} frames ") : null;

    private static void Write(CliContext context, OutputFormat format, ReplaySummary summary)
    {
        if (context.ShowsProgress)
            context.Error.Write("\r");
        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(summary, QueryJson.Default.ReplaySummary));
            return;
        }

        var rows = Rows(summary).ToList();
        if (format == OutputFormat.Csv)
        {
            using var csv = new CsvText(context.Out, "what", "count");
            foreach (var (what, count) in rows)
                csv.Row(what, count);
            return;
        }

        var grid = new Grid(
            [new("what"), new("count", Right: true)],
            [.. rows.Select(row => new GridCell[] { row.What, NumberText.Count(row.Count) })]);
        if (format == OutputFormat.Md)
            GridText.WriteMarkdown(context.Out, grid);
        else
            GridText.WriteTable(context.Out, grid, context.Width, context.Color);
    }

    private static IEnumerable<(string What, long Count)> Rows(ReplaySummary summary)
    {
        yield return ("frames", summary.Frames);
        foreach (var (kind, count) in summary.FramesByKind)
            yield return ($"  {kind}", count);
        yield return ("liquidations read", summary.Liquidations);
        yield return ("  new in the store", summary.Stored - summary.PendingValued);
        yield return ("  already there", summary.Duplicates);
        yield return ("  waiting for their contract", summary.Pending);
        yield return ("  too old for the store", summary.Expired);
        yield return ("  quarantined", summary.Quarantined);
        yield return ("  not valued", summary.Unvalued);
        yield return ("waiting before, valued now", summary.PendingValued);
        yield return ("waiting before, not counted", summary.PendingDropped);
        yield return ("market readings", summary.MarketReadings);
        yield return ("  samples to the store", summary.Samples);
        yield return ("messages skipped", summary.Skipped.Values.Sum());
        foreach (var (reason, count) in summary.Skipped)
            yield return ($"  {reason}", count);
        yield return ("frames quarantined", summary.QuarantinedFrames);
        yield return ("contracts refused", summary.RefusedContracts.Count);
        foreach (var refused in summary.RefusedContracts.Take(ShownContracts))
            yield return ($"  {refused.Venue} {(refused.Symbol.Length > 0 ? refused.Symbol : "(no name)")}: {EnumNames.Of(refused.Reason)}", 1);
        if (summary.RefusedContracts.Count > ShownContracts)
            yield return ("  further ones", summary.RefusedContracts.Count - ShownContracts);
        if (summary.UnreadableLists > 0)
            yield return ("lists of contracts not readable (one JSON value each)", summary.UnreadableLists);
        if (summary.OtherVenues > 0)
            yield return ("frames of other venues", summary.OtherVenues);
        if (summary.WithoutVenue > 0)
            yield return ("frames without a venue", summary.WithoutVenue);
    }
}
