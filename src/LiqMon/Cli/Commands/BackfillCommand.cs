using System.CommandLine;
using LiqMon.Backfill;
using LiqMon.Cli.Live;
using LiqMon.Cli.Rendering;
using LiqMon.External;
using LiqMon.Hosting;
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
        var warm = new Option<bool>("--warm") { Description = $"Fetch all that is worth it of the past: of {WithWarmUp()}; it goes on where it ended" };
        var pause = new Option<bool>("--pause") { Description = "Pause what run fetches of the past, also while it runs; nothing is lost" };
        var resume = new Option<bool>("--resume") { Description = "End the pause" };
        foreach (var option in new Option[] { venue, from, to, asset, all, warm, pause, resume })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = globals.Settings(context, parsed);
            var format = globals.Format(parsed);
            if (parsed.GetValue(pause) || parsed.GetValue(resume))
            {
                if (parsed.GetValue(pause) == parsed.GetValue(resume) || parsed.GetValue(warm) || parsed.GetValue(all)
                    || new[] { venue, from, to }.Any(option => parsed.GetValue(option) is not null) || parsed.GetValue(asset) is { Length: > 0 })
                    throw new UsageException("--pause, --resume: each stands alone, and is for all venues");
                return PauseAsync(context, settings.Data, parsed.GetValue(pause));
            }

            if (parsed.GetValue(warm))
            {
                if (new[] { from, to }.Any(option => parsed.GetValue(option) is not null) || parsed.GetValue(asset) is { Length: > 0 } || parsed.GetValue(all))
                    throw new UsageException("--warm: goes with --venue only; what is fetched is fixed");
                return WarmUpAsync(context, settings, parsed.GetValue(venue), format, cancellation);
            }

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

    /// <summary>Pauses what <c>run</c> fetches of the past, or ends the pause; <c>run</c> sees it within seconds.</summary>
    private static async Task<int> PauseAsync(CliContext context, string data, bool isPaused)
    {
        try
        {
            var isNew = new WarmUpPause(data).Set(isPaused);
            await context.Error.WriteLineAsync((isPaused, isNew) switch
            {
                (true, true) => "liqmon: the past is not fetched until 'liqmon backfill --resume'; what is fetched stays.",
                (true, false) => "liqmon: it is paused already.",
                (false, true) => "liqmon: the past is fetched again.",
                (false, false) => "liqmon: it is not paused.",
            }).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"liqmon: {TerminalText.Of(data)} cannot be written: {failure.Message}").ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }

    private static string WithHistory() =>
        string.Join(", ", VenueCatalog.All.Where(venue => venue.Profile.History is not null).Select(venue => venue.Profile.Id));

    private static string WithWarmUp() =>
        string.Join(", ", VenueCatalog.All.Where(venue => venue.Profile.WarmUp is not null).Select(venue => venue.Profile.Id));

    /// <summary>What the first start of <c>run</c> fetches in the background, in the foreground and as fast as the venue allows.</summary>
    private static async Task<int> WarmUpAsync(
        CliContext context, LiqMonOptions settings, string? requested, OutputFormat format, CancellationToken cancellation)
    {
        var id = requested is null ? null : OptionValues.OneVenue("--venue", requested);
        var venues = VenueCatalog.All.Where(venue => venue.Profile.WarmUp is not null
            && (id is null ? settings.Venues[venue.Profile.Id].Enabled : venue.Profile.Id == id)).ToList();
        if (venues.Count == 0)
        {
            await context.Error.WriteLineAsync(id is null
                ? $"liqmon: no venue that is switched on has a past that is worth it; these have: {WithWarmUp()}."
                : $"liqmon: {id} has no past that is worth it; these have: {WithWarmUp()}.");
            return ExitCode.NoData;
        }

        List<(BackfillSummary Summary, string Id)> summaries = [];
        foreach (var venue in venues)
        {
            var nowMs = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
            // Of a quiet venue the newest minutes are not believed yet.
            var toMs = nowMs - (long)new GapRepairOptions().Current.TotalMilliseconds;
            // An hour less than the venue's reach: what it forgets meanwhile cannot be missing.
            var fromMs = nowMs - (long)settings.WarmUpBackOf(venue.Profile.WarmUp!).TotalMilliseconds + 3_600_000;
            var request = new BackfillRequest(venue, settings.Venues[venue.Profile.Id], fromMs, toMs, []) { WarmsUp = true };
            summaries.Add((await FetchAsync(context, settings, request, cancellation), venue.Profile.Id));
        }

        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(
                [.. summaries.Select(one => one.Summary)], BackfillJson.Default.IReadOnlyListBackfillSummary));
        }
        else
        {
            foreach (var (summary, name) in summaries)
            {
                if (summaries.Count > 1)
                    context.Out.WriteLine(name);
                Write(context, format, summary);
            }
        }

        foreach (var (summary, name) in summaries.Where(one => !one.Summary.Complete))
            await context.Error.WriteLineAsync($"liqmon: {name}: not all could be read ({TerminalText.Of(summary.Detail ?? "")}); the same command goes on.");
        return summaries.All(one => one.Summary.Complete) ? ExitCode.Ok : ExitCode.Failure;
    }

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

        var summary = await FetchAsync(context, settings, request, cancellation);
        Write(context, format, summary);
        if (summary.Complete)
            return ExitCode.Ok;
        await context.Error.WriteLineAsync(
            $"liqmon: not all could be read ({TerminalText.Of(summary.Detail ?? "")}); what was read is stored, and what is still missing stays a gap.");
        return ExitCode.Failure;
    }

    private static async Task<BackfillSummary> FetchAsync(
        CliContext context, LiqMonOptions settings, BackfillRequest request, CancellationToken cancellation)
    {
        using var logs = LogSetup.Of(context, out _);
        using var store = EventStore.Open(settings.ForStore(), context.Time);
        var options = new GapRepairOptions { DataDirectory = settings.Data, SampleDetail = settings.Store.SampleDetail, WarmUpBack = settings.WarmUpBack };
        var backfill = new ManualBackfill(request, store, options, context.Time, logs.CreateLogger("LiqMon.Backfill"));
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = Task.CompletedTask;
        try
        {
            return await backfill.RunAsync(progress => shown = ProgressLine.ShowAsync(context, () => Text(progress), showing.Token), cancellation);
        }
        finally
        {
            await showing.CancelAsync();
            await shown;
        }
    }

    private static string Text(BackfillProgress progress) =>
        $"{progress.Answered} of {progress.Questions} read, {NumberText.Count(progress.Pages)} pages, "
        + $"{NumberText.Count(progress.Found)} liquidations";

    private static void Write(CliContext context, OutputFormat format, BackfillSummary summary)
    {
        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(summary, BackfillJson.Default.BackfillSummary));
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
