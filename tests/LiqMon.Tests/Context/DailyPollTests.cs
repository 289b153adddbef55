using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.Http;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Simulator;
using LiqMon.Tests.Store;
using LiqMon.Venues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Context;

/// <summary>A call that is made once a day, whatever becomes of the process.</summary>
public sealed class DailyPollTests : IDisposable
{
    private static readonly Dictionary<string, VenueOptions> Watched = new() { ["hyperliquid"] = new() };

    private readonly HttpClient _http = RestClient.NewHttpClient();
    private readonly FakeTime _time = new();
    private readonly StoreFolder _folder = new();
    private readonly SourceCounters _counters = new();
    private readonly Channel<StoreItem> _items = Channel.CreateUnbounded<StoreItem>();
    private volatile string _body = Body;
    private int _calls;

    private static string Body => """
        {"chart_data":[{"time":"2026-11-18T00:00:00","coin":"BTC","daily_notional_liquidated":5},{"time":"2026-11-19T00:00:00","coin":"BTC","daily_notional_liquidated":1}]}
        """;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_made_again_after_a_day_and_not_at_every_start()
    {
        await using var server = await ServerAsync();
        await RunAsync(server, Watched, async () =>
        {
            await Until.TrueAsync(() => _counters.All is [{ Answers: 1 }], "the first answer");
            Commit();
        });

        await RunAsync(server, Watched, async () =>
        {
            await AdvanceAsync(TimeSpan.FromHours(23));
            Assert.Equal(1, Volatile.Read(ref _calls));
            await AdvanceUntilAsync(() => _counters.All is [{ Answers: 2 }], "the answer of the next day");
        });
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_an_hour()
    {
        _body = "<html>busy</html>";
        await using var server = await ServerAsync();
        await RunAsync(server, Watched, async () =>
        {
            await Until.TrueAsync(() => _counters.All is [{ Failures: 1 }], "the failure");
            await AdvanceAsync(TimeSpan.FromMinutes(50));
            Assert.Equal(1, Volatile.Read(ref _calls));
            _body = Body;
            await AdvanceUntilAsync(() => _counters.All is [{ Answers: 1 }], "the answer after an hour");
            Assert.True(_time.GetUtcNow() < Simulations.Noon.AddHours(2), $"only at {_time.GetUtcNow()}");
        });
    }

    [Fact]
    public async Task It_is_not_made_where_its_venue_is_switched_off()
    {
        await using var server = await ServerAsync();
        await RunAsync(server, [], async () =>
        {
            await AdvanceAsync(TimeSpan.FromHours(30));
            Assert.Equal(0, Volatile.Read(ref _calls));
        });
    }

    private async Task AdvanceAsync(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(10))
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }
    }

    private Task AdvanceUntilAsync(Func<bool> isSo, string what) => Until.TrueAsync(
        () =>
        {
            if (!isSo())
                _time.Advance(TimeSpan.FromMinutes(1));
            return isSo();
        },
        what);

    private void Commit()
    {
        var items = new List<StoreItem>();
        while (_items.Reader.TryRead(out var item))
            items.Add(item);
        using var store = _folder.Open();
        store.Commit(items);
    }

    private async Task RunAsync(VenueServer server, Dictionary<string, VenueOptions> venues, Func<Task> test)
    {
        using var stop = new CancellationTokenSource();
        using (_folder.Open())
        {
            // There is a store from the start.
        }

        var watch = new ContextWatch(new ContextSetup
        {
            Options = new() { CoinbaseUrl = null, BinanceSpotUrl = null, CoinGeckoUrl = null, HyperliquidDailyUrl = server.RestUrl },
            Venues = venues,
            Http = _http,
            Pauses = new HostRateLimits(_time),
            Store = _items.Writer,
            Counters = _counters,
            Open = _folder.Read,
            Time = _time,
            Log = NullLogger.Instance,
        }).RunAsync(stop.Token);
        try
        {
            await test().WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            await stop.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<VenueServer> ServerAsync() => VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
    {
        if (http.Request.Path.Value != HyperliquidDaily.Path)
            return false;
        Interlocked.Increment(ref _calls);
        await http.Response.WriteAsync(_body);
        return true;
    });
}
