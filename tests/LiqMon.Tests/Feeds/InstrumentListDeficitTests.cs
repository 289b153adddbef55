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

    public InstrumentListDeficitTests()
    {
        var venue = new FakeVenue
        {
            InstrumentRequests =
            [
                new("instruments:one", new Uri("https://fake.example/one")),
                new("instruments:two", new Uri("https://fake.example/two")),
            ],
        };
        _http = new HttpClient(new Lists(_lists));
        var rest = new RestClient(_http, venue.Profile, new VenueOptions(), new HostRateLimits(_time), _time);
        _loader = new InstrumentLoader(
            venue, _symbols, [], rest, _store.Writer, new AsyncAutoResetSignal(), null, new Random(1), _time, new ListLogger());
    }

    public void Dispose() => _http.Dispose();

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
    public async Task A_contract_that_is_listed_is_no_longer_missing()
    {
        (_lists["one"], _lists["two"]) = (List("BTCUSDT"), List());
        await _loader.LoadAsync(CancellationToken.None);
        var first = Taken().OfType<DeficitEnded>().Where(ended => ended.Reason == DeficitReason.NotSubscribed);
        Assert.Null(Assert.Single(first).Symbol);
        _lists["one"] = List("BTCUSDT", "NEWUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal("NEWUSDT", Assert.Single(Taken().OfType<DeficitEnded>()).Symbol);
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
