using LiqMon.Alerts;
using LiqMon.Api;
using LiqMon.Cli.Live;
using LiqMon.Dashboard;
using LiqMon.Hosting;
using LiqMon.Http;
using LiqMon.Live;
using LiqMon.Pipelines;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli.Commands;

/// <summary>Watches venues until interrupted: store, windows, HTTP, and a status view on a terminal.</summary>
internal static class RunCommand
{
    // What shows and posts ends at once; only a report that is being made may take longer, and is made anew later.
    private static readonly TimeSpan LastPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>All waits of a stop together, each as long as it may be, as on a full disk.</summary>
    internal static TimeSpan LongestStop => Pipeline.LongestStop + LastPatience;

    internal static Task<int> RunAsync(CliContext context, RunOptions options, CancellationToken cancellation) =>
        WatchAsync(context, options.Settings, options.Color, new BannerText("LiqMon", []) { OffersDemo = true }, cancellation);

    /// <summary>What <c>run</c> and <c>demo</c> have in common.</summary>
    internal static async Task<int> WatchAsync(
        CliContext context, LiqMonOptions settings, bool color, BannerText text, CancellationToken cancellation)
    {
        using var quitting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var code = await WatchAsync(context, settings, color, text, quitting).ConfigureAwait(false);
        // Who ends it by a key wanted just that.
        return code == ExitCode.Interrupted && !cancellation.IsCancellationRequested ? ExitCode.Ok : code;
    }

    private static async Task<int> WatchAsync(
        CliContext context, LiqMonOptions settings, bool color, BannerText text, CancellationTokenSource quitting)
    {
        var cancellation = quitting.Token;
        using var logs = LogSetup.Of(context, out var recent);
        using var readers = new StoreReaderPool(settings.Data);
        var answers = new StoreQueries(readers.Open, settings.KnownVenues(), settings.MapTiers);
        var live = new LiveBroadcaster(settings.Channels.Live);
        using var alerts = new AlertSender(settings.Alerts, new Random(Seed(context)), context.Time, logs.CreateLogger<AlertSender>());
        using (var pipeline = Pipeline.Open(Setup(context, settings, live, answers, logs) with { CascadeObservers = [alerts] }, cancellation))
        {
            // Readers that stay open end before the store closes: only the last connection removes the write-ahead log, and they may not.
            using var closing = readers;
            var sources = Sources(context, settings, pipeline, answers, live, alerts);
            var options = settings.ForApi(context.Time);
            var weekly = new WeeklyReports(settings.KnownVenues(), settings.Context.Levels, UserAgent.Version);
            var shelf = settings.Reports is { } shelved ? new ReportShelf(shelved, weekly, () => StoreReader.Open(settings.Data)) : null;
            PageWork? pages = null;
            await using var api = ApiServer.Build(
                options, sources, builder => builder.Services.AddSingleton(logs),
                app => pages = DashboardEndpoints.Map(app, options, sources, shelf));
            if (await StartAsync(context, api, settings, cancellation).ConfigureAwait(false) is { } failed)
                return failed;
            var address = api.Urls.FirstOrDefault() ?? "";
            var reach = new VenueReach(() => pipeline.Lanes, context.Time, logs.CreateLogger<VenueReach>());
            var view = new StatusView(context, color, pipeline, answers, text, address, settings.Data, recent) { Notice = () => reach.Notice, Stop = quitting.Cancel };
            var reporting = settings.Reports is { } plan
                ? new ReportLoop(
                    plan, weekly, () => StoreReader.Open(settings.Data), context.Time,
                    logs.CreateLogger<ReportLoop>(), written => alerts.Offer(Alert.OfReport(written.Week.ToString(), written.Directory, written.Headline, written.Time)))
                : null;
            var rules = new RuleLoop(settings.AlertRules, answers, sources.Status, alerts.Offer, context.Time, logs.CreateLogger<RuleLoop>());
            Task Beside(CancellationToken stopping) => Task.WhenAll(
                pipeline.Loops.RunAsync("status view", view.RunAsync, stopping),
                pipeline.Loops.RunAsync("first page", pages!.MakeFirstPage, stopping),
                pipeline.Loops.RunAsync("what followed cascades", pages.ReadAftermaths, stopping),
                text.OffersDemo ? pipeline.Loops.RunAsync("reach of venues", reach.RunAsync, stopping) : Task.CompletedTask,
                alerts.RunAsync(pipeline.Loops, stopping),
                settings.AlertRules.Count == 0 ? Task.CompletedTask : pipeline.Loops.RunAsync("alert rules", rules.RunAsync, stopping),
                reporting is null ? Task.CompletedTask : pipeline.Loops.RunAsync("reports", reporting.RunAsync, stopping));
            return await WatchAsync(context, pipeline, api, Beside, cancellation).ConfigureAwait(false);
        }
    }

