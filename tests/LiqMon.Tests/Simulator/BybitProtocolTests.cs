using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class BybitProtocolTests
{
    [Fact]
    public async Task Rows_of_one_symbol_share_a_frame_and_name_the_position()
    {
        await using var simulation = await SilentAsync("bybit");
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        var acknowledged = await client.AskAsync("""{"req_id":"s1","op":"subscribe","args":["allLiquidation.BTCUSDT","allLiquidation.ETHUSDT"]}""");
        Assert.True(acknowledged.GetProperty("success").GetBoolean());
        Assert.Equal("s1", acknowledged.Text("req_id"));
        Assert.Equal("subscribe", acknowledged.Text("op"));
        Assert.NotEmpty(acknowledged.Text("conn_id"));

        simulation.EmitFrame("bybit", [Long("BTCUSDT", 99_870.10m, 0.050m, 7), Short("BTCUSDT", 99_870.10m, 0.050m, 7)]);
        var frame = await client.JsonAsync();

        Assert.Equal("allLiquidation.BTCUSDT", frame.Text("topic"));
        Assert.Equal("snapshot", frame.Text("type"));
        var rows = frame.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal("""{"T":7,"s":"BTCUSDT","S":"Buy","v":"0.050","p":"99870.10"}""", rows[0].GetRawText());
        Assert.Equal("Sell", rows[1].Text("S"));
        var totals = simulation.Ledger.Totals("BTC", "bybit", 7, 8);
        Assert.Equal((4_993_505_000, 4_993_505_000), (totals.LongMicroUsd, totals.ShortMicroUsd));
    }

    [Fact]
    public async Task Inverse_liquidations_are_dollars_already()
    {
        await using var simulation = await SilentAsync("bybit");
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/inverse");
        await client.AskAsync("""{"op":"subscribe","args":["allLiquidation.BTCUSD"]}""");

        simulation.Emit("bybit", Long("BTCUSD", 99_870.10m, 1234m, 7));

        Assert.Equal("1234", (await client.JsonAsync()).GetProperty("data")[0].Text("v"));
        Assert.Equal(1_234_000_000, simulation.Ledger.Totals().LongMicroUsd);
    }

    [Theory]
    [InlineData("allLiquidation.NOPEUSDT")]
    [InlineData("liquidation.BTCUSDT")]
    [InlineData("allLiquidation.BTCUSD")]
    public async Task One_unknown_topic_refuses_the_whole_frame(string topic)
    {
        await using var simulation = await SilentAsync("bybit");
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");

        var refused = await client.AskAsync($$"""{"req_id":"s1","op":"subscribe","args":["allLiquidation.BTCUSDT","{{topic}}"]}""");

        Assert.False(refused.GetProperty("success").GetBoolean());
        Assert.Equal("error:handler not found,topic:" + topic, refused.Text("ret_msg"));
        simulation.Emit("bybit", Long("BTCUSDT", 99_870.10m, 1m, 7));
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
    }

    [Fact]
    public async Task Arguments_are_limited_in_total()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 0, Venues = ["bybit"], Assets = [.. Enumerable.Range(0, 1000).Select(i => $"A{i:0000}")] },
            TimeProvider.System,
            CancellationToken.None);
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        var first = string.Join(',', Enumerable.Range(0, 800).Select(i => $"\"allLiquidation.A{i:0000}USDT\""));
        var second = string.Join(',', Enumerable.Range(800, 200).Select(i => $"\"allLiquidation.A{i:0000}USDT\""));
        Assert.True((await client.AskAsync($$"""{"op":"subscribe","args":[{{first}}]}""")).GetProperty("success").GetBoolean());
        Assert.False((await client.AskAsync($$"""{"op":"subscribe","args":[{{second}}]}""")).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Ticker_starts_with_a_snapshot_and_goes_on_with_changes()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("bybit", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        await client.AskAsync("""{"op":"subscribe","args":["tickers.BTCUSDT"]}""");
        var snapshot = await client.JsonAsync();
        Assert.Equal("snapshot", snapshot.Text("type"));
        var whole = snapshot.GetProperty("data");
        Assert.Equal(Number(whole.Text("openInterest")), 2 * Number(whole.Text("singleOpenInterest")));

        await simulation.AdvanceAsync(clock, 3);
        await client.JsonAsync();
        var delta = await client.JsonAsync();

        Assert.Equal("delta", delta.Text("type"));
        Assert.Equal("BTCUSDT", delta.GetProperty("data").Text("symbol"));
        Assert.False(delta.GetProperty("data").TryGetProperty("fundingIntervalHour", out _));
    }

    [Fact]
    public async Task Who_does_not_ping_for_a_minute_is_cut()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("bybit", clock);
        using var silent = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        using var alive = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        await Wait.UntilAsync(() => simulation.OpenConnections("bybit") == 2, "both connections");
        clock.Advance(TimeSpan.FromSeconds(59));
        var pong = await alive.AskAsync("""{"req_id":"p1","op":"ping"}""");
        Assert.Equal(("pong", "ping", "p1"), (pong.Text("ret_msg"), pong.Text("op"), pong.Text("req_id")));

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await silent.ReceiveAsync());
        await Wait.UntilAsync(() => simulation.OpenConnections("bybit") == 1, "the cut");
        await alive.AskAsync("""{"op":"ping"}""");
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
