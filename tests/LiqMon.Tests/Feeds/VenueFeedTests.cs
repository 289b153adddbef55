using System.Collections.Concurrent;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Feeds;

/// <summary>A whole venue: REST, sockets and polls together.</summary>
public sealed class VenueFeedTests : IAsyncLifetime, IDisposable
{
    private readonly Channel<StoreItem> _store = Channel.CreateBounded<StoreItem>(100_000);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = RestClient.NewHttpClient();
    private readonly ListLogger _log = new();
    private readonly List<StoreItem> _items = [];
    private readonly ConcurrentQueue<string> _calls = new();
    private volatile string _symbols = """{"symbols":["BTCUSDT","ETHUSDT"]}""";
    private volatile bool _restDown;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => StopAsync();

    public void Dispose()
    {
        _stop.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task From_contracts_to_sockets_to_the_store()
    {
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, AnswerAsync);
        var feed = Run(server, new FakeVenue());
        await Until.TrueAsync(() => feed.Status.Feeds is [{ State: FeedState.Live }], "live");
        Assert.Equal(2, feed.Status.Instruments);
        await Until.TrueAsync(() => Payloads<MarkPrice>().Count > 0, "a mark price");
        var listed = Assert.Single(Payloads<ListedInstruments>());
        Assert.Equal(["BTCUSDT", "ETHUSDT"], listed.Instruments.Select(instrument => instrument.Symbol));
        await StopAsync().WaitAsync(Wait.Patience);
        Assert.Equal(FeedState.Stopped, feed.Status.Feeds[0].State);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_last()
    {
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, context => AnswerAsync(context, context.Request.Query["page"].ToString() switch
        {
            "" => """{"symbols":["BTCUSDT"],"next":"2"}""",
            "2" => """{"symbols":["ETHUSDT"],"next":"3"}""",
            _ => """{"symbols":["SOLUSDT"]}""",
        }));
        var feed = Run(server, new FakeVenue());
        await Until.TrueAsync(() => feed.Status.Instruments == 3, "three pages");
    }

