using System.Collections.Concurrent;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.Context.Sources;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Simulator;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Context;

/// <summary>Sources on loopback that answer well, badly, late or not at all.</summary>
public sealed class ContextWatchTests : IDisposable
{
    private static readonly ContextOptions Nobody = new() { CoinbaseUrl = null, BinanceSpotUrl = null, CoinGeckoUrl = null, HyperliquidDailyUrl = null };

    private readonly HttpClient _http = RestClient.NewHttpClient();
    private readonly FakeTime _time = new();
    private readonly StoreFolder _folder = new();
    private readonly SourceCounters _counters = new();
    private readonly Channel<StoreItem> _items = Channel.CreateUnbounded<StoreItem>();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_sources_say_reaches_the_store()
    {
        await using var coinbase = await ServerAsync(http => http.Request.Path.Value switch
        {
            "/products/BTC-USD/ticker" => """{"ask":"20002","bid":"20000","time":"2026-11-20T12:00:00Z"}""",
            "/products/USDT-USD/ticker" => """{"ask":"1.0001","bid":"0.9999","time":"2026-11-20T12:00:00Z"}""",
            _ => null,
        });
        await using var binance = await ServerAsync(http => http.Request.Path.Value switch
        {
            "/api/v3/ticker/bookTicker" => """{"symbol":"BTCUSDT","bidPrice":"19990","askPrice":"19990"}""",
            "/api/v3/klines" => "[]",
            _ => null,
        });
        await RunAsync(Nobody with { CoinbaseUrl = coinbase.RestUrl, BinanceSpotUrl = binance.RestUrl }, async () =>
        {
            var found = new List<ContextSample>();
            while (found.Count < 3)
                found.Add((ContextSample)(await _items.Reader.ReadAsync()).Payload!);
            Assert.Equal(
                ["BTC-USD 20001", "BTCUSDT 19990", "USDT-USD 1"],
                found.Select(sample => FormattableString.Invariant($"{sample.Name} {sample.Value}")).Order(StringComparer.Ordinal));
            await Until.TrueAsync(
                () => _counters.All.Select(count => (count.Source, count.Answers)).SequenceEqual([("binance_spot", 1), ("coinbase", 2)]), "answers are counted");
        });
    }

