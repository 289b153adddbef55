using LiqMon.Cli.Commands;
using LiqMon.Completeness;
using LiqMon.Feeds;
using LiqMon.Feeds.Polling;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Windows;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiqMon.Cli.Live;

/// <summary>
/// What a running monitor shows: on a terminal a view that is drawn anew each second, otherwise a few lines at the start
/// and the log.
/// </summary>
internal sealed class StatusView(
    CliContext context,
    bool color,
    Pipeline pipeline,
    StoreQueries answers,
    BannerText text,
    string address,
    string data,
    RecentLines? log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CoverageEvery = TimeSpan.FromSeconds(5);
    private static readonly string[] Windows = ["1m", "5m", "1h", "24h", "7d"];

    private readonly Dictionary<string, Rates> _rates = [];
    private readonly DateTimeOffset _started = context.Time.GetUtcNow();
    private CompletenessResult? _completeness;
    private IReadOnlyList<(string Venue, WarmUpResult Past)> _pasts = [];
    private long? _coverageAt;

    /// <summary>Shows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!context.IsTerminal)
        {
            await context.Error.WriteLineAsync($"liqmon: {text.Title}; data in {data}; {address}").ConfigureAwait(false);
            foreach (var note in text.Notes)
                await context.Error.WriteLineAsync($"liqmon: {note}").ConfigureAwait(false);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(context.Out),
        });
        using var timer = new PeriodicTimer(Every, context.Time);
        await console.Live(Draw()).StartAsync(async view =>
        {
            try
            {
                while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                    view.UpdateTarget(Draw());
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                view.UpdateTarget(Draw());
            }
        }).ConfigureAwait(false);
    }

    private Rows Draw()
    {
        UpdateCoverage();
        var rows = new List<IRenderable> { new Markup($"[bold]{Safe(text.Title)}[/]   {Safe(address)}   data in {Safe(data)}") };
        rows.AddRange(text.Notes.Select(note => new Markup($"[grey]{Safe(note)}[/]")));
        rows.Add(new Markup(Safe(Watched())));
        rows.AddRange(_pasts.Where(one => one.Past.Fetched < 1).Select(one => new Markup(Safe(WarmUpText.Of(one.Venue, one.Past)))));
        rows.Add(Venues());
        rows.Add(Totals());
        rows.AddRange((log?.Lines ?? []).Select(line => new Markup($"[grey]{Safe(line)}[/]") { Overflow = Overflow.Ellipsis }));
        rows.Add(new Markup("[grey]Ctrl-C commits and stops.[/]"));
        return new Rows(rows);
    }

    private string Watched()
    {
        var watch = WatchText.Of(WatchResult.Of(answers.KnownVenues, StatusResultBuilder.Of(pipeline.Lanes, _started)));
        return _completeness is { } known ? $"{NumberText.Coverage(known.Covered)} of the last hour's normal volume covered; {watch}" : watch;
    }

    private Table Venues()
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("venue", "feed", "state");
        table.AddColumn(new TableColumn("last frame").RightAligned());
        table.AddColumn(new TableColumn("frames/s").RightAligned());
        table.AddColumn(new TableColumn("events/s").RightAligned());
        table.AddColumn(new TableColumn("covered 1h").RightAligned());
        table.AddColumn("why not live");
        var now = context.Time.GetUtcNow();
        foreach (var lane in pipeline.Lanes)
        {
            var rates = RatesOf(lane);
            var feeds = lane.Feed?.Feeds ?? [];
            var first = true;
            foreach (var feed in feeds)
            {
                table.AddRow(
                    first ? Safe(lane.Venue) : "",
                    Safe(feed.Feed),
                    State(feed.State),
                    feed.LastFrame is { } last ? Age(now - last) : "-",
                    first ? rates.Frames.ToString("0", null) : "",
                    first ? rates.Events.ToString("0.0", null) : "",
                    first && Share(lane.Venue) is { } share ? NumberText.Coverage(share) : "",
                    Safe(feed.State == FeedState.Live ? "" : feed.Detail ?? ""));
                first = false;
            }

            if (feeds.Count == 0)
                table.AddRow(Safe(lane.Venue), "", lane.Feed?.RestError is null ? "starting" : "[red]no contracts yet[/]", "-", "", "", "", Safe(lane.Feed?.RestError ?? ""));
            else if (lane.Feed?.RestError is { } error && !feeds.Any(IsOfRest))
                table.AddRow("", "REST", "[yellow]trouble[/]", "", "", "", "", Safe(error));
        }

        return table;
    }

    /// <summary>Whether a row shows already what is wrong with the REST calls.</summary>
    private static bool IsOfRest(FeedStatus feed) => feed.State != FeedState.Live && feed.Feed is PendingFeed.Name or PollLoop.WholeName;

    private Table Totals()
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("all assets");
        foreach (var title in (string[])["long", "short", "short minus long", "orders", "largest"])
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var window in WindowSpan.Presets.Where(window => Windows.Contains(window.Name)))
        {
            var total = pipeline.Windows.Totals(window);
            table.AddRow(
                window.Name,
                $"[red]{NumberText.Usd(MicroUsd.ToUsd(total.LongMicroUsd))}[/]",
                $"[green]{NumberText.Usd(MicroUsd.ToUsd(total.ShortMicroUsd))}[/]",
                NumberText.SignedUsd(MicroUsd.ToUsd(total.ShortMinusLongMicroUsd)),
                NumberText.Count(total.LongOrders + total.ShortOrders),
                total.Largest is { } largest
                    ? Safe($"{NumberText.Usd(MicroUsd.ToUsd(largest.MicroUsd))} {EnumNames.Of(largest.Side)} {largest.Symbol} {total.LargestVenue}")
                    : "-");
        }

        return table;
    }

    private decimal? Share(string venue) => _completeness?.Venues.FirstOrDefault(known => known.Venue == venue)?.Share;

    private void UpdateCoverage()
    {
        if (_coverageAt is { } at && context.Time.GetElapsedTime(at) < CoverageEvery)
            return;
        _coverageAt = context.Time.GetTimestamp();
        try
        {
            _completeness = answers.Venues.Completeness(TimeSpan.FromHours(1), context.Time.GetUtcNow());
            _pasts = answers.Venues.WarmUps(context.Time.GetUtcNow());
        }
        catch (Store.StoreException)
        {
            // The log says what is wrong with the store; the view goes on with what it last knew.
        }
    }

    private Rates RatesOf(VenuePipelineStatus lane)
    {
        if (!_rates.TryGetValue(lane.Venue, out var rates))
            _rates[lane.Venue] = rates = new();
        rates.Update(lane.Counters?.Frames ?? 0, lane.Counters?.Liquidations ?? 0, context.Time);
        return rates;
    }

    private static string State(FeedState state) => state switch
    {
        FeedState.Live => "[green]live[/]",
        FeedState.BackingOff => "[red]waiting to reconnect[/]",
        FeedState.Connecting or FeedState.Subscribing or FeedState.Unproven => $"[yellow]{EnumNames.Of(state)}[/]",
        _ => EnumNames.Of(state),
    };

    private static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 1.5 => "now",
        < 120 => $"{age.TotalSeconds:0} s ago",
        < 7_200 => $"{age.TotalMinutes:0} min ago",
        _ => $"{age.TotalHours:0} h ago",
    };

    private static string Safe(string words) => Markup.Escape(TerminalText.Of(words));

    /// <summary>Frames and events a second, smoothed over some seconds.</summary>
    private sealed class Rates
    {
        private const double Weight = 0.3;
        private (long Frames, long Events, long At)? _last;

        public double Frames { get; private set; }

        public double Events { get; private set; }

        public void Update(long frames, long events, TimeProvider time)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last.At, now).TotalSeconds is > 0 and var seconds)
            {
                Frames += Weight * (((frames - last.Frames) / seconds) - Frames);
                Events += Weight * (((events - last.Events) / seconds) - Events);
            }

            _last = (frames, events, now);
        }
    }
}
