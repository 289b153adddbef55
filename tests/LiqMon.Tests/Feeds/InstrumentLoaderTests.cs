using System.Net;
using System.Text;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

public sealed class InstrumentLoaderTests : IDisposable
{
    private const string GateContract =
        """[{"name":"BTC_USDT","type":"direct","quanto_multiplier":"0.0001","status":"trading"}]""";

    private readonly Channel<StoreItem> _store = Channel.CreateUnbounded<StoreItem>();
    private readonly Lists _lists = new();
    private readonly ListLogger _log = new();
    private readonly HttpClient _http;

    public InstrumentLoaderTests() => _http = new HttpClient(_lists);

    public void Dispose()
    {
        _http.Dispose();
        _lists.Dispose();
    }

    [Fact]
    public async Task An_empty_list_beside_others_is_a_list()
    {
        _lists.Of["/api/v4/futures/usdt/contracts"] = GateContract;
        _lists.Of["/api/v4/futures/btc/contracts"] = "[]";
        _lists.Of["/api/v4/futures/usd1/contracts"] = "[]";
        var loader = Loader(VenueCatalog.Find("gate")!);
        Assert.True(await loader.LoadAsync(CancellationToken.None));
        Assert.NotNull(loader.State.Loaded);
        Assert.Null(loader.State.Error);
        Assert.Equal("BTC_USDT", Assert.Single(loader.Listed).Symbol);
    }

