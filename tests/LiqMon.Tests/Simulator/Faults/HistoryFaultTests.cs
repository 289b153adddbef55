using System.Net;
using System.Text.Json;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>What is wrong with the past that venues show over REST.</summary>
public sealed class HistoryFaultTests
{
    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("kraken", "/derivatives/api/v3/history?symbol=PF_XBTUSD")]
    [InlineData("htx", "/linear-swap-api/v3/swap_liquidation_orders?contract=BTC-USDT&end_time=1795176010000")]
    [InlineData("coinex", "/v2/futures/liquidation-history?market=BTCUSDT")]
    [InlineData("gate", "/api/v4/futures/usdt/liq_orders?to=1795176010")]
    public async Task A_truncated_history_lacks_orders_that_were_sent(string venue, string history)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        for (var i = 0; i < 4; i++) simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 61_000.5m + i, 3m, NoonMs - i));
        var whole = (await simulation.GetAsync(venue, history)).GetRawText();
        await simulation.InjectAsync(new TruncateHistory { Venue = venue, Every = 2 });
        var cut = (await simulation.GetAsync(venue, history)).GetRawText();

        foreach (var price in (string[])["61000.5", "61001.5", "61002.5", "61003.5"]) Assert.Contains(price, whole, StringComparison.Ordinal);
        Assert.DoesNotContain("61000.5", cut, StringComparison.Ordinal);
        Assert.DoesNotContain("61002.5", cut, StringComparison.Ordinal);
        Assert.Contains("61001.5", cut, StringComparison.Ordinal);
        Assert.Contains("61003.5", cut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deribit", "/api/v2/public/get_last_trades_by_currency_and_time?currency=USDC&start_timestamp=0&end_timestamp=1795176010000&sorting=asc")]
    [InlineData("okx", "/api/v5/public/liquidation-orders?instType=SWAP&uly=BTC-USDT")]
    public async Task A_history_reaches_only_so_far(string venue, string history)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        await simulation.InjectAsync(new TruncateHistory { Venue = venue, Reach = TimeSpan.FromMinutes(5) });
        simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 61_000.5m, 3m, NoonMs - 600_000));
        simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 62_000.5m, 3m, NoonMs - 60_000));

        var body = (await simulation.GetAsync(venue, history)).GetRawText();
        Assert.DoesNotContain("61000.5", body, StringComparison.Ordinal);
        Assert.Contains("62000.5", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coinex", "/v2/futures/liquidation-history?market=BTCUSDT&limit=1", "&page=2")]
    [InlineData("okx", "/api/v5/public/liquidation-orders?instType=SWAP&uly=BTC-USDT&limit=1", "&after=1795176000000")]
    [InlineData("dydx", "/v4/trades/perpetualMarket/BTC-USD?limit=1", "&createdBeforeOrAt=2026-11-20T11:59:59.999Z")]
    [InlineData("kraken", "/derivatives/api/v3/history?symbol=PF_XBTUSD", "&lastTime=2026-11-20T12:00:00.000Z")]
    public async Task An_ignored_cursor_gives_the_first_page_again(string venue, string first, string cursor)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        for (var i = 0; i < 3; i++) simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 61_000.5m + i, 3m, NoonMs - i));
        var page = (await simulation.GetAsync(venue, first)).GetRawText();
        var next = (await simulation.GetAsync(venue, first + cursor)).GetRawText();

        await simulation.InjectAsync(new IgnoreCursor { Venue = venue });

        Assert.NotEqual(page, next);
        Assert.Equal(page, (await simulation.GetAsync(venue, first + cursor)).GetRawText());
    }

    [Theory]
    [InlineData("dydx", "/v4/trades/perpetualMarket/BTC-USD", "createdAt")]
    [InlineData("kraken", "/derivatives/api/v3/history?symbol=PF_XBTUSD", "time")]
    public async Task Times_end_in_an_offset(string venue, string history, string field)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 61_000.5m, 3m, NoonMs));
        await simulation.InjectAsync(new OffsetTimes { Venue = venue });

        var body = (await simulation.GetAsync(venue, history)).GetRawText();
        Assert.Contains($"\"{field}\":\"2026-11-20T12:00:00.000+00:00\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Z\"", body, StringComparison.Ordinal);
        using var client = await VenueTalk.Of[venue].SubscribedAsync(simulation, venue);
        await VenueTalk.UntilAsync(client, "61000.5");
    }

    [Fact]
    public async Task A_text_that_is_no_json_survives_other_faults()
    {
        await using var simulation = await SilentAsync("okx", new StepClock(Noon));
        using var client = await VenueTalk.Of["okx"].SubscribedAsync(simulation, "okx");
        await simulation.InjectAsync(new OffsetTimes { Venue = "okx" });
        await client.SendAsync("ping");
        Assert.EndsWith("pong\n", await VenueTalk.UntilAsync(client, "pong"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate", "/usd1/", "/api/v4/futures/usd1/contracts", "/api/v4/futures/usdt/contracts")]
    [InlineData("bybit", "category=inverse", "/v5/market/instruments-info?category=inverse", "/v5/market/instruments-info?category=linear")]
    public async Task One_list_is_empty_or_down_and_the_other_is_not(string venue, string path, string hit, string spared)
    {
        await using var simulation = await SilentAsync(venue);
        using var http = new HttpClient { BaseAddress = simulation.Endpoints[venue].RestUrl };
        var id = await simulation.InjectAsync(new EmptyList { Venue = venue, Path = path });
        Assert.DoesNotContain("BTC", await http.GetStringAsync(hit), StringComparison.Ordinal);
        Assert.Contains("BTC", await http.GetStringAsync(spared), StringComparison.Ordinal);

        await simulation.RemoveFaultsAsync(id);
        await simulation.InjectAsync(new RestError { Venue = venue, Path = path, Status = 502 });
        Assert.Equal(HttpStatusCode.BadGateway, (await http.GetAsync(hit)).StatusCode);
        Assert.Contains("BTC", await http.GetStringAsync(spared), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coinex", "/v2/futures/liquidation-history?market=BTCUSDT", "\"side\":\"LONG\"")]
    [InlineData("kraken", "/derivatives/api/v3/history?symbol=PF_XBTUSD", "\"side\":\"SELL\"")]
    public async Task A_changed_word_is_in_the_history_too(string venue, string history, string changed)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        await simulation.InjectAsync(new ChangeWord { Venue = venue });
        simulation.Emit(venue, Long(VenueTalk.Of[venue].Symbol, 61_000.5m, 3m, NoonMs));
        Assert.Contains(changed, (await simulation.GetAsync(venue, history)).GetRawText(), StringComparison.Ordinal);
    }
}
