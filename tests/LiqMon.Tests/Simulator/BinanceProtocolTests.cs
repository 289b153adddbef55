using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class BinanceProtocolTests
{
    [Fact]
    public async Task A_liquidation_arrives_in_the_real_shape_on_the_all_market_stream()
    {
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws/!forceOrder@arr");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");

        simulation.Emit("binance", Long("BTCUSDT", 101_300.10m, 0.250m, 1_794_000_000_118));
        var frame = await client.JsonAsync();

        Assert.Equal("forceOrder", frame.Text("e"));
        Assert.Equal(1, frame.GetProperty("st").GetInt32());
        Assert.Equal("BTCUSDT", frame.Text("ps"));
        var order = frame.GetProperty("o");
        Assert.Equal("SELL", order.Text("S"));
        Assert.Equal("101300.10", order.Text("ap"));
        Assert.Equal("0.250", order.Text("z"));
        Assert.Equal("100793.60", order.Text("p"));
        Assert.Equal(1_794_000_000_118, order.GetProperty("T").GetInt64());
        Assert.Equal(25_325_025_000, simulation.Ledger.Totals("BTC").LongMicroUsd);
    }

    [Fact]
    public async Task Coin_margined_liquidations_are_worth_contracts_times_contract_size()
    {
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/stream?streams=!forceOrder@arr/btcusd_perp@forceOrder");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");

        simulation.Emit("binance", Short("BTCUSD_PERP", 101_300.1m, 7m, 1_794_000_000_118));
        var merged = await client.JsonAsync();
        var single = await client.JsonAsync();

        Assert.Equal("!forceOrder@arr", merged.Text("stream"));
        Assert.Equal(2, merged.GetProperty("data").GetProperty("st").GetInt32());
        Assert.Equal("BUY", merged.GetProperty("data").GetProperty("o").Text("S"));
        Assert.Equal("btcusd_perp@forceOrder", single.Text("stream"));
        Assert.Equal("BTCUSD", single.GetProperty("data").GetProperty("o").Text("ps"));
        Assert.Equal(700_000_000, simulation.Ledger.Totals("BTC").ShortMicroUsd);
        Assert.Equal(1, simulation.Ledger.Totals("BTC").ShortOrders);
    }

    [Fact]
    public async Task Subscriptions_are_acknowledged_listed_and_refused_as_in_reality()
    {
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws");

        var acknowledged = await client.AskAsync("""{"method":"SUBSCRIBE","params":["!forceOrder@arr","btcusdt@markPrice"],"id":1}""");
        Assert.Equal("""{"result":null,"id":1}""", acknowledged.GetRawText());
        await client.SendAsync("""{"method":"UNSUBSCRIBE","params":["btcusdt@markPrice"],"id":2}""");
        await client.JsonAsync(frame => frame.TryGetProperty("id", out var id) && id.GetInt32() == 2);
        var listed = await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""");
        Assert.Equal("""{"result":["!forceOrder@arr"],"id":3}""", listed.GetRawText());
        var refused = await client.AskAsync("""{"method":"SUBSCRIB","params":[],"id":4}""");
        Assert.Equal(2, refused.GetProperty("code").GetInt32());
        Assert.StartsWith("Invalid request: ", refused.Text("msg"), StringComparison.Ordinal);
        Assert.Equal(4, refused.GetProperty("id").GetInt32());
        Assert.Equal(4, simulation.ReceivedText("binance").Count);
    }

    [Theory]
    [InlineData("/ws/!forceOrder@arr")]
    [InlineData("/stream?streams=!forceOrder@arr")]
    public async Task Legacy_paths_acknowledge_and_stay_silent(string path)
    {
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", path);
        await client.AskAsync("""{"method":"SUBSCRIBE","params":["!markPrice@arr@1s"],"id":1}""");

        simulation.Emit("binance", Long("BTCUSDT", 101_300.10m, 0.250m, 1_794_000_000_118));
        var listed = await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""");

        Assert.Equal(2, listed.GetProperty("result").GetArrayLength());
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
        Assert.Equal(0, simulation.Ledger.Totals().LongOrders);
    }

    [Fact]
    public async Task Several_orders_in_one_frame_are_an_array()
    {
        await using var simulation = await SilentAsync("binance");
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws/!forceOrder@arr");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");

        simulation.EmitFrame("binance", [Long("BTCUSDT", 100_000m, 1m, 5), Long("BTCUSDT", 100_000m, 1m, 5)]);

        Assert.Equal(2, (await client.JsonAsync()).GetArrayLength());
        Assert.Equal(2, simulation.Ledger.Totals().LongOrders);
    }

    [Fact]
    public async Task Too_many_messages_end_the_connection()
    {
        await using var simulation = await SilentAsync("binance", new StepClock(Noon));
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws");
        for (var i = 0; i < 10; i++) await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""");
        await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""");
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Mark_prices_come_for_both_families()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("binance", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws/!markPrice@arr@1s");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");
        await simulation.AdvanceAsync(clock, 10);

        var marks = (await client.JsonAsync()).EnumerateArray().ToDictionary(mark => mark.Text("s"));

        Assert.Equal(1, marks["BTCUSDT"].GetProperty("st").GetInt32());
        Assert.Equal(2, marks["BTCUSD_PERP"].GetProperty("st").GetInt32());
        Assert.Equal(Noon.ToUnixTimeMilliseconds() + 1000, marks["BTCUSDT"].GetProperty("E").GetInt64());
        Assert.Equal("", marks.Single(mark => mark.Key.StartsWith("BTCUSD_2", StringComparison.Ordinal)).Value.Text("r"));
        Assert.Matches(@"^\d+\.\d\d$", marks["BTCUSDT"].Text("p"));
        Assert.Matches(@"^0\.0\d{6}$", marks["1000PEPEUSDT"].Text("p"));
    }
}
