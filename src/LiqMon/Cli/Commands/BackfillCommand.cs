using System.CommandLine;
using LiqMon.Backfill;
using LiqMon.Cli.Live;
using LiqMon.Cli.Rendering;
using LiqMon.Configuration;
using LiqMon.External;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli.Commands;

/// <summary><c>backfill</c>: fetches a span of a venue's past liquidations into the store.</summary>
internal static class BackfillCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command(
            "backfill",
            "Fetch past liquidations of a venue that publishes them without a key, and repair its gaps. "
            + "With a key of Coinalyze, fill gaps of binance, bybit and bitget with its sums, which are kept apart. "
            + "Not while run is running on the same store: that repairs gaps of the last 7 days by itself");
        var venue = new Option<string?>("--venue") { HelpName = "VENUE", Description = $"The venue; those with history are {WithHistory()}" };
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "Start, inclusive: 2026-11-20 or 2026-11-20T12:30:00, UTC" };
        var to = new Option<string?>("--to") { HelpName = "TIME", Description = "End, exclusive (now)" };
        var asset = new Option<string[]>("--asset") { HelpName = "ASSET", Description = "Only this asset; repeat it or put commas between. Gaps then stay gaps (all)" };
        var all = new Option<bool>("--all") { Description = "Fetch open interest too, and liquidations that a venue does not vouch for" };
        foreach (var option in new Option[] { venue, from, to, asset, all })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = globals.Settings(context, parsed);
            var format = globals.Format(parsed);
            if (parsed.GetValue(venue) is not { } requested)
                throw new UsageException($"--venue: name the venue; those with history are {WithHistory()}");
            if (parsed.GetValue(from) is not { } start)
                throw new UsageException("--from: name the start, such as 2026-11-20 or 2026-11-20T12:30:00");
            var id = OptionValues.OneVenue("--venue", requested);
            var reading = new QueryParser(settings.KnownVenues(), name => "--" + name);
            var text = new RawQuery { Venues = [id], From = start, To = parsed.GetValue(to), Assets = parsed.GetValue(asset) ?? [] };
            var question = reading.Read(text, [Grouping.None], context.Time.GetUtcNow()) ?? throw new UsageException(reading.Errors);
            var request = new BackfillRequest(
                VenueCatalog.Find(id)!, settings.Venues[id], question.Filter.FromMs, question.Filter.ToMs, question.Filter.Assets ?? [],
                parsed.GetValue(all));
            return RunAsync(context, settings, request, format, cancellation);
        });
        return command;
    }

    private static string WithHistory() =>
        string.Join(", ", VenueCatalog.All.Where(venue => venue.Profile.History is not null).Select(venue => venue.Profile.Id));

    private static async Task<int> RunAsync(
        CliContext context, LiqMonOptions settings, BackfillRequest request, OutputFormat format, CancellationToken cancellation)
    {
        var profile = request.Venue.Profile;
        var isFillable = profile.History is null && !request.All && Coinalyze.Venues.Contains(profile.Id);
        if (isFillable && settings.Coinalyze.Key is not null)
            return await FillCommand.RunAsync(context, settings, new(profile.Id, request.FromMs, request.ToMs, request.Assets), format, cancellation);
        if (profile.History is null && !(request.All && profile.HasOtherHistory))
        {
            await context.Error.WriteLineAsync(
                $"liqmon: {profile.Name} does not publish past liquidations without a key. These do: {WithHistory()}."
                + (profile.HasOtherHistory ? " With --all there is something else to fetch of it." : "")
                + (isFillable ? " With a key of Coinalyze in LIQMON_Coinalyze__ApiKey its gaps can be filled with sums." : ""));
            return ExitCode.NoData;
        }

        using var logs = LogSetup.Of(context, out _);
        using var store = EventStore.Open(settings.ForStore(), context.Time);
        var options = new GapRepairOptions { DataDirectory = settings.Data };
        var backfill = new ManualBackfill(request, store, options, context.Time, logs.CreateLogger("LiqMon.Backfill"));
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = Task.CompletedTask;
        BackfillSummary summary;
        try
        {
            summary = await backfill.RunAsync(progress => shown = ProgressLine.ShowAsync(context, () => Text(progress), showing.Token), cancellation);
        }
        finally
        {
            await showing.CancelAsync();
            await shown;
        }

        Write(context, format, summary);
        if (summary.Complete)
            return ExitCode.Ok;
        await context.Error.WriteLineAsync(
            $"liqmon: not all could be read ({TerminalText.Of(summary.Detail ?? "")}); what was read is stored, and what is still missing stays a gap.");
        return ExitCode.Failure;
    }

    private static string Text(BackfillProgress progress) =>
        $"{progress.Answered} of {progress.Questions} read, {NumberText.Count(progress.Pages)} pages, "
        + $"{NumberText.Count(progress.Found)} liquidations";

    private static void Write(CliContext context, OutputFormat format, BackfillSummary summary)
    {
        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(summary, QueryJson.Default.BackfillSummary));
            return;
        }

        (string What, long Count)[] rows =
        [
            ("pages read", summary.Pages),
            ("liquidations found", summary.Liquidations),
            ("liquidations read", summary.Read),
            ("  new in the store", summary.New),
            ("  already there", summary.Duplicates),
            ("  waiting for their contract", summary.Pending),
            ("  of other assets", summary.OtherAssets),
            ("  too old for the store", summary.Expired),
            ("  quarantined", summary.Quarantined),
            ("  not valued", summary.Unvalued),
            ("messages skipped", summary.Skipped),
            ("gaps repaired", summary.Repaired.Count(span => span.Covered)),
            ("gaps read and not proven whole", summary.Repaired.Count(span => !span.Covered)),
        ];
        if (format == OutputFormat.Csv)
        {
            using var csv = new CsvText(context.Out, "what", "count");
            foreach (var (what, count) in rows)
                csv.Row(what, count);
            return;
        }

        var grid = new Grid(
            [new("what"), new("count", Right: true)], [.. rows.Select(row => new GridCell[] { row.What, NumberText.Count(row.Count) })]);
        if (format == OutputFormat.Md)
            GridText.WriteMarkdown(context.Out, grid);
        else
            GridText.WriteTable(context.Out, grid, context.Width, context.Color);
    }
}
