using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class OkxProtocolTests
{
    private const string Liquidations = """
        {"id":"1","op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"},{"channel":"liquidation-orders","instType":"FUTURES"}]}
        """;

    [Fact]
    public async Task Every_argument_is_acknowledged_and_details_share_a_frame()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        var first = await client.AskAsync(Liquidations);
        var second = await client.JsonAsync();
        Assert.Equal(("subscribe", "1", "SWAP"), (first.Text("event"), first.Text("id"), first.GetProperty("arg").Text("instType")));
        Assert.Equal("FUTURES", second.GetProperty("arg").Text("instType"));
        Assert.NotEmpty(second.Text("connId"));

        simulation.EmitFrame("okx", [
            Long("BTC-USDT-SWAP", 100_000.1m, 3.5m, 7), Short("BTC-USDT-SWAP", 100_000.1m, 1m, 8), Long("BTC-USD-SWAP", 99_999.9m, 12m, 9)]);
        var frame = await client.JsonAsync();

        var rows = frame.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["BTC-USDT-SWAP", "BTC-USD-SWAP"], rows.Select(row => row.Text("instId")));
        Assert.Equal(2, rows[0].GetProperty("details").GetArrayLength());
        Assert.Equal(
            """{"side":"sell","posSide":"long","bkPx":"100000.1","sz":"3.5","bkLoss":"0","ccy":"","ts":"7"}""",
            rows[0].GetProperty("details")[0].GetRawText());
        Assert.Equal("BTC-USD", rows[1].Text("uly"));
        var totals = simulation.Ledger.Totals("BTC", "okx");
        // 3.5 contracts of 0.01 coins at 100000.1, and 12 contracts of 100 dollars.
        Assert.Equal(4_700_003_500, totals.LongMicroUsd);
        Assert.Equal(1_000_001_000, totals.ShortMicroUsd);
    }

    [Theory]
    [InlineData("""{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP","instId":"BTC-USDT-SWAP"}]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"nope","instId":"BTC-USDT-SWAP"}]}""", "60018")]
    [InlineData("""{"op":"subscribe"}""", "60012")]
    [InlineData("hello", "60012")]
    public async Task Bad_requests_are_answered_with_the_real_codes(string request, string code)
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        var refused = await client.AskAsync(request);
        Assert.Equal(("error", code), (refused.Text("event"), refused.Text("code")));
    }

    [Fact]
    public async Task A_request_longer_than_64_KB_is_refused()
    {
        await using var simulation = await SilentAsync("okx");
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        Assert.Equal("60012", (await client.AskAsync(Liquidations + new string(' ', 70_000))).Text("code"));
    }

    [Fact]
    public async Task A_text_ping_gets_a_text_pong_and_silence_ends_the_connection()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("okx", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        await Wait.UntilAsync(() => simulation.OpenConnections("okx") == 1, "the connection");
        clock.Advance(TimeSpan.FromSeconds(29));
        await client.SendAsync("ping");
        Assert.Equal("pong", await client.ReceiveAsync());
        clock.Advance(TimeSpan.FromSeconds(29));
        await client.SendAsync("ping");
        Assert.Equal("pong", await client.ReceiveAsync());
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("open-interest", "BTC-USDT-SWAP", "oiUsd")]
    [InlineData("mark-price", "BTC-USDT-SWAP", "markPx")]
    [InlineData("index-tickers", "BTC-USDT", "idxPx")]
    [InlineData("funding-rate", "BTC-USDT-SWAP", "fundingRate")]
    public async Task Control_channels_push_at_once_and_go_on(string channel, string instrument, string field)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("okx", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        await client.AskAsync($$"""{"op":"subscribe","args":[{"channel":"{{channel}}","instId":"{{instrument}}"}]}""");
        var first = await client.JsonAsync();
        Assert.Equal((channel, instrument), (first.GetProperty("arg").Text("channel"), first.GetProperty("arg").Text("instId")));
        Assert.Equal(instrument, first.GetProperty("data")[0].Text("instId"));
        Assert.NotEmpty(first.GetProperty("data")[0].Text(field));

        var steps = channel switch { "funding-rate" => 300, "open-interest" => 30, _ => 4 };
        // Pings keep the connection through the long wait for funding.
        for (var done = 0; done < steps; done += 2)
        {
            await simulation.AdvanceAsync(clock, 2);
            if (done % 100 == 0) await client.SendAsync("ping");
        }
        var message = await client.ReceiveAsync();
        while (message == "pong") message = await client.ReceiveAsync();
        Assert.Contains(field, message, StringComparison.Ordinal);
    }
}
