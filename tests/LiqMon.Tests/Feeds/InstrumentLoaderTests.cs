using System.Net;
using System.Text;
using System.Threading.Channels;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Feeds;

public sealed class InstrumentLoaderTests : IDisposable
{
    private readonly Dictionary<string, string> _lists = [];
    private readonly SymbolRegistry _symbols = new();
    private readonly ListLogger _log = new();
    private readonly FakeTime _time = new();
    private readonly Channel<StoreItem> _store = Channel.CreateBounded<StoreItem>(1_000);
    private readonly HttpClient _http;
    private readonly InstrumentLoader _loader;

    public InstrumentLoaderTests()
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
            venue, _symbols, [], rest, _store.Writer, new AsyncAutoResetSignal(), null, new Random(1), _time, _log);
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_empty_list_beside_a_full_one_is_a_list()
    {
        (_lists["one"], _lists["two"]) = (List("BTCUSDT", "ETHUSDT"), List());
        Assert.True(await _loader.LoadAsync(CancellationToken.None));
        Assert.Null(_loader.State.Error);
        Assert.Equal(2, _loader.Listed.Count);
        Assert.True(_symbols.IsListComplete);
        // A single contract may end.
        (_lists["one"], _lists["two"]) = (List("BTCUSDT"), List());
        Assert.True(await _loader.LoadAsync(CancellationToken.None));
        Assert.Equal("BTCUSDT", Assert.Single(_loader.Listed).Symbol);
    }

    [Fact]
    public async Task A_long_list_that_is_suddenly_empty_is_a_fault_and_what_was_known_stays()
    {
        (_lists["one"], _lists["two"]) = (List("A", "B", "C", "D"), List("E"));
        Assert.True(await _loader.LoadAsync(CancellationToken.None));
        _lists["one"] = List();
        Assert.False(await _loader.LoadAsync(CancellationToken.None));
        Assert.Contains("empty", _loader.State.Error, StringComparison.Ordinal);
        Assert.Equal(5, _loader.Listed.Count);
    }

    [Fact]
    public async Task Nothing_but_empty_lists_is_a_fault()
    {
        (_lists["one"], _lists["two"]) = (List(), List());
        Assert.False(await _loader.LoadAsync(CancellationToken.None));
        Assert.False(_symbols.IsListComplete);
    }

    [Fact]
    public async Task Contracts_that_are_not_taken_are_named_and_missing_until_they_are()
    {
        var tooLong = new string('X', 200);
        (_lists["one"], _lists["two"]) = (List("BTCUSDT", tooLong, "A\\u0007B"), List("ETHUSDT"));
        await _loader.LoadAsync(CancellationToken.None);
        await _loader.LoadAsync(CancellationToken.None);
        var deficit = Assert.Single(Taken().OfType<Deficit>());
        Assert.Equal((DeficitReason.ListCut, 2L, null, ""), (deficit.Reason, deficit.Count, deficit.ToMs, deficit.Symbol));
        var line = Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning).Text;
        Assert.Contains("A·B", line, StringComparison.Ordinal);
        _lists["one"] = List("BTCUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal(
            [(DeficitReason.ListCut, null)],
            Taken().OfType<DeficitEnded>().Select(ended => (ended.Reason!.Value, ended.Symbol)));
    }

    [Fact]
    public async Task A_list_without_end_is_cut_and_says_so()
    {
        _lists["one"] = """{"symbols":["BTCUSDT"],"next":"more"}""";
        _lists["two"] = List("ETHUSDT");
        await _loader.LoadAsync(CancellationToken.None);
        Assert.Equal(DeficitReason.ListCut, Assert.Single(Taken().OfType<Deficit>()).Reason);
        var line = Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning);
        Assert.Contains("instruments:one", line.Text, StringComparison.Ordinal);
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