    [Fact]
    public async Task A_list_that_becomes_empty_is_doubted_for_ten_minutes()
    {
        _lists.Of["/a"] = """{"symbols":["BTCUSDT"]}""";
        _lists.Of["/b"] = """{"symbols":["ETHUSDT"]}""";
        var time = new FakeTime();
        var loader = Loader(TwoLists(), time);
        Assert.True(await loader.LoadAsync(CancellationToken.None));
        _lists.Of["/b"] = """{"symbols":[]}""";
        Assert.False(await loader.LoadAsync(CancellationToken.None));
        // A venue that fails is empty for seconds.
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(await loader.LoadAsync(CancellationToken.None));
        Assert.Equal(2, loader.Listed.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await loader.LoadAsync(CancellationToken.None));
        Assert.Equal("BTCUSDT", Assert.Single(loader.Listed).Symbol);
        Assert.True(await loader.LoadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_store_knows_what_is_listed_no_more_before_it_gets_a_contract_that_may_be_the_same()
    {
        _lists.Of["/a"] = """{"symbols":["BTCUSDT","ETHUSDT"]}""";
        _lists.Of["/b"] = """{"symbols":["SOLUSDT"]}""";
        var loader = Loader(TwoLists());
        await loader.LoadAsync(CancellationToken.None);
        Assert.DoesNotContain(Items(), item => item is DelistedContracts);

        _lists.Of["/a"] = """{"symbols":["QTCUSDT","ETHUSDT"]}""";
        await loader.LoadAsync(CancellationToken.None);
        var items = Items();
        Assert.Equal(["BTCUSDT"], items.OfType<DelistedContracts>().Single().Symbols);
        Assert.True(items.FindIndex(item => item is DelistedContracts) < items.FindIndex(item => item is ListedInstruments));

        await loader.LoadAsync(CancellationToken.None);
        Assert.DoesNotContain(Items(), item => item is DelistedContracts);
        _lists.Of["/a"] = """{"symbols":["BTCUSDT","ETHUSDT","QTCUSDT"]}""";
        await loader.LoadAsync(CancellationToken.None);
        Assert.Empty(Items().OfType<DelistedContracts>().Single().Symbols);
    }

    [Fact]
    public async Task A_venue_without_any_contract_is_not_loaded()
    {
        _lists.Of["/a"] = _lists.Of["/b"] = """{"symbols":[]}""";
        var loader = Loader(TwoLists());
        Assert.False(await loader.LoadAsync(CancellationToken.None));
        Assert.Equal("all lists are empty", loader.State.Error);
    }

    [Fact]
    public async Task What_is_cut_off_or_cannot_be_taken_is_counted_and_named()
    {
        // 50 pages of 110 contracts, of which one in each has no base asset, and there are more pages.
        _lists.Page = number => $$"""{"symbols":["USDT{{(number == 1 ? "\",\"A B" : "")}}",{{string.Join(',', Enumerable.Range(0, 110).Select(i => $"\"P{number}C{i}USDT\""))}}],"next":"{{number + 1}}"}""";
        var loader = Loader(new FakeVenue());
        Assert.True(await loader.LoadAsync(CancellationToken.None));
        var losses = loader.State.Losses;
        Assert.Equal(
            (50, 1, 500, 1),
            (losses.Of(ContractRefusal.NoAsset), losses.Of(ContractRefusal.BadSymbol), losses.Of(ContractRefusal.TooManyContracts), losses.CutLists));
        Assert.Equal(5_000, loader.Listed.Count);
        var warning = Assert.Single(_log.Lines, line => line.Text.Contains("not all listed contracts", StringComparison.Ordinal));
        Assert.Contains("500 beyond the limit of 5000", warning.Text, StringComparison.Ordinal);
        Assert.Contains("1 lists with further pages", warning.Text, StringComparison.Ordinal);
        await loader.LoadAsync(CancellationToken.None);
        Assert.Single(_log.Lines, line => line.Text.Contains("not all listed contracts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_contract_without_quote_or_base_asset_is_refused_and_named_and_the_rest_is_stored()
    {
        _lists.Of["/fapi/v1/exchangeInfo"] = """
            {"symbols":[
            {"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING"},
            {"symbol":"ETHUSDT","baseAsset":"ETH","contractType":"PERPETUAL","status":"TRADING"},
            {"symbol":"SOLUSDT","baseAsset":"","quoteAsset":"USDT","contractType":"PERPETUAL","status":"TRADING"}]}
            """;
        _lists.Of["/dapi/v1/exchangeInfo"] = """{"symbols":[]}""";
        var loader = Loader(VenueCatalog.Find("binance")!);
        Assert.True(await loader.LoadAsync(CancellationToken.None));
        Assert.Equal("BTCUSDT", Assert.Single(loader.Listed).Symbol);
        Assert.True(_store.Reader.TryRead(out var item));
        Assert.Equal("BTCUSDT", Assert.Single(Assert.IsType<ListedInstruments>(item.Payload).Instruments).Symbol);
        Assert.DoesNotContain(Rest(), item => item.Payload is ListedInstruments);
        Assert.Equal(
            (1, 1), (loader.State.Losses.Of(ContractRefusal.NoQuote), loader.State.Losses.Of(ContractRefusal.NoAsset)));
        Assert.Equal(["ETHUSDT", "SOLUSDT"], loader.State.Losses.Examples);
    }

    private IEnumerable<StoreItem> Rest()
    {
        while (_store.Reader.TryRead(out var item))
            yield return item;
    }

    private static FakeVenue TwoLists() => new()
    {
        InstrumentRequests = [new("instruments:a", new Uri("https://fake.example/a")), new("instruments:b", new Uri("https://fake.example/b"))],
    };

    private List<object> Items()
    {
        var items = new List<object>();
        while (_store.Reader.TryRead(out var item))
            items.Add(item.Payload!);
        return items;
    }

    private InstrumentLoader Loader(IVenue venue, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var rest = new RestClient(
            _http, venue.Profile with { RestLimit = new() { WeightPerMinute = 1_000_000 } }, new VenueOptions(), new HostRateLimits(time), time);
        return new InstrumentLoader(new()
        {
            Venue = venue,
            Symbols = new SymbolRegistry(),
            Rest = rest,
            Store = _store.Writer,
            Random = new Random(1),
            Time = time,
            Logger = _log,
        });
    }

    private sealed class Lists : HttpMessageHandler
    {
        private int _calls;

        public Dictionary<string, string> Of { get; } = [];

        public Func<int, string>? Page { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = Page is { } page ? page((_calls++ % 50) + 1) : Of[request.RequestUri!.AbsolutePath];
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8) });
        }
    }
}
