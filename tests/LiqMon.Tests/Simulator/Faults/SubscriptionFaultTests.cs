using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>Topics that are refused in the venue's own words, and connections that are cut.</summary>
public sealed class SubscriptionFaultTests
{
    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("okx", "mark-price:BTC-USDT-SWAP", """{"op":"subscribe","args":[{"channel":"mark-price","instId":"BTC-USDT-SWAP"}]}""", "\"code\":\"60018\"")]
    [InlineData("bybit", "tickers.BTCUSDT", """{"op":"subscribe","args":["tickers.BTCUSDT"]}""", "\"success\":false")]
    [InlineData("lighter", "trade:1", """{"type":"subscribe","channel":"trade/1"}""", "Too Many Subscriptions")]
    [InlineData("backpack", "markPrice.*", """{"method":"SUBSCRIBE","params":["markPrice.BTC_USDC_PERP"],"id":1}""", "\"code\":4006")]
    [InlineData("gate", "ticker:BTC_USDT", """{"time":1795176000,"channel":"futures.tickers","event":"subscribe","payload":["BTC_USDT"]}""", "\"status\":\"fail\"")]
    [InlineData("htx", "public.*.funding_rate", """{"op":"sub","topic":"public.*.funding_rate"}""", "\"err-code\":2011")]
    [InlineData("kraken", "ticker:PF_XBTUSD", """{"event":"subscribe","feed":"ticker","product_ids":["PF_XBTUSD"]}""", "Invalid product id")]
    [InlineData("dydx", "v4_markets", """{"type":"subscribe","channel":"v4_markets"}""", "Invalid subscription")]
    [InlineData("hyperliquid", "activeAssetCtx:BTC", """{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}""", "Invalid subscription")]
    [InlineData("bitfinex", "deriv:tBTCF0:USTF0", """{"event":"subscribe","channel":"status","key":"deriv:tBTCF0:USTF0"}""", "\"code\":10300")]
    [InlineData("bitget", "ticker:usdt-futures:BTCUSDT", """{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"ticker","symbol":"BTCUSDT"}]}""", "\"code\":\"30001\"")]
    [InlineData("binance", "btcusdt@markPrice", """{"method":"SUBSCRIBE","params":["btcusdt@markPrice"],"id":2}""", "\"code\":2")]
    public async Task One_topic_is_refused_and_orders_go_on(string venue, string topic, string subscribe, string refusal)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        await simulation.InjectAsync(new RefuseTopic { Venue = venue, Topic = topic });

        await client.SendAsync(subscribe);
        await VenueTalk.UntilAsync(client, refusal);
        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        await VenueTalk.UntilAsync(client, "61000.5");
        Assert.Equal(LedgerOutcome.Delivered, Assert.Single(simulation.Ledger.Entries()).Outcome);
    }

    [Theory]
    [InlineData("okx", "liquidation-orders:SWAP", "60018")]
    [InlineData("bybit", "*", "\"success\":false")]
    [InlineData("lighter", "*", "Too Many Subscriptions")]
    [InlineData("backpack", "liquidation", "4006")]
    public async Task Orders_of_a_refused_topic_are_withheld(string venue, string topic, string refusal)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        await simulation.InjectAsync(new RefuseTopic { Venue = venue, Topic = topic });
        using var client = await talk.SubscribedAsync(simulation, venue);
        await VenueTalk.UntilAsync(client, refusal);

        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));

        var entry = Assert.Single(simulation.Ledger.Entries());
        Assert.Equal((LedgerOutcome.Withheld, LedgerFaults.RefusedTopic), (entry.Outcome, entry.Faults));
    }

    [Fact]
    public async Task Where_the_address_is_the_subscription_it_is_not_found()
    {
        await using var simulation = await SilentAsync("extended");
        await simulation.InjectAsync(new RefuseTopic { Venue = "extended", Topic = "publicTrades:BTC-USD" });
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => VenueClient.ConnectAsync(simulation, "extended", VenueTalk.Of["extended"].Socket!));
        using var other = await VenueClient.ConnectAsync(simulation, "extended", "/stream.extended.exchange/v1/publicTrades");
    }

    [Theory]
    [InlineData("okx")]
    [InlineData("deribit")]
    public async Task A_connection_is_dropped_at_its_time(string venue)
    {
        var clock = new StepClock(Noon);
        var options = new SimulationOptions
        {
            Rate = 0,
            Venues = [venue],
            Faults = [new DropConnections { Venue = venue, From = TimeSpan.FromSeconds(1) }],
        };
        await using var simulation = await Simulation.StartAsync(options, clock, CancellationToken.None);
        using var client = await VenueTalk.Of[venue].SubscribedAsync(simulation, venue);

        await simulation.AdvanceAsync(clock, 9);
        Assert.Equal(1, simulation.OpenConnections(venue));
        await simulation.AdvanceAsync(clock, 1);

        await Wait.UntilAsync(() => simulation.OpenConnections(venue) == 0, "the end of the connection");
        using var next = await VenueTalk.Of[venue].SubscribedAsync(simulation, venue);
        await simulation.AdvanceAsync(clock, 20);
        Assert.Equal(1, simulation.OpenConnections(venue));
    }

    [Theory]
    [InlineData("bybit", """{"op":"subscribe","args":["tickers.BTCUSDT"]}""", "tickers.BTCUSDT")]
    [InlineData("kraken", """{"event":"subscribe","feed":"heartbeat"}""", "\"feed\":\"heartbeat\"")]
    public async Task Control_frames_alone_fall_silent(string venue, string subscribe, string control)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(venue, clock);
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        await client.SendAsync(subscribe);
        await VenueTalk.UntilAsync(client, control);
        await simulation.AdvanceAsync(clock, 10);
        await simulation.DrainAsync(venue, CancellationToken.None);
        await simulation.InjectAsync(new Silence { Venue = venue, Scope = SilenceScope.Controls, For = TimeSpan.FromSeconds(2) });
        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        await VenueTalk.UntilAsync(client, "61000.5");

        await simulation.AdvanceAsync(clock, 15);
        simulation.Emit(venue, Long(talk.Symbol, 62_000.5m, 3m, NoonMs));
        Assert.DoesNotContain(control, await VenueTalk.UntilAsync(client, "62000.5"), StringComparison.Ordinal);
        await simulation.AdvanceAsync(clock, 15);
        await VenueTalk.UntilAsync(client, control);
    }

    [Theory]
    [InlineData("okx")]
    [InlineData("coinex")]
    public async Task A_hanging_venue_answers_when_it_lives_again(string venue)
    {
        await using var simulation = await SilentAsync(venue);
        var talk = VenueTalk.Of[venue];
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };
        using var patient = new HttpClient();
        var id = await simulation.InjectAsync(new DeadVenue { Venue = venue, Mode = DeadVenueMode.Hang });

        await Assert.ThrowsAsync<TaskCanceledException>(() => talk.ListAsync(http, simulation, venue));
        var waiting = talk.ListAsync(patient, simulation, venue);
        Assert.False(waiting.IsCompleted);
        await simulation.RemoveFaultsAsync(id);

        using var answer = await waiting;
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("okx")]
    [InlineData("lighter")]
    public async Task A_venue_can_answer_everything_with_503(string venue)
    {
        await using var simulation = await SilentAsync(venue);
        var talk = VenueTalk.Of[venue];
        using var http = new HttpClient();
        await simulation.InjectAsync(new DeadVenue { Venue = venue, Mode = DeadVenueMode.Http503 });

        using var answer = await talk.ListAsync(http, simulation, venue);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => VenueClient.ConnectAsync(simulation, venue, talk.Socket!));
        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        Assert.Equal(LedgerFaults.DeadVenue, Assert.Single(simulation.Ledger.Entries()).Faults);
    }
}