    [Fact]
    public async Task Sockets_open_from_what_was_known_while_rest_is_down()
    {
        _restDown = true;
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, AnswerAsync);
        var feed = Run(server, OneFeedPerContract(), known: [FakeVenue.Contract("BTCUSDT")]);
        await Until.TrueAsync(() => feed.Status.Feeds is [{ Feed: "BTCUSDT", State: FeedState.Live }], "live");
        Assert.Contains("HTTP 500", feed.Status.RestError, StringComparison.Ordinal);
        Assert.Null(feed.Status.InstrumentsLoaded);
    }

    [Fact]
    public async Task With_nothing_known_the_gap_says_so_and_ends_when_the_list_comes()
    {
        _restDown = true;
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, AnswerAsync);
        var feed = Run(server, OneFeedPerContract());
        await Until.TrueAsync(() => !_calls.IsEmpty, "a try");
        await Until.TrueAsync(() => _log.Lines.Any(line => line.Text.Contains("could not be loaded", StringComparison.Ordinal)), "it is told");
        await Until.TrueAsync(() => feed.Status.Feeds is [{ State: FeedState.BackingOff, Reason: GapReason.Refused }], "the wait for a list");
        _restDown = false;
        await Until.TrueAsync(() => feed.Status.Feeds is [{ State: FeedState.Live }, { State: FeedState.Live }], "live");
        Assert.Contains(Payloads<Gap>(), gap => gap is { Feed: "BTCUSDT", Reason: GapReason.NoInstruments, ToMs: not null });
    }

    [Fact]
    public async Task A_venue_whose_contracts_cannot_be_loaded_has_a_status_and_a_gap_with_its_reason()
    {
        _restDown = true;
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, AnswerAsync);
        var feed = Run(server, OneFeedPerContract());
        Assert.Equal((1, 0), (feed.Status.ExpectedFeeds, feed.Status.LiveFeeds));
        await Until.TrueAsync(() => feed.Status.Feeds is [{ State: FeedState.BackingOff, Reason: GapReason.Refused }], "the reason");
        Assert.Equal(GapReason.Refused, feed.Status.Reason);
        Assert.NotNull(feed.Status.NotLiveSince);
        await Until.TrueAsync(() => Payloads<Gap>().Any(gap => gap is { Feed: CoveredSpan.WholeVenue, Reason: GapReason.Refused, ToMs: null }), "the gap");
        _restDown = false;
        await Until.TrueAsync(() => feed.Status is { ExpectedFeeds: 2, LiveFeeds: 2, Reason: null, NotLiveSince: null }, "live");
        Assert.NotNull(Payloads<Gap>().Last(gap => gap.Feed == CoveredSpan.WholeVenue).ToMs);
    }

    [Fact]
    public async Task Feeds_follow_the_list_and_only_asked_for_assets_get_one()
    {
        // Readings of the fake clock's time: what lies ahead of the present is not taken, and proves nothing.
        await using var server = await VenueServer.StartAsync(
            async connection =>
            {
                await connection.HeardAsync(1);
                await connection.SendAsync(FakeVenue.Ack());
                await connection.RepeatAsync(() => FakeVenue.Tick(timeMs: 1_764_547_200_000));
            },
            AnswerAsync);
        var time = new FakeTime();
        var feed = Run(server, OneFeedPerContract(), new VenueOptions { Assets = ["BTC", "SOL"] }, time: time);
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(5), () => feed.Status.Feeds is [{ Feed: "BTCUSDT", State: FeedState.Live }], "live");
        _symbols = """{"symbols":["ETHUSDT","SOLUSDT"]}""";
        await AdvanceUntilAsync(time, TimeSpan.FromMinutes(2), () => _calls.Count >= 2, "the hourly refresh");
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(5), () => feed.Status.Feeds is [{ Feed: "SOLUSDT", State: FeedState.Live }], "the new feed");
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(100), () => server.Connections.Count(connection => !connection.IsGone) == 1, "the old one is left");
    }

    [Fact]
    public async Task Feeds_that_come_and_go_with_the_list_say_what_they_were_not_needed_for()
    {
        await using var server = await VenueServer.StartAsync(
            async connection =>
            {
                await connection.HeardAsync(1);
                await connection.SendAsync(FakeVenue.Ack());
                await connection.RepeatAsync(() => FakeVenue.Tick(timeMs: 1_764_547_200_000));
            },
            AnswerAsync);
        var time = new FakeTime();
        var feed = Run(server, OneFeedPerContract(), time: time);
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(5), () => feed.Status is { LiveFeeds: 2 }, "live");
        Assert.Empty(Payloads<FeedAbsence>());
        var listedMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _symbols = """{"symbols":["ETHUSDT","SOLUSDT"]}""";
        await AdvanceUntilAsync(time, TimeSpan.FromMinutes(2), () => _calls.Count >= 2, "the hourly refresh");
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(5), () => Payloads<FeedAbsence>().Count == 2, "both to be written");

        var born = Assert.Single(Payloads<FeedAbsence>(), absence => absence.Feed == "SOLUSDT");
        Assert.Equal((0, true), (born.FromMs, born.ToMs > listedMs));
        Assert.Equal(born.ToMs, Payloads<Gap>().First(gap => gap.Feed == "SOLUSDT").FromMs);
        var gone = Assert.Single(Payloads<FeedAbsence>(), absence => absence.Feed == "BTCUSDT");
        Assert.Equal((true, null), (gone.FromMs > listedMs, gone.ToMs));
        // Its own book was closed before.
        Assert.DoesNotContain(_items.SkipWhile(item => !ReferenceEquals(item.Payload, gone)), item => item.Payload is CoveredSpan { Feed: "BTCUSDT" });
    }

    [Fact]
    public async Task An_unknown_contract_brings_a_refresh_at_once_and_then_at_most_once_a_minute()
    {
        await using var server = await VenueServer.StartAsync(
            async connection =>
            {
                await connection.HeardAsync(1);
                await connection.SendAsync(FakeVenue.Ack());
                await connection.RepeatAsync(() => FakeVenue.Liquidation("NEWUSDT", timeMs: 1_794_000_000_000));
            },
            AnswerAsync);
        var time = new FakeTime();
        var feed = Run(server, FeedLoopTests.With(profile => profile with { ControlSilence = TimeSpan.FromHours(1) }), time: time);
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(5), () => feed.Intake.Counters.Pending > 2, "pending liquidations");
        Assert.Single(_calls);
        await AdvanceUntilAsync(time, TimeSpan.FromSeconds(1), () => _calls.Count == 2, "a refresh at once");
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(2, _calls.Count);
        _symbols = """{"symbols":["BTCUSDT","NEWUSDT"]}""";
        await AdvanceUntilAsync(time, TimeSpan.FromSeconds(1), () => feed.Intake.Counters.Valued > 0, "valued");
        Assert.Equal(3, _calls.Count);
        Assert.Contains(Payloads<ListedInstruments>(), listed => listed.Instruments is [{ Symbol: "NEWUSDT" }]);
    }

    [Fact]
    public async Task Polls_are_repeated_for_ranked_contracts()
    {
        var ranks = new ConcurrentQueue<string>();
        var venue = new FakeVenue
        {
            PollsOf = instruments =>
            {
                ranks.Enqueue(string.Join(',', instruments.Select(instrument => instrument.Symbol)));
                return [.. instruments.Select(instrument => new RestPoll(
                    new("oi", new Uri($"https://fake.example/oi?s={instrument.Symbol}")), TimeSpan.FromMilliseconds(200)))];
            },
        };
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, context =>
            context.Request.Path == "/oi"
                ? AnswerAsync(context, FakeVenue.Tick(context.Request.Query["s"]!, oi: context.Request.Query["s"] == "ETHUSDT" ? "9" : "5"))
                : AnswerAsync(context));
        Run(server, venue);
        await Until.TrueAsync(() => Payloads<OpenInterest>().Select(oi => oi.Instrument.Symbol).Distinct().Count() == 2, "both polled");
        await Until.TrueAsync(() => ranks.Contains("ETHUSDT,BTCUSDT"), "ranked after the first sweep");
    }

    [Fact]
    public async Task Polls_of_a_kind_work_again_when_those_of_all_contracts_do()
    {
        var isBroken = true;
        var venue = new FakeVenue
        {
            PollsOf = instruments => [.. instruments.Select(instrument => new RestPoll(
                new("oi", new Uri($"https://fake.example/oi?s={instrument.Symbol}")), TimeSpan.FromMilliseconds(50)))],
        };
        var polled = new ConcurrentDictionary<string, int>();
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, context =>
        {
            if (context.Request.Path != "/oi")
                return AnswerAsync(context);
            var symbol = context.Request.Query["s"].ToString();
            polled.AddOrUpdate(symbol, 1, (_, times) => times + 1);
            return AnswerAsync(context, symbol == "BTCUSDT" && Volatile.Read(ref isBroken) ? "no json" : FakeVenue.Tick(symbol, oi: "5"));
        });
        Run(server, venue);
        await Until.TrueAsync(() => polled.GetValueOrDefault("BTCUSDT") >= 5 && polled.GetValueOrDefault("ETHUSDT") >= 5, "both to be polled");
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("works again", StringComparison.Ordinal));

        Volatile.Write(ref isBroken, false);
        await Until.TrueAsync(() => _log.Lines.Any(line => line.Text.Contains("works again", StringComparison.Ordinal)), "all to work");
    }

    private static FakeVenue OneFeedPerContract() => new()
    {
        // Some tests move the clock by hours.
        Profile = new FakeVenue().Profile with { ControlSilence = TimeSpan.FromHours(3) },
        SocketsOf = instruments => [.. instruments.Select(instrument => FakeVenue.Plan(instrument.Symbol, 1))],
    };

    private static async Task AdvanceUntilAsync(FakeTime time, TimeSpan step, Func<bool> condition, string what) => await Until.TrueAsync(
        () =>
        {
            time.Advance(step);
            return condition();
        },
        what);

    private VenueFeed Run(
        VenueServer server, FakeVenue venue, VenueOptions? options = null, IReadOnlyList<Instrument>? known = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var feed = new VenueFeed(new VenueSetup
        {
            Venue = venue,
            Options = (options ?? new VenueOptions()) with { WebSocketUrl = server.WebSocketUrl, RestUrl = server.RestUrl },
            Known = known ?? [],
            Store = _store.Writer,
            Http = _http,
            Pauses = new HostRateLimits(time),
            Feeds = new FeedOptions { CloseTimeout = TimeSpan.FromMilliseconds(200) },
            Random = new Random(5),
            Time = time,
            Logger = _log,
        });
        _running = feed.RunAsync(_stop.Token);
        return feed;
    }

    private Task<bool> AnswerAsync(HttpContext context) => AnswerAsync(context, _symbols);

    private async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.WebSockets.IsWebSocketRequest)
            return false;
        if (context.Request.Path == "/instruments")
            _calls.Enqueue(context.Request.QueryString.ToString());
        context.Response.StatusCode = _restDown ? 500 : 200;
        await context.Response.WriteAsync(body);
        return true;
    }

    private List<T> Payloads<T>()
    {
        while (_store.Reader.TryRead(out var item))
            _items.Add(item);
        return [.. _items.Select(item => item.Payload).OfType<T>()];
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }
}
