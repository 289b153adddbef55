using System.Collections.Concurrent;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Polling;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Feeds;

/// <summary>Liquidations that come by REST are covered as far as every contract's poll has been answered.</summary>
public sealed class PolledFeedTests
{
    private static readonly RestPoll[] Polls = [Poll("a"), Poll("b")];

    private readonly FakeTime _time = new();
    private readonly Channel<StoreItem> _store = Channel.CreateBounded<StoreItem>(10_000);
    private readonly List<object> _items = [];
    private readonly long _startMs;

    public PolledFeedTests() => _startMs = NowMs;

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private IReadOnlyList<(long From, long? To, GapReason Reason)> Gaps =>
        [.. Items().OfType<Gap>().GroupBy(gap => gap.FromMs).Select(rows => rows.Last()).Select(gap => (gap.FromMs - _startMs, gap.ToMs - _startMs, gap.Reason))];

    private IReadOnlyList<(long From, long To)> Spans =>
        [.. Items().OfType<CoveredSpan>().GroupBy(span => span.FromMs).Select(rows => rows.Last()).Select(span => (span.FromMs - _startMs, span.ToMs - _startMs))];

    [Fact]
    public async Task Covered_begins_when_all_have_succeeded_and_reaches_to_the_oldest_success()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true);
        Assert.Equal((FeedState.Connecting, 0), (feed.Status.State, Spans.Count));
        await AtAsync(feed, 2, b: true);
        Assert.Equal(FeedState.Live, feed.Status.State);
        await AtAsync(feed, 11, a: true);
        Assert.Equal((2_000, 2_000), Assert.Single(Spans));
        await AtAsync(feed, 12, b: true);
        Assert.Equal((2_000, 11_000), Assert.Single(Spans));
        Assert.Equal((0, 2_000, GapReason.Connecting), Assert.Single(Gaps));
        Assert.Equal(_startMs + 12_000, feed.Status.LastData!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_failure_that_is_made_up_for_within_three_periods_is_no_gap()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true, b: true);
        await AtAsync(feed, 11, a: true, b: false);
        await AtAsync(feed, 21, a: true, b: false);
        await AtAsync(feed, 31, a: true, b: true);
        Assert.Equal((1_000, 31_000), Assert.Single(Spans));
        Assert.Equal(FeedState.Live, feed.Status.State);
    }

    [Fact]
    public async Task One_contract_that_fails_for_longer_opens_a_gap_with_its_reason()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true, b: true);
        for (var at = 11; at <= 41; at += 10)
            await AtAsync(feed, at, a: true, b: false);
        await AtAsync(feed, 42, a: null);
        Assert.Equal((FeedState.BackingOff, GapReason.RateLimited), (feed.Status.State, feed.Status.Reason));
        Assert.Equal((1_000, null, GapReason.RateLimited), Gaps[^1]);
        await AtAsync(feed, 51, a: true, b: true);
        Assert.Equal((1_000, 51_000, GapReason.RateLimited), Gaps[^1]);
        Assert.Equal((FeedState.Live, 1), (feed.Status.State, feed.Status.Reconnects));
        await AtAsync(feed, 61, a: true, b: true);
        Assert.Equal([(1_000, 1_000), (51_000, 61_000)], Spans);
    }

    [Fact]
    public async Task Polls_that_only_come_too_late_say_so_and_a_success_after_a_late_one_does_not_reach_back()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true, b: true);
        _time.Advance(TimeSpan.FromSeconds(60));
        feed.Record(Polls[0], NowMs, null);
        feed.Record(Polls[1], NowMs, null);
        await feed.StepAsync(CancellationToken.None);
        await feed.StepAsync(CancellationToken.None);
        Assert.Equal((1_000, 61_000, GapReason.Silent), Gaps[^1]);
        await feed.EndAsync();
        Assert.Equal([(1_000, 1_000), (61_000, 61_000)], Spans);
        Assert.Equal(FeedState.Stopped, feed.Status.State);
    }

    [Fact]
    public async Task A_failure_from_the_start_is_the_reason()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: false);
        Assert.Equal((FeedState.BackingOff, "rate limited"), (feed.Status.State, feed.Status.Detail));
        Assert.Equal([GapReason.Connecting, GapReason.RateLimited], Gaps.Select(gap => gap.Reason));
    }

    [Fact]
    public async Task A_new_contract_ends_nothing_and_none_at_all_does()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true, b: true);
        feed.Set([.. Polls, Poll("c")]);
        await AtAsync(feed, 11, a: true, b: true);
        Assert.Equal((1_000, 1_000), Assert.Single(Spans));
        feed.Record(Poll("c"), NowMs, null);
        await feed.StepAsync(CancellationToken.None);
        Assert.Equal((1_000, 11_000), Assert.Single(Spans));
        feed.Set([]);
        await feed.StepAsync(CancellationToken.None);
        Assert.Equal((11_000, null, GapReason.NoInstruments), Gaps[^1]);
    }

    [Fact]
    public async Task A_venue_with_polls_only_is_live_while_they_succeed_and_has_no_coverage()
    {
        var isRefused = false;
        var bodies = new ConcurrentQueue<string>();
        var venue = new FakeVenue
        {
            Profile = new FakeVenue().Profile with
            {
                FeedClass = FeedClass.None,
                RequestHeaders = new Dictionary<string, string> { ["X-Wish"] = "unrounded" },
            },
            SocketsOf = _ => [],
            // One address for all, distinguished by the body.
            PollsOf = instruments => [.. instruments.Select(instrument => new RestPoll(
                new("oi", new Uri("https://fake.example/oi"), Body: $$"""{"s":"{{instrument.Symbol}}"}"""), TimeSpan.FromMilliseconds(100)))],
        };
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async context =>
        {
            Assert.Equal("unrounded", context.Request.Headers["X-Wish"]);
            if (context.Request.Path != "/oi")
            {
                Assert.Equal("GET", context.Request.Method);
                await context.Response.WriteAsync("""{"symbols":["BTCUSDT","ETHUSDT"]}""");
                return true;
            }

            using var body = new StreamReader(context.Request.Body);
            bodies.Enqueue($"{context.Request.Method} {context.Request.ContentType} {await body.ReadToEndAsync()}");
            await context.Response.WriteAsync(Volatile.Read(ref isRefused) ? """{"k":"nack","msg":"no"}""" : FakeVenue.Tick());
            return true;
        });
        using var stop = new CancellationTokenSource();
        using var http = RestClient.NewHttpClient();
        var feed = new VenueFeed(new VenueSetup
        {
            Venue = venue,
            Options = new VenueOptions { RestUrl = server.RestUrl },
            Store = _store.Writer,
            Http = http,
            Pauses = new HostRateLimits(TimeProvider.System),
            Random = new Random(1),
            Time = TimeProvider.System,
            Logger = new ListLogger(),
        });
        var running = feed.RunAsync(stop.Token);
        await Until.TrueAsync(() => feed.Status.Feeds is [{ Feed: "rest", State: FeedState.Live, LastData: not null }], "live");
        await Until.TrueAsync(() => bodies.Distinct().Count() == 2, "both contracts");
        Assert.Contains("""POST application/json; charset=utf-8 {"s":"ETHUSDT"}""", bodies);
        Volatile.Write(ref isRefused, true);
        await Until.TrueAsync(() => feed.Status.Feeds is [{ State: FeedState.BackingOff, Detail: "refused: no" }], "refused");
        await stop.CancelAsync();
        await running;
        Assert.Equal(FeedState.Stopped, feed.Status.Feeds.Single().State);
        Assert.DoesNotContain(Items(), item => item is Gap or CoveredSpan);
    }

    [Fact]
    public async Task An_answer_that_does_not_reach_back_opens_a_gap_up_to_it()
    {
        var feed = Feed();
        await AtAsync(feed, 1, a: true, b: true);
        await AtAsync(feed, 11, a: true, b: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        feed.Break(Polls[0], NowMs, new ConnectionFailure(GapReason.Silent, "cut off"));
        feed.Record(Polls[1], NowMs, null);
        await feed.StepAsync(CancellationToken.None);
        Assert.Equal((FeedState.BackingOff, "cut off"), (feed.Status.State, feed.Status.Detail));
        await feed.StepAsync(CancellationToken.None);
        Assert.Equal((11_000, 21_000, GapReason.Silent), Gaps[^1]);
        Assert.Equal(FeedState.Live, feed.Status.State);
        await AtAsync(feed, 31, a: true, b: true);
        Assert.Equal([(1_000, 11_000), (21_000, 31_000)], Spans);
    }

    [Theory]
    [InlineData(HistoryEnd.ReachedStart, false)]
    [InlineData(HistoryEnd.NoProgress, true)]
    public async Task A_poll_is_read_page_by_page_back_to_what_was_known(HistoryEnd end, bool isCutOff)
    {
        var calls = new ConcurrentQueue<string>();
        var venue = new FakeVenue
        {
            SocketsOf = _ => [],
            PollsOf = _ => [new RestPoll(new("liquidations", new Uri("https://fake.example/liq?page=1")), TimeSpan.FromMilliseconds(100), "liquidations")],
            PollStepOf = request => request.Url.Query == "?page=1"
                ? HistoryStep.Continues(request with { Url = new Uri("https://fake.example/liq?page=2") })
                : HistoryStep.Ends(end),
        };
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async context =>
        {
            calls.Enqueue(context.Request.QueryString.ToString());
            await context.Response.WriteAsync(
                context.Request.Path == "/liq" ? FakeVenue.Liquidation(n: calls.Count) : """{"symbols":["BTCUSDT"]}""");
            return true;
        });
        using var stop = new CancellationTokenSource();
        using var http = RestClient.NewHttpClient();
        var log = new ListLogger();
        var feed = new VenueFeed(new VenueSetup
        {
            Venue = venue,
            Options = new VenueOptions { RestUrl = server.RestUrl },
            Feeds = new FeedOptions { CoverageEvery = TimeSpan.FromMilliseconds(20) },
            Store = _store.Writer,
            Http = http,
            Pauses = new HostRateLimits(TimeProvider.System),
            Random = new Random(1),
            Time = TimeProvider.System,
            Logger = log,
        });
        var running = feed.RunAsync(stop.Token);
        await Until.TrueAsync(() => calls.Count(call => call == "?page=2") >= 3, "further pages");
        if (isCutOff)
            await Until.TrueAsync(() => log.Lines.Any(line => line.Text.Contains("do not reach back", StringComparison.Ordinal)), "the gap");
        await stop.CancelAsync();
        await running;
        Assert.Equal(isCutOff, Items().OfType<Gap>().Any(gap => gap.Reason == GapReason.Silent));
    }

    private static RestPoll Poll(string symbol) =>
        new(new("liquidations", new Uri($"https://fake.example/liquidations?s={symbol}")), TimeSpan.FromSeconds(10), "liquidations");

    private PolledFeed Feed()
    {
        var venue = new FakeVenue();
        var log = new ListLogger();
        var intake = new FrameProcessor(new() { Venue = venue, Store = _store.Writer, Time = _time, Logger = log });
        var feed = new PolledFeed(
            "liquidations",
            new FeedContext
            {
                Profile = venue.Profile,
                Venue = new VenueOptions(),
                Options = new FeedOptions(),
                Intake = intake,
                Store = _store.Writer,
                Pauses = new HostRateLimits(_time),
                ConnectTurns = new Throttle(TimeSpan.Zero, _time),
                Time = _time,
                Logger = log,
                Clock = new ClockWatch(_time, log),
            },
            _startMs,
            GapReason.Connecting);
        feed.Set(Polls);
        return feed;
    }

    /// <summary>Steps each second up to a moment, at which polls end well or badly.</summary>
    private async Task AtAsync(PolledFeed feed, int second, bool? a = null, bool? b = null)
    {
        while (NowMs < _startMs + (second * 1_000))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await feed.StepAsync(CancellationToken.None);
        }

        foreach (var (poll, success) in Polls.Zip([a, b]))
        {
            if (success is { } isGood)
                feed.Record(poll, NowMs, isGood ? null : new ConnectionFailure(GapReason.RateLimited, "rate limited"));
        }

        await feed.StepAsync(CancellationToken.None);
    }

    private List<object> Items()
    {
        while (_store.Reader.TryRead(out var item))
        {
            if (item.Payload is { } payload)
                _items.Add(payload);
        }

        return _items;
    }
}
