using System.Net;
using System.Text;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

public sealed class InstrumentListDeficitTests : IDisposable
{
    private readonly Dictionary<string, string> _lists = [];
    private readonly SymbolRegistry _symbols = new();
    private readonly FakeTime _time = new();
    private readonly Channel<StoreItem> _store = Channel.CreateBounded<StoreItem>(1_000);
    private readonly HttpClient _http;
    private readonly InstrumentLoader _loader;
    private readonly UnwatchedContracts _unwatched = new();

    public InstrumentListDeficitTests()
    {
        _http = new HttpClient(new Lists(_lists));
        _loader = Loader();
    }

    public void Dispose() => _http.Dispose();

    private InstrumentLoader Loader(params Instrument[] known)
    {
        var venue = new FakeVenue
        {
            // Those in dollars have one subscription for all.
            TopicOf = contract => contract.Symbol.EndsWith("USDT", StringComparison.Ordinal) ? $"\"{contract.Symbol}\"" : null,
            SocketsOf = contracts => [.. contracts.Select(contract => contract.Symbol.EndsWith("USDT", StringComparison.Ordinal) ? "usdt" : "usd").Distinct().Select(feed => FakeVenue.Plan(feed, 1))],
            InstrumentRequests =
            [
                new("instruments:one", new Uri("https://fake.example/one")),
                new("instruments:two", new Uri("https://fake.example/two")),
            ],
        };
        var rest = new RestClient(_http, venue.Profile, new VenueOptions(), new HostRateLimits(_time), _time);
        return new InstrumentLoader(new()
        {
            Venue = venue,
            Symbols = _symbols,
            Known = known,
            Rest = rest,
            Store = _store.Writer,
            Random = new Random(1),
            Time = _time,
            Logger = new ListLogger(),
        })
        {
            Unwatched = _unwatched,
        };
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_new_contract_is_missing_since_two_lists_before_until_it_is_subscribed()
    {
        (_lists["one"], _lists["two"]) = (List("BTCUSDT"), List());
        _loader.BeginWatch(NowMs, null);
        await _loader.LoadAsync(CancellationToken.None);
        // Lists may lag: the one before the last is the newest that surely lacked it.
        var beforeMs = NowMs;
        _time.Advance(TimeSpan.FromHours(1));
        await _loader.LoadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));
        Taken();
        _lists["two"] = List("NEWUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        var taken = Taken();
        var deficit = Assert.Single(taken.OfType<Deficit>());
        Assert.Equal(("NEWUSDT", DeficitReason.NotSubscribed, beforeMs, null), (deficit.Symbol, deficit.Reason, deficit.FromMs, deficit.ToMs));
        Assert.DoesNotContain(taken, item => item is DeficitEnded);
        // The next list has nothing new; one without it ends the wait.
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Empty(Taken());
        _lists["two"] = List("ETHUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal("NEWUSDT", Assert.Single(Taken().OfType<DeficitEnded>()).Symbol);
        Assert.Equal(["ETHUSDT"], _unwatched.Take((_, awaited) => awaited.Topic == "\"ETHUSDT\""));
        Assert.True(_unwatched.IsEmpty);
    }

    [Fact]
    public async Task What_is_new_since_an_earlier_run_is_missing_since_its_last_list()
    {
        var loader = Loader(FakeVenue.Contract("BTCUSDT"));
        (_lists["one"], _lists["two"]) = (List("BTCUSDT", "NEWUSDT"), List());
        var untilMs = NowMs - 600_000;
        loader.BeginWatch(NowMs, untilMs);
        await loader.LoadAsync(CancellationToken.None);
        var deficit = Assert.Single(Taken().OfType<Deficit>());
        Assert.Equal(("NEWUSDT", untilMs - 3_600_000), (deficit.Symbol, deficit.FromMs));
    }

    [Fact]
    public async Task The_first_contract_of_a_market_is_missing_until_its_feed_is_live_and_further_ones_are_not()
    {
        (_lists["one"], _lists["two"]) = (List("BTCUSDT"), List());
        _loader.BeginWatch(NowMs, null);
        await _loader.LoadAsync(CancellationToken.None);
        _lists["two"] = List("BTCUSD");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal("BTCUSD", Assert.Single(Taken().OfType<Deficit>()).Symbol);
        Assert.Equal(["BTCUSD"], _unwatched.Take((_, awaited) => awaited is { Topic: null, Feed: "usd" }));
        _lists["two"] = List("BTCUSD", "ETHUSD");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Empty(Taken().OfType<Deficit>());
    }

    [Fact]
    public async Task Contracts_that_are_not_taken_are_missing_until_they_are()
    {
        var tooLong = new string('X', 200);
        (_lists["one"], _lists["two"]) = (List("BTCUSDT", tooLong, "A\\u0007B"), List("ETHUSDT"));
        await _loader.LoadAsync(CancellationToken.None);
        await _loader.LoadAsync(CancellationToken.None);
        var deficit = Assert.Single(Taken().OfType<Deficit>());
        Assert.Equal((DeficitReason.ListCut, 2L, null, ""), (deficit.Reason, deficit.Count, deficit.ToMs, deficit.Symbol));
        _lists["one"] = List("BTCUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal(
            [(DeficitReason.ListCut, null)],
            Taken().OfType<DeficitEnded>().Select(ended => (ended.Reason!.Value, ended.Symbol)));
    }

    [Fact]
    public async Task A_list_without_end_is_cut()
    {
        _lists["one"] = """{"symbols":["BTCUSDT"],"next":"more"}""";
        _lists["two"] = List("ETHUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal(DeficitReason.ListCut, Assert.Single(Taken().OfType<Deficit>()).Reason);
    }

    [Fact]
    public async Task A_contract_that_is_listed_and_needs_no_subscription_of_its_own_is_no_longer_missing()
    {
        (_lists["one"], _lists["two"]) = (List("BTCUSD"), List());
        await _loader.LoadAsync(CancellationToken.None);
        var first = Taken().OfType<DeficitEnded>().Where(ended => ended.Reason == DeficitReason.NotSubscribed);
        Assert.Null(Assert.Single(first).Symbol);
        _lists["one"] = List("BTCUSD", "NEWUSD");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal("NEWUSD", Assert.Single(Taken().OfType<DeficitEnded>()).Symbol);
    }

    private static string List(params string[] symbols) =>
        $$"""{"symbols":[{{string.Join(',', symbols.Select(symbol => $"\"{symbol}\""))}}]}""";

    private List<object> Taken()
    {
        var taken = new List<object>();
        while (_store.Reader.TryRead(out var item))
            taken.Add(item.Payload!);
        return taken;
    }

    private sealed class Lists(Dictionary<string, string> lists) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(lists[request.RequestUri!.AbsolutePath.Trim('/')], Encoding.UTF8, "application/json"),
            });
    }
}
