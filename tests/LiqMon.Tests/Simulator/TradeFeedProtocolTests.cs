using System.Text;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

/// <summary>The simulated Deribit, Bitfinex, Kraken Futures and dYdX: what they say, and that the product's readers agree.</summary>
public sealed class TradeFeedProtocolTests
{
    [Fact]
    public async Task Deribit_marks_trades_and_asks_for_a_sign_of_life()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("deribit", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "deribit", "/ws/api/v2");
        var subscribed = await client.AskAsync("""{"jsonrpc":"2.0","id":2,"method":"public/subscribe","params":{"channels":["trades.future.any.100ms","ticker.NOPE.100ms"]}}""");
        Assert.Equal((2, """["trades.future.any.100ms"]"""), (subscribed.GetProperty("id").GetInt32(), subscribed.GetProperty("result").GetRawText()));
        var refused = await client.AskAsync("""{"jsonrpc":"2.0","id":3,"method":"public/subscribe","params":{"channels":["trades.BTC-PERPETUAL.raw"]}}""");
        Assert.Equal(13778, refused.GetProperty("error").GetProperty("code").GetInt32());

        simulation.EmitFrame("deribit", [Long("BTC-PERPETUAL", 99_870.5m, 25_000m, 7), Short("SOL_USDC-PERPETUAL", 181.25m, 12.50m, 8)]);
        var trades = (await client.JsonAsync()).GetProperty("params").GetProperty("data");
        Assert.Equal(("sell", "T", "400000000"), (trades[0].Text("direction"), trades[0].Text("liquidation"), trades[0].Text("trade_id")));
        Assert.Equal(("buy", "USDC-400000002"), (trades[1].Text("direction"), trades[1].Text("trade_id")));
        Assert.False(trades[2].TryGetProperty("liquidation", out _));
        Assert.Equal((25_000_000_000, 2_265_625_000), (simulation.Ledger.Totals("BTC").LongMicroUsd, simulation.Ledger.Totals("SOL").ShortMicroUsd));

