using LiqMon.Cli.Commands;
using LiqMon.Completeness;
using LiqMon.Feeds;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Windows;

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
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CoverageEvery = TimeSpan.FromSeconds(5);
    private static readonly string[] Windows = ["1m", "5m", "1h", "24h", "7d"];

    private readonly Dictionary<string, Rates> _rates = [];
    private readonly DateTimeOffset _started = context.Time.GetUtcNow();
    private CompletenessResult? _completeness;
    private IReadOnlyList<(string Venue, WarmUpResult Past)> _pasts = [];
    private IReadOnlyList<string> _unwatched = [];
    private long? _coverageAt;

    /// <summary>What somebody should know now; null for nothing.</summary>
    public Func<string?> Notice { get; init; } = () => null;

    /// <summary>Ends the monitor, as the user wants.</summary>
    public Action Stop { get; init; } = () => { };

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

        await using var screen = new TerminalScreen(context, color);
        var state = new ScreenState();
        for (DateTimeOffset? drawn = null; !cancellation.IsCancellationRequested;)
        {
            var now = context.Time.GetUtcNow();
            if (drawn is null || now - drawn >= Every || now < drawn || screen.IsResized)
            {
                screen.Draw(size => new StatusScreen(Snapshot(), state, size.Width, size.Height, now, screen.HasKeys));
                drawn = now;
            }

            if (await screen.NextKeyAsync(LookEvery, context.Time, cancellation).ConfigureAwait(false) is not { } key)
                continue;
            drawn = null;
            if (state.After(key, screen.Last!.Page, screen.Last.Rows) is { } next)
            {
                state = next;
                continue;
            }

            Stop();
            return;
        }
    }

    private StatusSnapshot Snapshot()
    {
        UpdateCoverage();
        return new StatusSnapshot
        {
            Title = text.Title,
            Address = address,
            Data = data,
            Summary = Watched(),
            Notice = Notice(),
            Notes = [.. text.Notes, .. _pasts.Where(one => one.Past.Fetched < 1).Select(one => WarmUpText.Of(one.Venue, one.Past))],
            Windows = [.. WindowSpan.Presets.Where(window => Windows.Contains(window.Name)).Select(Totals)],
            Venues = [.. pipeline.Lanes.Select(Venue)],
            Log = log?.ShortLines ?? [],
        };
    }

    private string Watched()
    {
        var watch = WatchResult.Of(answers.KnownVenues, StatusResultBuilder.Of(pipeline.Lanes, _started));
        var clocks = watch.Clocks.Count == 0 ? "" : "; wrong: " + string.Join(", ", watch.Clocks);
        var live = WatchText.Count(watch) + clocks;
        return _completeness is { } known ? $"{live}; {NumberText.Coverage(known.Covered)} of the last hour's normal volume covered" : live;
    }

    private VenueLine Venue(VenuePipelineStatus lane)
    {
        var rates = RatesOf(lane);
        return new(lane.Venue, lane.Feed?.Feeds ?? [], lane.Feed?.RestError, rates.Frames, rates.Events, Share(lane.Venue));
    }

    private WindowLine Totals(WindowSpan window)
    {
        var total = pipeline.Windows.Totals(window);
        if (total.LongOrders + total.ShortOrders == 0 && _unwatched.Contains(window.Name))
            return new(window.Name, NumberText.Unknown, NumberText.Unknown, NumberText.Unknown, NumberText.Unknown, "-");
        return new(
            window.Name,
            NumberText.Usd(MicroUsd.ToUsd(total.LongMicroUsd)),
            NumberText.Usd(MicroUsd.ToUsd(total.ShortMicroUsd)),
            NumberText.SignedUsd(MicroUsd.ToUsd(total.ShortMinusLongMicroUsd)),
            NumberText.Count(total.LongOrders + total.ShortOrders),
            total.Largest is { } largest
                ? TerminalText.Of($"{NumberText.Usd(MicroUsd.ToUsd(largest.MicroUsd))} {EnumNames.Of(largest.Side)} {largest.Symbol} {total.LargestVenue}")
                : "-");
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
            // Nothing that was watched and nothing that was found is not zero.
            _unwatched = [.. WindowSpan.Presets.Where(IsUnwatched).Select(window => window.Name)];
        }
        catch (Store.StoreException)
        {
            // The log says what is wrong with the store; the view goes on with what it last knew.
        }
    }

    private bool IsUnwatched(WindowSpan window) => Windows.Contains(window.Name)
        && pipeline.Windows.Totals(window) is { LongOrders: 0, ShortOrders: 0 }
        && answers.Venues.Completeness(TimeSpan.FromMilliseconds(window.Ms), context.Time.GetUtcNow()).Venues.All(venue => venue.Share == 0);

    private Rates RatesOf(VenuePipelineStatus lane)
    {
        if (!_rates.TryGetValue(lane.Venue, out var rates))
            _rates[lane.Venue] = rates = new();
        rates.Update(lane.Counters?.Frames ?? 0, lane.Counters?.Liquidations ?? 0, context.Time);
        return rates;
    }

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