    private static ApiSources Sources(
        CliContext context, LiqMonOptions settings, Pipeline pipeline, StoreQueries answers, LiveBroadcaster live, AlertSender alerts)
    {
        var started = context.Time.GetUtcNow();
        IReadOnlyList<StatusResult> Status() => StatusResultBuilder.Of(pipeline.Lanes, started);
        var readiness = new ReadinessProbe(new ReadinessSetup
        {
            Lanes = () => pipeline.Lanes,
            Status = Status,
            Venues = answers.KnownVenues,
            Commits = pipeline.Commits,
            Loops = () => pipeline.Loops.Loops,
            LastCommit = answers.LastCommit,
            FreeBytes = () => ReadinessProbe.FreeBytesOf(settings.Data),
            ReserveBytes = settings.Store.ReserveBytes,
            Time = context.Time,
        });
        return new ApiSources
        {
            Answers = answers,
            Live = live,
            Metrics = () => PipelineMetrics.Of(pipeline, live, alerts.Status).Concat(CompletenessMetrics.Of(
                () => answers.Venues.Completeness(TimeSpan.FromHours(24), context.Time.GetUtcNow()), WatchResult.Of(answers.KnownVenues, Status()))),
            Status = Status,
            Ready = readiness.Read,
        };
    }

    private static async Task<int> WatchAsync(
        CliContext context, Pipeline pipeline, WebApplication api, Func<CancellationToken, Task> startBeside, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var beside = startBeside(stopping.Token);
        PipelineEnd end;
        try
        {
            end = await pipeline.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            using var patience = new CancellationTokenSource(LastPatience);
            await Task.WhenAll(beside.WaitAsync(LastPatience, CancellationToken.None), api.StopAsync(patience.Token))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (end.LoopsLeft.Count > 0)
            await context.Error.WriteLineAsync($"liqmon: did not end in time: {string.Join(", ", end.LoopsLeft)}.").ConfigureAwait(false);
        if (end.NotStored > 0)
        {
            await context.Error.WriteLineAsync(
                $"liqmon: stopped; at least {NumberText.Count(end.NotStored)} items were received and are not stored, because the store did not "
                + "take them. What was committed before is safe.").ConfigureAwait(false);
        }

        if (!cancellation.IsCancellationRequested || end.NotStored > 0)
            return ExitCode.Failure;
        await context.Error.WriteLineAsync("liqmon: stopped; everything received is committed.").ConfigureAwait(false);
        return ExitCode.Interrupted;
    }

    private static async Task<int?> StartAsync(
        CliContext context, WebApplication api, LiqMonOptions settings, CancellationToken cancellation)
    {
        try
        {
            await api.StartAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (IOException failure)
        {
            await context.Error.WriteLineAsync(
                $"liqmon: cannot listen on {settings.Listen}: {TerminalText.Of(failure.InnerException?.Message ?? failure.Message)}. "
                + "Another program, perhaps another LiqMon, has the port; choose one with --listen.").ConfigureAwait(false);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static PipelineSetup Setup(
        CliContext context, LiqMonOptions settings, LiveBroadcaster live, StoreQueries answers, ILoggerFactory logs) => new()
        {
            Venues =
            [
                .. VenueCatalog.All.Where(venue => settings.Venues[venue.Profile.Id].Enabled)
                    .Select(venue => (venue, settings.Venues[venue.Profile.Id])),
            ],
            Store = settings.ForStore(),
            Influx = settings.Influx,
            Lake = settings.Lake,
            Postgres = settings.Postgres,
            Live = live,
            Answers = answers,
            Context = settings.Context.Enabled ? settings.Context : null,
            LaneCapacity = settings.Channels.Store,
            CommittedCapacity = settings.Channels.Windows,
            Repairs = settings.RepairsEnabled ? new() { WarmUp = settings.FetchesPast, WarmUpBack = settings.WarmUpBack } : null,
            Fills = settings is { RepairsEnabled: true, Coinalyze.Key: not null } ? new() { Coinalyze = settings.Coinalyze } : null,
            Seed = Seed(context),
            Time = context.Time,
            Logs = logs,
        };

    // Jitter must differ between machines that start together; nothing else depends on it.
    private static int Seed(CliContext context) =>
        HashCode.Combine(Environment.ProcessId, Environment.MachineName, context.Time.GetTimestamp());
}

/// <summary>What the status view says beside figures.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Notes">Lines below the title.</param>
internal sealed record BannerText(string Title, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the demo is named where no venue can be reached.</summary>
    public bool OffersDemo { get; init; }
}