        Assert.Equal("ok", (await client.AskAsync("""{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":10}}""")).Text("result"));
        await simulation.AdvanceAsync(clock, 100);
        Assert.Equal("test_request", (await client.JsonAsync()).GetProperty("params").Text("type"));
        Assert.NotEmpty((await client.AskAsync("""{"jsonrpc":"2.0","id":9,"method":"public/test","params":{}}""")).GetProperty("result").Text("version"));
        await simulation.AdvanceAsync(clock, 100);
        Assert.Equal("heartbeat", (await client.JsonAsync()).Text("method"));
        clock.Advance(TimeSpan.FromSeconds(11));
        await Wait.UntilAsync(() => simulation.OpenConnections("deribit") == 0, "the cut of a client that does not answer");
    }

    [Fact]
    public async Task Bitfinex_numbers_its_channels_and_repeats_a_position()
    {
        await using var simulation = await SilentAsync("bitfinex");
        using var client = await VenueClient.ConnectAsync(simulation, "bitfinex", "/ws/2");
        Assert.Equal("info", (await client.JsonAsync()).Text("event"));
        var subscribed = await client.AskAsync("""{"event":"subscribe","channel":"status","key":"liq:global"}""");
        Assert.Equal(("subscribed", "liq:global"), (subscribed.Text("event"), subscribed.Text("key")));
        Assert.Equal(10301, (await client.AskAsync("""{"event":"subscribe","channel":"status","key":"liq:global"}""")).GetProperty("code").GetInt32());
        Assert.Equal(10300, (await client.AskAsync("""{"event":"subscribe","channel":"status","key":"deriv:NOPE"}""")).GetProperty("code").GetInt32());

        simulation.Emit("bitfinex", Short("tBTCF0:USTF0", 99_870.10m, 0.050m, 7));
        var frame = await client.JsonAsync();

        Assert.Equal(subscribed.GetProperty("chanId").GetInt32(), frame[0].GetInt32());
        Assert.Equal("""["pos",170000000,7,null,"tBTCF0:USTF0",-0.050,94876.5950,null,0,1,null,99870.10]""", frame[1][0].GetRawText());
        Assert.Equal(1, frame[1][1][8].GetInt32());
        Assert.Equal("pong", (await client.AskAsync("""{"event":"ping","cid":5}""")).Text("event"));
    }

    [Fact]
    public async Task Kraken_confirms_contract_by_contract_and_begins_with_the_last_trades()
    {
        await using var simulation = await SilentAsync("kraken");
        simulation.Emit("kraken", Long("PF_XBTUSD", 99_870.10m, 0.050m, 7));
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
        using var client = await VenueClient.ConnectAsync(simulation, "kraken", "/ws/v1");
        Assert.Equal("info", (await client.JsonAsync()).Text("event"));
        Assert.Equal("""{"event":"subscribed","feed":"trade","product_ids":["PF_XBTUSD"]}""", (await client.AskAsync("""{"event":"subscribe","feed":"trade","product_ids":["pf_xbtusd","PI_XBTUSD"]}""")).GetRawText());
        var snapshot = await client.JsonAsync();
        Assert.Equal(["liquidation", "fill"], snapshot.GetProperty("trades").EnumerateArray().Select(trade => trade.Text("type")));
        Assert.Equal(0, simulation.Ledger.Totals().UndeliveredOrders);
        Assert.Equal("PI_XBTUSD", (await client.JsonAsync()).GetProperty("product_ids")[0].GetString());
        Assert.Empty((await client.JsonAsync()).GetProperty("trades").EnumerateArray());

        simulation.Emit("kraken", Short("PI_XBTUSD", 99_870.10m, 1234m, 8));
        var trade = await client.JsonAsync();
        Assert.Equal(("trade", "buy", "liquidation"), (trade.Text("feed"), trade.Text("side"), trade.Text("type")));
        Assert.Equal(1_234_000_000, simulation.Ledger.Totals().ShortMicroUsd);
        Assert.Equal("Invalid product id", (await client.AskAsync("""{"event":"subscribe","feed":"trade","product_ids":["PF_NOPEUSD"]}""")).Text("message"));
    }

    [Fact]
    public async Task Dydx_answers_with_a_snapshot_and_limits_a_channel()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 0, Venues = ["dydx"], Assets = [.. Enumerable.Range(0, 40).Select(i => $"A{i:00}")] },
            TimeProvider.System, CancellationToken.None);
        using var client = await VenueClient.ConnectAsync(simulation, "dydx", "/v4/ws");
        Assert.Equal("connected", (await client.JsonAsync()).Text("type"));
        for (var i = 0; i < 32; i++)
        {
            var subscribed = await client.AskAsync($$"""{"type":"subscribe","channel":"v4_trades","id":"A{{i:00}}-USD","batched":true}""");
            Assert.Equal(("subscribed", $"A{i:00}-USD"), (subscribed.Text("type"), subscribed.Text("id")));
        }

        Assert.Equal("error", (await client.AskAsync("""{"type":"subscribe","channel":"v4_trades","id":"A32-USD","batched":true}""")).Text("type"));
        Assert.Equal("error", (await client.AskAsync("""{"type":"subscribe","channel":"v4_trades","id":"A31-USD","batched":true}""")).Text("type"));
        var markets = await client.AskAsync("""{"type":"subscribe","channel":"v4_markets"}""");
        Assert.Equal(40, markets.GetProperty("contents").GetProperty("markets").EnumerateObject().Count());
        simulation.Emit("dydx", Long("A05-USD", 12.5m, 4m, 1_794_000_000_321));
        var batch = await client.JsonAsync(message => message.Text("channel") == "v4_trades");
        var trade = batch.GetProperty("contents")[0].GetProperty("trades")[0];
        Assert.Equal(("channel_batch_data", "SELL", "4", "12.5", "LIQUIDATED", "2026-11-06T21:20:00.321Z"),
            (batch.Text("type"), trade.Text("side"), trade.Text("size"), trade.Text("price"), trade.Text("type"), trade.Text("createdAt")));
    }

    [Theory]
    [InlineData("deribit")]
    [InlineData("bitfinex")]
    [InlineData("kraken")]
    [InlineData("dydx")]
    public async Task The_readers_find_on_the_socket_and_in_the_history_what_the_ledger_holds(string id)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(id, clock);
        var venue = VenueCatalog.Find(id)!;
        var symbols = new SymbolRegistry();
        var instruments = new ContractList();
        foreach (var request in venue.InstrumentRequests)
            Assert.Null(venue.ReadInstruments(request, await BodyAsync(simulation, id, request), instruments));
        symbols.Update(instruments, 0);
        Assert.Equal(simulation.Instruments(id).Select(it => it.Symbol).Order(StringComparer.Ordinal), instruments.Select(it => it.Symbol).Order(StringComparer.Ordinal));
        var readings = new FrameReadings(symbols);

        var plan = Assert.Single(venue.Sockets(instruments));
        using var client = await VenueClient.ConnectAsync(simulation, id, plan.Url.PathAndQuery);
        var acks = 0;
        foreach (var message in plan.Messages)
            await client.SendAsync(Encoding.UTF8.GetString(message.Text.Span));
        while (acks < plan.Messages.Sum(message => message.Acks))
        {
            var kind = await ReadAsync(client, venue, readings, clock);
            Assert.True(kind is FrameKind.Ack or FrameKind.Data or FrameKind.Ignored, $"{kind} {readings.Detail}");
            acks += kind == FrameKind.Ack ? 1 : 0;
        }

        var start = Noon.ToUnixTimeMilliseconds();
        var random = new Random(7);
        var count = 0;
        foreach (var instrument in simulation.Instruments(id))
        {
            for (var i = 0; i < 3; i++)
            {
                var order = random.Next(2) == 0
                    ? Long(instrument.Symbol, instrument.PriceTick * random.Next(1, 9_999), instrument.QuantityStep * random.Next(1, 999), start + count)
                    : Short(instrument.Symbol, instrument.PriceTick * random.Next(1, 9_999), instrument.QuantityStep * random.Next(1, 999), start + count);
                simulation.Emit(id, order);
                count++;
            }
        }

        var live = new Dictionary<(string, long, ulong), Liquidation>();
        while (live.Count < count)
        {
            Assert.NotEqual(FrameKind.Malformed, await ReadAsync(client, venue, readings, clock));
            Add(live, readings);
        }

        var totals = simulation.Ledger.Totals(venue: id);
        Assert.Equal((totals.LongMicroUsd, totals.ShortMicroUsd), Sums(live));
        Assert.Equal(count, totals.LongOrders + totals.ShortOrders);

        var past = new Dictionary<(string, long, ulong), Liquidation>();
        // The simulator keeps no history of open interest.
        foreach (var first in venue.BackfillRequests(instruments, start, start + 60_000).Where(call => !call.Name.StartsWith("backfill:open-interest", StringComparison.Ordinal)))
        {
            for (var request = first; request is not null;)
            {
                readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
                request = venue.ReadBackfill(request, await BodyAsync(simulation, id, request), start, start + 60_000, readings).Next;
                Add(past, readings);
            }
        }

        Assert.Equal(live.Keys.Order(), past.Keys.Order());
        Assert.Equal(Sums(live), Sums(past));

        foreach (var poll in venue.Polls(instruments))
        {
            readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
            Assert.Equal(FrameKind.Data, venue.ReadPoll(poll.Request.Name, await BodyAsync(simulation, id, poll.Request), readings));
            Assert.NotEmpty(readings.Market);
            Assert.Empty(readings.Rejections);
            Assert.All(readings.Market, reading => Assert.True(reading is { OpenInterest: not null, Mark: not null }));
        }
    }

    private static async Task<byte[]> BodyAsync(Simulation simulation, string id, RestRequest request)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(simulation.Endpoints[id].RestUrl, request.Url.PathAndQuery));
    }

    private static async Task<FrameKind> ReadAsync(VenueClient client, IVenue venue, FrameReadings readings, StepClock clock)
    {
        var text = await client.ReceiveAsync() ?? throw new InvalidOperationException("the connection ended");
        readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
        return venue.Read(Encoding.UTF8.GetBytes(text), readings);
    }

    private static void Add(Dictionary<(string, long, ulong), Liquidation> events, FrameReadings readings)
    {
        Assert.Empty(readings.Rejections);
        foreach (var reading in readings.Liquidations)
        {
            Assert.Equal(ValuationOutcome.Valued, reading.Value(reading.TimeMs, out var liquidation));
            events[(reading.Symbol.Text, reading.TimeMs, reading.Identity)] = liquidation;
        }
    }

    private static (long Long, long Short) Sums(Dictionary<(string, long, ulong), Liquidation> events) => (
        events.Values.Where(it => it.Side == LiquidatedSide.Long).Sum(it => it.NotionalMicroUsd),
        events.Values.Where(it => it.Side == LiquidatedSide.Short).Sum(it => it.NotionalMicroUsd));
}
