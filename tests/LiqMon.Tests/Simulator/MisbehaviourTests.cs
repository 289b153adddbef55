using System.Net;
using System.Net.WebSockets;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class MisbehaviourTests
{
    private const string Path = "/ws/v5/public";
    private const string Subscribe = """{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"}]}""";

    [Fact]
    public async Task Drop_cuts_open_sockets_once()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await SubscribedAsync(simulation);
        simulation.Misbehave("okx", Misbehaviour.Drop);
        Assert.Null(await client.ReceiveAsync());
        Assert.NotEqual(WebSocketState.CloseReceived, client.State);
        using var next = await SubscribedAsync(simulation);
        Assert.Equal(2, simulation.ConnectionsAccepted("okx"));
        await Wait.UntilAsync(() => simulation.OpenConnections("okx") == 1, "the end of the first connection");
    }

    [Fact]
    public async Task Refused_handshakes_name_status_and_pause()
    {
        await using var simulation = await SilentAsync("okx");
        simulation.Misbehave("okx", Misbehaviour.RefuseConnections, new MisbehaviourDetail { RefusalStatus = 429, RetryAfter = TimeSpan.FromSeconds(7) });
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() =>
            client.ConnectAsync(new Uri(simulation.Endpoints["okx"].WebSocketUrl, Path), CancellationToken.None));
        Assert.Equal(HttpStatusCode.TooManyRequests, client.HttpStatusCode);
        Assert.Equal(["7"], client.HttpResponseHeaders!["Retry-After"]);
        Assert.Equal(0, simulation.ConnectionsAccepted("okx"));
        simulation.Misbehave("okx", Misbehaviour.None);
        using var served = await SubscribedAsync(simulation);
    }

    [Fact]
    public async Task Flapping_accepts_and_cuts()
    {
        await using var simulation = await SilentAsync("okx");
        simulation.Misbehave("okx", Misbehaviour.AcceptThenDrop);
        for (var i = 0; i < 3; i++)
        {
            using var client = new VenueClient();
            try
            {
                await client.OpenAsync(simulation, "okx", Path);
                Assert.Null(await client.ReceiveAsync());
            }
            catch (WebSocketException)
            {
                // The cut may overtake the handshake's answer.
            }
        }
        Assert.Equal(3, simulation.ConnectionsAccepted("okx"));
        Assert.Equal(0, simulation.OpenConnections("okx"));
    }

    [Fact]
    public async Task Half_open_sockets_get_no_pong_and_later_ones_work()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = new VenueClient();
        client.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(100);
        client.Options.KeepAliveTimeout = TimeSpan.FromMilliseconds(400);
        await client.OpenAsync(simulation, "okx", Path);
        await client.AskAsync(Subscribe);

        simulation.Misbehave("okx", Misbehaviour.HalfOpen);
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, 1));
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
        Assert.Equal(1, simulation.OpenConnections("okx"));
        using var next = await SubscribedAsync(simulation);
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, 2));
        Assert.Contains("\"ts\":\"2\"", await next.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Null(await client.ReceiveAsync());
        await Wait.UntilAsync(() => simulation.OpenConnections("okx") == 1, "the dead connection's end");
    }

    [Fact]
    public async Task A_half_open_socket_recovers_with_what_was_queued()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await SubscribedAsync(simulation);
        simulation.Misbehave("okx", Misbehaviour.HalfOpen);
        await client.SendAsync("ping");
        simulation.Misbehave("okx", Misbehaviour.None);
        Assert.Equal("pong", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Silence_after_the_acknowledgement_still_answers_pings()
    {
        await using var simulation = await SilentAsync("okx");
        simulation.Misbehave("okx", Misbehaviour.AckThenSilence);
        using var client = await SubscribedAsync(simulation);
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, 1));
        await client.SendAsync("ping");
        Assert.Equal("pong", await client.ReceiveAsync());
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
    }

    [Fact]
    public async Task Duplicates_are_sent_twice_and_counted_once()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await SubscribedAsync(simulation);
        simulation.Misbehave("okx", Misbehaviour.Duplicate);
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, 1));
        Assert.Equal(await client.ReceiveAsync(), await client.ReceiveAsync());
        Assert.Equal(1, simulation.Ledger.Totals().LongOrders);
    }

    [Fact]
    public async Task Unreadable_frames_come_between_good_ones()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await SubscribedAsync(simulation);
        simulation.Misbehave("okx", Misbehaviour.Malformed, new MisbehaviourDetail { MalformedEvery = 2 });
        for (var i = 0; i < 4; i++) simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, i));
        var readable = new List<bool>();
        for (var i = 0; i < 6; i++) readable.Add((await client.ReceiveAsync())!.EndsWith('}'));
        Assert.Equal([true, true, false, true, true, false], readable);
    }

    [Theory]
    [InlineData("binance", "/market/ws", """{"method":"SUBSCRIBE","params":["!forceOrder@arr"],"id":1}""", """{"method":"LIST_SUBSCRIPTIONS","id":2}""")]
    [InlineData("bybit", "/v5/public/linear", """{"op":"subscribe","args":["allLiquidation.BTCUSDT"]}""", """{"op":"ping"}""")]
    [InlineData("okx", Path, Subscribe, "hello")]
    public async Task Subscriptions_can_be_swallowed_or_refused(string venue, string path, string subscribe, string other)
    {
        await using var simulation = await SilentAsync(venue);
        using var client = await VenueClient.ConnectAsync(simulation, venue, path);
        simulation.Misbehave(venue, Misbehaviour.NoAck);
        await client.SendAsync(subscribe);
        await client.SendAsync(other);
        var first = (await client.JsonAsync()).GetRawText();
        Assert.Contains(venue switch { "binance" => "\"id\":2", "bybit" => "pong", _ => "60012" }, first, StringComparison.Ordinal);

        simulation.Misbehave(venue, Misbehaviour.RejectSubscription);
        var refused = (await client.AskAsync(subscribe)).GetRawText();
        Assert.Contains(venue switch { "binance" => "\"code\":2", "bybit" => "\"success\":false", _ => "60018" }, refused, StringComparison.Ordinal);
        simulation.Emit(venue, Long(venue == "okx" ? "BTC-USDT-SWAP" : "BTCUSDT", 1m, 1m, 1));
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
    }

    [Fact]
    public async Task A_slow_message_arrives_in_fragments()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("okx", clock);
        using var client = await SubscribedAsync(simulation);
        simulation.Misbehave("okx", Misbehaviour.SlowDrip, new MisbehaviourDetail { DripBytes = 100, DripPause = TimeSpan.FromSeconds(10) });
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 1m, 1m, 1));
        var whole = client.ReceiveAsync();
        for (var i = 0; i < 200 && !whole.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        Assert.EndsWith("]}]}", await whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_can_be_down_or_limited()
    {
        await using var simulation = await SilentAsync("bybit");
        using var http = new HttpClient();
        var url = new Uri(simulation.Endpoints["bybit"].RestUrl, "/v5/market/tickers?category=linear");
        simulation.Misbehave("bybit", Misbehaviour.RestDown);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(url)).StatusCode);
        simulation.Misbehave("bybit", Misbehaviour.RestRateLimited, new MisbehaviourDetail { RetryAfter = TimeSpan.FromSeconds(3) });
        var limited = await http.GetAsync(url);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)), (limited.StatusCode, limited.Headers.RetryAfter!.Delta));
        simulation.Misbehave("bybit", Misbehaviour.None);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task Any_bytes_can_be_sent()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await SubscribedAsync(simulation);
        var huge = new byte[2 << 20];
        Array.Fill(huge, (byte)'x');
        simulation.SendRaw("okx", huge);
        Assert.Equal(huge.Length, (await client.ReceiveAsync())!.Length);
    }

    private static async Task<VenueClient> SubscribedAsync(Simulation simulation)
    {
        var client = await VenueClient.ConnectAsync(simulation, "okx", Path);
        await client.AskAsync(Subscribe);
        return client;
    }

    [Fact]
    public async Task Cutting_touches_no_request_that_has_ended()
    {
        await using var simulation = await SilentAsync("binance");
        var isOver = false;
        var cutting = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver)) simulation.Misbehave("binance", Misbehaviour.Drop);
        });
        for (var round = 0; round < 300; round++)
        {
            using var client = new VenueClient();
            try
            {
                await client.OpenAsync(simulation, "binance", "/market/ws/!forceOrder@arr");
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // It was cut before it was open.
            }
        }

        Volatile.Write(ref isOver, true);
        await cutting;
    }
}