    [Fact]
    public async Task A_source_that_asks_for_patience_gets_it()
    {
        var calls = new ConcurrentQueue<DateTimeOffset>();
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
        {
            calls.Enqueue(_time.GetUtcNow());
            if (calls.Count == 1)
            {
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "840";
            }
            else
            {
                var updated = _time.GetUtcNow().ToUnixTimeSeconds();
                await http.Response.WriteAsync($$$"""{"data":{"total_market_cap":{"usd":1e12},"market_cap_percentage":{"btc":41},"updated_at":{{{updated}}}}}""");
            }

            return true;
        });
        await RunAsync(Nobody with { CoinGeckoUrl = server.RestUrl }, async () =>
        {
            // The pause counts from the moment at which the refusal was read.
            await Until.TrueAsync(() => _counters.All is [{ Failures: 1 }], "the refusal");
            await Until.TrueAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(10));
                    return _items.Reader.TryPeek(out _);
                },
                "the total after the pause");
            Assert.Equal("total_market_cap_usd", ((ContextSample)(await _items.Reader.ReadAsync()).Payload!).Name);
            // The turn after ten minutes waits for what is left of the fourteen.
            var times = calls.ToArray();
            Assert.True(times[1] - times[0] >= TimeSpan.FromMinutes(14), $"called again after {times[1] - times[0]}");
        });
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("""{"data":{"total_market_cap":{"usd":1},"market_cap_percentage":{"btc":41},"updated_at":1}}""")]
    [InlineData(null)]
    public async Task Nothing_takes_the_place_of_a_source_that_says_nothing_useful(string? body)
    {
        var calls = 0;
        await using var server = await ServerAsync(_ =>
        {
            Interlocked.Increment(ref calls);
            return body;
        });
        await RunAsync(Nobody with { CoinGeckoUrl = server.RestUrl }, async () =>
        {
            await Until.TrueAsync(() => Volatile.Read(ref calls) >= 1, "the first call");
            await Until.TrueAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromMinutes(1));
                    return Volatile.Read(ref calls) >= 3;
                },
                "it is tried again");
            Assert.False(_items.Reader.TryPeek(out _));
            Assert.Null(Assert.Single(_counters.All).LastAnswer);
        });
    }

    [Fact]
    public async Task The_simulated_sources_tell_everything_and_minutes_reach_back_for_the_flag_of_steady_flow()
    {
        var clock = new FixedTime(Simulations.Noon);
        await using var simulation = await Simulations.SilentAsync("bybit", clock);
        var sources = simulation.SourcesUrl;
        await RunAsync(Nobody with { CoinbaseUrl = sources, BinanceSpotUrl = sources, CoinGeckoUrl = sources }, async () =>
        {
            var told = new Dictionary<string, Dictionary<long, double>>();
            // Four pages, of which one minute still runs.
            while (told.Count < 7 || told[SpotTickers.MinuteTakerBuy].Count < 3_999)
            {
                var sample = (ContextSample)(await _items.Reader.ReadAsync()).Payload!;
                told.TryAdd(sample.Name, []);
                told[sample.Name][sample.TimeMs] = sample.Value;
            }

            var taken = told[SpotTickers.MinuteTakerBuy];
            var minutes = told[SpotTickers.MinuteVolume].Where(minute => taken.ContainsKey(minute.Key))
                .OrderBy(minute => minute.Key).Select(minute => new FlowMinute(minute.Key, minute.Value, taken[minute.Key])).ToList();
            Assert.All(minutes, minute => Assert.InRange(minute.TakerBuy, 0, minute.Volume));
            Assert.NotNull(SteadyFlow.Of(minutes));
        }, time: clock);
    }

    [Fact]
    public async Task Candles_and_ratios_of_the_largest_assets_come_from_the_venue()
    {
        var clock = new FixedTime(Simulations.Noon);
        await using var simulation = await Simulations.SilentAsync("bybit", clock);
        var btc = Sample.BtcElsewhere;
        var contract = new Instrument { Venue = "bybit", Symbol = "ETHUSDT", Asset = "ETH", Quote = "USDT" };
        using (var store = EventStore.Open(_folder.Options, clock))
        {
            store.Commit(
            [
                StoreItem.Of(new ListedInstruments("bybit", [btc, contract])),
                StoreItem.Of(new OpenInterest(btc, Sample.Noon - 1_000, 9, 9, 900_000)),
                StoreItem.Of(new OpenInterest(contract, Sample.Noon - 1_000, 9, 9, 30_000)),
            ]);
        }

        var venues = new Dictionary<string, VenueOptions> { ["bybit"] = new() { RestUrl = simulation.Endpoints["bybit"].RestUrl } };
        await RunAsync(Nobody with { Assets = 1 }, async () =>
        {
            var items = new List<object>();
            while (items.Count(item => item is ContextSample) < 500)
                items.Add((await _items.Reader.ReadAsync()).Payload!);
            var candles = items.OfType<MarkCandle>().OrderBy(candle => candle.OpenMs).ToList();
            Assert.Equal(999, candles.Count);
            Assert.All(candles, candle => Assert.Same(candle.Instrument, candles[0].Instrument));
            Assert.Equal(("BTCUSDT", Sample.Noon), (candles[0].Instrument.Symbol, candles[^1].CloseMs + 1));
            Assert.All(candles.Zip(candles.Skip(1)), pair => Assert.Equal(pair.First.OpenMs + MarkCandle.LengthMs, pair.Second.OpenMs));
            Assert.All(items.OfType<ContextSample>(), sample => Assert.Equal(("bybit", "long_short_ratio:BTC"), (sample.Source, sample.Name)));
        }, venues, clock);
    }

    [Fact]
    public async Task Ratios_come_from_each_venue_that_has_them()
    {
        var clock = new FixedTime(Simulations.Noon);
        var venues = new Dictionary<string, VenueOptions>();
        using (var store = EventStore.Open(_folder.Options, clock))
            foreach (var venue in (string[])["binance", "bybit", "okx"])
            {
                var contract = new Instrument { Venue = venue, Symbol = venue == "okx" ? "BTC-USDT-SWAP" : "BTCUSDT", Asset = "BTC", Quote = "USDT" };
                store.Commit([StoreItem.Of(new ListedInstruments(venue, [contract])), StoreItem.Of(new OpenInterest(contract, Sample.Noon - 1_000, 9, 9, 900_000))]);
            }

        await using var binance = await Simulations.SilentAsync("binance", clock);
        await using var bybit = await Simulations.SilentAsync("bybit", clock);
        await using var okx = await Simulations.SilentAsync("okx", clock);
        foreach (var (venue, simulation) in (IEnumerable<(string, LiqMon.Simulator.Simulation)>)[("binance", binance), ("bybit", bybit), ("okx", okx)])
            venues[venue] = new VenueOptions { RestUrl = simulation.Endpoints[venue].RestUrl };
        await RunAsync(Nobody, async () =>
        {
            var ratios = new List<ContextSample>();
            while (ratios.DistinctBy(ratio => ratio.Source).Count() < 3)
            {
                if ((await _items.Reader.ReadAsync()).Payload is ContextSample ratio)
                    ratios.Add(ratio);
            }

            Assert.All(ratios, ratio => Assert.InRange(ratio.Value, 0.8, 1.8));
            Assert.All(ratios.GroupBy(ratio => ratio.Source), series => Assert.Equal(series.Count(), series.DistinctBy(ratio => ratio.TimeMs).Count()));
        }, venues, clock);
    }

    private async Task RunAsync(
        ContextOptions options, Func<Task> test, IReadOnlyDictionary<string, VenueOptions>? venues = null, TimeProvider? time = null)
    {
        time ??= _time;
        using var stop = new CancellationTokenSource();
        var watch = new ContextWatch(new ContextSetup
        {
            Options = options,
            Venues = venues ?? new Dictionary<string, VenueOptions>(),
            Http = _http,
            Pauses = new HostRateLimits(time),
            Store = _items.Writer,
            Counters = _counters,
            Open = _folder.Read,
            Time = time,
            Log = NullLogger.Instance,
        }).RunAsync(stop.Token);
        try
        {
            await test().WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            await stop.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Assert.True(watch.IsCanceled);
    }

    private static Task<VenueServer> ServerAsync(Func<HttpContext, string?> answer) => VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
    {
        if (answer(http) is not { } body)
            return false;
        await http.Response.WriteAsync(body);
        return true;
    });
}
