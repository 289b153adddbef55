using System.Net;
using System.Text;
using System.Threading.Channels;
using LiqMon.Backfill;
using LiqMon.Configuration;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Venues;

namespace LiqMon.Tests.Backfill;

public sealed class BackfillRunTests : IDisposable
{
    private const long From = 1_795_176_000_000;
    private const long To = From + 60_000;

    private readonly Channel<StoreItem> _store = Channel.CreateUnbounded<StoreItem>();
    private readonly Pages _pages = new();
    private readonly VenueCounters _counters = new();
    private readonly HttpClient _http;

    public BackfillRunTests() => _http = new HttpClient(_pages);

    public void Dispose()
    {
        _http.Dispose();
        _pages.Dispose();
    }

    [Fact]
    public async Task Pages_are_followed_and_overlapping_rows_counted_once()
    {
        _pages.Answers["/history"] = Page("2", Row(1, From), Row(2, From + 1));
        _pages.Answers["/history?page=2"] = Page(null, Row(2, From + 1), Row(3, To - 1), Row(4, To));
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Complete, 2L, 3), (result.Verdict, result.Pages, result.Found));
        Assert.Equal((5, 5), (_counters.Liquidations, _counters.Valued));
        Assert.Equal(2, result.FoundIn(From, From + 2));
    }

    [Fact]
    public async Task A_page_that_leads_back_ends_the_run()
    {
        _pages.Answers["/history"] = Page("2", Row(1, From));
        _pages.Answers["/history?page=2"] = Page("2", Row(2, From));
        Assert.Equal(BackfillStatus.PageLoop, (await ReadAsync()).Verdict);
    }

    [Fact]
    public async Task Pages_without_end_are_given_up()
    {
        _pages.Otherwise = number => Page($"{number}");
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.TooManyPages, 20L), (result.Verdict, result.Pages));
    }

    [Fact]
    public async Task A_call_that_fails_once_is_repeated()
    {
        _pages.Failures.Enqueue(HttpStatusCode.ServiceUnavailable);
        _pages.Answers["/history"] = Page(null, Row(1, From));
        Assert.Equal((BackfillStatus.Complete, 1), (await ReadAsync()) is var result ? (result.Verdict, result.Found) : default);
    }

    [Fact]
    public async Task A_refused_call_ends_the_run_and_says_why()
    {
        _pages.Failures.Enqueue(HttpStatusCode.BadRequest);
        var result = await ReadAsync();
        Assert.Equal(BackfillStatus.CallFailed, result.Verdict);
        Assert.Contains("400", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"rows":[{"k":"boom"}]}""")]
    public async Task A_page_that_cannot_be_read_is_kept_in_quarantine(string page)
    {
        _pages.Answers["/history"] = page;
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Unreadable, 0), (result.Verdict, result.Found));
        Assert.Equal(1, _counters.Quarantined);
        Assert.True(_store.Reader.TryRead(out var item));
        Assert.Equal("rest:backfill:fake", Assert.IsType<QuarantinedFrame>(item.Payload).Feed);
    }

    [Theory]
    [InlineData(HistoryEnd.NoProgress)]
    [InlineData(HistoryEnd.NoTime)]
    [InlineData(HistoryEnd.FullPageWithoutCursor)]
    [InlineData(HistoryEnd.CrowdedMoment)]
    public async Task An_end_that_proves_nothing_is_incomplete_and_what_came_is_kept(HistoryEnd end)
    {
        _pages.Answers["/history"] = Page(null, Row(1, From)).Replace("{\"rows", $"{{\"end\":\"{end}\",\"rows", StringComparison.Ordinal);
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Incomplete, end, false, 1), (result.Verdict, result.End, result.IsComplete, result.Found));
        Assert.Contains(end.Describe(), result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_makes_the_span_incomplete()
    {
        _pages.Answers["/history"] = Page("2", Row(1, From), FakeVenue.Liquidation(n: 2, quantity: "x", timeMs: From));
        _pages.Answers["/history?page=2"] = Page(null, Row(3, From + 1));
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Incomplete, HistoryEnd.UnreadableRow, true, 2), (result.Verdict, result.End, result.IsPartial, result.Found));
    }

    [Fact]
    public async Task A_row_that_is_read_and_cannot_be_valued_names_its_contract()
    {
        _pages.Answers["/history"] = Page(null, Row(1, From), FakeVenue.Liquidation(n: 2, quantity: "100000000000", timeMs: From));
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Complete, 2), (result.Verdict, result.Found));
        Assert.Equal(["BTCUSDT"], result.Uncounted);
        Assert.Equal(1, _counters.Valued);
    }

    [Fact]
    public async Task An_order_of_which_nothing_was_filled_is_missing_from_nothing()
    {
        _pages.Answers["/history"] = Page(null, Row(1, From), FakeVenue.Liquidation(n: 2, quantity: "0", timeMs: From));
        var result = await ReadAsync();
        Assert.Equal((BackfillStatus.Complete, 1), (result.Verdict, result.Found));
    }

    [Theory]
    [InlineData(1, BackfillStatus.Incomplete)]
    [InlineData(100_000, BackfillStatus.Complete)]
    public async Task No_more_rows_prove_nothing_beyond_the_venues_reach(int days, BackfillStatus verdict)
    {
        var venue = new FakeVenue
        {
            Profile = new FakeVenue().Profile with { History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(days) } },
            HistoryOf = (_, _) => [First],
        };
        _pages.Answers["/history"] = Page(null, Row(1, From));
        var result = await ReadAsync(venue);
        Assert.Equal((verdict, 1), (result.Verdict, result.Found));
        Assert.Equal(verdict == BackfillStatus.Complete ? null : HistoryEnd.VenueLimit, result.End);
    }

    [Fact]
    public async Task A_venue_whose_pages_lead_nowhere_is_not_called_for_every_contract()
    {
        var venue = new FakeVenue { HistoryOf = (_, _) => [.. Enumerable.Range(0, 400).Select(i => First with { Url = new($"https://fake.example/history?s={i}") })] };
        _pages.Otherwise = _ => Page(null).Replace("{\"rows", "{\"end\":\"NoProgress\",\"rows", StringComparison.Ordinal);
        var result = await ReadAsync(venue);
        Assert.Equal((BackfillStatus.Incomplete, 3L), (result.Verdict, result.Pages));
    }

    [Fact]
    public async Task Dydx_times_with_any_offset_are_liquidations()
    {
        var times = new[] { "21:59:59.999Z", "21:50:00+00:00", "21:40:00.123456+0000", "22:30:00.5+01:00", "21:20:00.000000001Z" };
        var rows = times.Select((time, id) => $$"""{"id":"{{id}}","side":"SELL","size":"1","price":"10","type":"LIQUIDATED","createdAt":"2026-11-06T{{time}}"}""");
        // The venue's first page; then what lies before it.
        _pages.Otherwise = call => call == 1
            ? $$"""{"trades":[{{string.Join(',', rows)}}]}"""
            : """{"trades":[{"id":"9","side":"SELL","size":"1","price":"10","type":"LIMIT","createdAt":"2026-11-06T20:59:59.999+00:00"}]}""";
        var result = await ReadDydxAsync();
        Assert.Equal((BackfillStatus.Complete, 5, 2L), (result.Verdict, result.Found, result.Pages));
    }

    [Fact]
    public async Task Dydx_that_ignores_the_cursor_is_called_twice()
    {
        _pages.Otherwise = _ => """
            {"trades":[{"id":"1","side":"SELL","size":"1","price":"10","type":"LIQUIDATED","createdAt":"2026-11-06T21:30:00.000Z"},
            {"id":"2","side":"SELL","size":"1","price":"10","type":"LIMIT","createdAt":"2026-11-06T21:20:00.000Z"}]}
            """;
        var result = await ReadDydxAsync();
        Assert.Equal((BackfillStatus.Incomplete, HistoryEnd.NoProgress, 2L, 1), (result.Verdict, result.End, result.Pages, result.Found));
    }

    [Fact]
    public async Task Nothing_to_ask_proves_nothing() =>
        Assert.Equal(BackfillStatus.NothingToAsk, (await ReadAsync(new FakeVenue())).Verdict);

    [Fact]
    public async Task A_margin_is_read_and_not_counted()
    {
        long asked = 0;
        var venue = new FakeVenue { HistoryOf = (from, to) => { asked = to - from; return [First]; } };
        _pages.Answers["/history"] = Page(null, Row(1, From - 1), Row(2, From));
        var result = await ReadAsync(venue, TimeSpan.FromSeconds(5));
        Assert.Equal((70_000L, 1, 2L), (asked, result.Found, _counters.Valued));
    }

    [Fact]
    public void Only_venues_with_liquidations_in_their_history_say_so()
    {
        foreach (var venue in VenueCatalog.All)
        {
            var contract = FakeVenue.Contract("BTC-USDT-SWAP");
            if (venue.Profile.History is not null)
                Assert.NotEmpty(venue.BackfillRequests([contract], From, To));
            else
                Assert.True(venue.BackfillRequests([], From, To).Count == 0, venue.Profile.Id);
            Assert.True(venue.Profile.BackfillMatchesSocket || venue.Profile.History is not null, venue.Profile.Id);
        }
    }

    private static RestRequest First => new("backfill:fake", new Uri("https://fake.example/history"));

    private static string Row(int n, long timeMs) => FakeVenue.Liquidation(n: n, timeMs: timeMs);

    private static string Page(string? next, params string[] rows) =>
        $$"""{"rows":[{{string.Join(',', rows)}}]{{(next is null ? "" : $",\"next\":\"{next}\"")}}}""";

    private Task<BackfillResult> ReadAsync(FakeVenue? venue = null, TimeSpan margin = default)
    {
        venue ??= new FakeVenue { HistoryOf = (_, _) => [First] };
        var time = TimeProvider.System;
        var symbols = new SymbolRegistry();
        symbols.Update([FakeVenue.Contract("BTCUSDT")], 0);
        var intake = new FrameProcessor(
            new() { Venue = venue, Symbols = symbols, Store = _store.Writer, Counters = _counters, Time = time, Logger = new ListLogger() });
        var rest = new RestClient(_http, venue.Profile with { RestLimit = new() { WeightPerMinute = 100_000 } }, new VenueOptions(), new HostRateLimits(time), time);
        return new HistoryReader(venue, intake, rest, yields: true, time) { MostPages = 20 }
            .ReadAsync([FakeVenue.Contract("BTCUSDT")], From, To, new(margin, margin), CancellationToken.None);
    }

    private Task<BackfillResult> ReadDydxAsync()
    {
        var time = TimeProvider.System;
        var venue = VenueCatalog.Find("dydx")!;
        var contract = new Instrument { Venue = "dydx", Symbol = "BTC-USD", Asset = "BTC", Quote = "USD" };
        var symbols = new SymbolRegistry();
        symbols.Update([contract], 0);
        var intake = new FrameProcessor(
            new() { Venue = venue, Symbols = symbols, Store = _store.Writer, Counters = _counters, Time = time, Logger = new ListLogger() });
        var rest = new RestClient(_http, venue.Profile with { RestLimit = new() { WeightPerMinute = 100_000 } }, new VenueOptions(), new HostRateLimits(time), time);
        return new HistoryReader(venue, intake, rest, yields: false, time)
            .ReadAsync([contract], 1_793_998_800_000, 1_794_002_400_000, default, CancellationToken.None);
    }

    private sealed class Pages : HttpMessageHandler
    {
        private int _calls;

        public Dictionary<string, string> Answers { get; } = [];

        public Queue<HttpStatusCode> Failures { get; } = [];

        public Func<int, string>? Otherwise { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _calls++;
            if (Failures.TryDequeue(out var status))
                return Task.FromResult(new HttpResponseMessage(status));
            var body = Answers.GetValueOrDefault(request.RequestUri!.PathAndQuery) ?? Otherwise!(_calls);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8) });
        }
    }
}
