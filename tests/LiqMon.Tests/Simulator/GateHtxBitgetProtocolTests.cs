using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class GateHtxBitgetProtocolTests
{
    private const string End = "the end";
    private const string GateSubscribe = """{"time":1795176000,"id":7,"channel":"futures.public_liquidates","event":"subscribe","payload":["!all"]}""";
    private const string HtxSubscribe = """{"op":"sub","cid":"7","topic":"public.*.liquidation_orders"}""";
    private const string BitgetSubscribe = """{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"liquidation"}]}""";

    [Fact]
    public async Task Gate_signs_sizes_by_the_order_and_wants_the_time()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("gate", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "gate", "/v4/ws/usdt");
        var refused = await client.AskAsync(GateSubscribe.Replace("1795176000", "1795176061", StringComparison.Ordinal));
        Assert.Equal((2, "fail"), (refused.GetProperty("error").GetProperty("code").GetInt32(), refused.GetProperty("result").Text("status")));
        var ack = await client.AskAsync(GateSubscribe);
        Assert.Equal((7, "success"), (ack.GetProperty("id").GetInt32(), ack.GetProperty("result").Text("status")));
        Assert.Equal("futures.pong", (await client.AskAsync("""{"time":1,"channel":"futures.ping"}""")).Text("channel"));
        Assert.Equal(1, (await client.AskAsync("hello")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("futures.tickers", (await client.AskAsync("""{"time":1795176000,"channel":"futures.tickers","event":"subscribe","payload":["BTC_USDT"]}""")).Text("channel"));
        Assert.True((await client.AskAsync("""{"time":1795176000,"channel":"futures.tickers","event":"subscribe","payload":["BTC_USD"]}""")).TryGetProperty("error", out _));

        simulation.EmitFrame("gate", [Long("BTC_USDT", 100_000m, 34m, 7), Short("ETH_USDT", 3650.10m, 5m, 8), Long("BTC_USD", 100_000m, 3m, 9)]);
        var frame = await client.JsonAsync();
        Assert.Equal(
            """[{"price":"100000","size":"-34","time":7,"contract":"BTC_USDT"},{"price":"3650.10","size":"5","time":8,"contract":"ETH_USDT"}]""",
            frame.GetProperty("result").GetRawText());
        // 34 contracts of 0.0001 coins; the one settled in bitcoin went to nobody here.
        Assert.Equal(340_000_000, simulation.Ledger.Totals("BTC", "gate").LongMicroUsd);
        await simulation.AdvanceAsync(clock, 10);
        Assert.Equal("BTC_USDT", (await client.JsonAsync()).GetProperty("result")[0].Text("contract"));

        var rows = await simulation.GetAsync("gate", "/api/v4/futures/usdt/liq_orders?contract=BTC_USDT&from=0&to=3600&limit=10");
        Assert.Equal(("-34", "100000", "0"), (rows[0].Text("order_size"), rows[0].Text("fill_price"), rows[0].Text("left")));
        Assert.Equal("0.0001", (await simulation.GetAsync("gate", "/api/v4/futures/usdt/contracts"))[0].Text("quanto_multiplier"));
    }

    [Fact]
    public async Task Htx_packs_pings_and_cuts_who_does_not_answer()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("htx", clock);
        using var client = await VenueClient.ConnectAsync(simulation, "htx", "/swap-notification");
        var ack = await client.AskAsync(HtxSubscribe);
        Assert.Equal(("7", 0), (ack.Text("cid"), ack.GetProperty("err-code").GetInt32()));
        Assert.Equal(2014, (await client.AskAsync(HtxSubscribe)).GetProperty("err-code").GetInt32());
        Assert.Equal(2011, (await client.AskAsync("""{"op":"sub","cid":"8","topic":"public.BTC.liquidation_orders"}""")).GetProperty("err-code").GetInt32());
        Assert.Equal("error", (await client.AskAsync("hello")).Text("op"));
        await client.AskAsync("""{"op":"sub","cid":"9","topic":"public.*.funding_rate"}""");
        Assert.Equal("BTC-USD", (await client.JsonAsync()).GetProperty("data")[0].Text("contract_code"));

        simulation.EmitFrame("htx", [Long("BTC-USD", 100_000.5m, 12m, 7), Short("ETH-USD", 3650m, 5m, 8), Long("BTC-USDT", 1m, 1m, 9)]);
        var frame = await client.JsonAsync();
        Assert.Equal(
            """[{"symbol":"BTC","contract_code":"BTC-USD","direction":"sell","offset":"close","volume":12,"price":100000.5,"created_at":7},{"symbol":"ETH","contract_code":"ETH-USD","direction":"buy","offset":"close","volume":5,"price":3650,"created_at":8}]""",
            frame.GetProperty("data").GetRawText());
        Assert.Equal(1_200_000_000, simulation.Ledger.Totals("BTC", "htx").LongMicroUsd);

        await simulation.AdvanceAsync(clock, 50);
        var ping = await client.JsonAsync();
        Assert.Equal(("ping", $"{Noon.ToUnixTimeMilliseconds() + 5_000}"), (ping.Text("op"), ping.Text("ts")));
        await client.SendAsync($$"""{"op":"pong","ts":"{{ping.Text("ts")}}"}""");
        await Wait.UntilAsync(() => simulation.ReceivedText("htx")[^1].Contains("pong", StringComparison.Ordinal), "the pong");
        clock.Advance(TimeSpan.FromSeconds(24));
        Assert.Equal(1, simulation.OpenConnections("htx"));
        clock.Advance(TimeSpan.FromSeconds(3));
        await Wait.UntilAsync(() => simulation.OpenConnections("htx") == 0, "the cut");
    }

    [Fact]
    public async Task Bitget_counts_amounts_in_dollars()
    {
        await using var simulation = await SilentAsync("bitget");
        using var client = await VenueClient.ConnectAsync(simulation, "bitget", "/v3/ws/public");
        var ack = await client.AskAsync(BitgetSubscribe);
        Assert.Equal(("subscribe", "liquidation"), (ack.Text("event"), ack.GetProperty("arg").Text("topic")));
        await client.SendAsync("ping");
        Assert.Equal("pong", await client.ReceiveAsync());
        Assert.Equal("30001", (await client.AskAsync("""{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"nope"}]}""")).Text("code"));
        Assert.Equal("30003", (await client.AskAsync("hello")).Text("code"));
        simulation.EmitFrame("bitget", [Long("BTCUSDT", 100_000.5m, 0.020m, 7), Short("ETHUSDT", 3650m, 2m, 8), Long("BTCUSD", 1m, 1m, 9)]);
        Assert.Equal(
            """[{"symbol":"BTCUSDT","side":"buy","price":"100000.5","amount":"2000.0100","ts":"7"},{"symbol":"ETHUSDT","side":"sell","price":"3650","amount":"7300","ts":"8"}]""",
            (await client.JsonAsync()).GetProperty("data").GetRawText());
        Assert.Equal(2_000_010_000, simulation.Ledger.Totals("BTC", "bitget").LongMicroUsd);
        Assert.Equal("40034", await CodeAsync(simulation, "/api/v3/market/tickers"));

        static async Task<string> CodeAsync(Simulation simulation, string path)
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(simulation.Endpoints["bitget"].RestUrl, path));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return body.RootElement.Text("code");
        }
    }

    [Theory]
    [InlineData("gate", "/v4/ws/usdt", GateSubscribe, "\"fail\"")]
    [InlineData("htx", "/swap-notification", HtxSubscribe, "2011")]
    [InlineData("bitget", "/v3/ws/public", BitgetSubscribe, "30001")]
    public async Task Subscriptions_can_be_refused(string venue, string path, string subscribe, string refusal)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        using var client = await VenueClient.ConnectAsync(simulation, venue, path);
        simulation.Misbehave(venue, Misbehaviour.RejectSubscription);
        Assert.Contains(refusal, (await client.AskAsync(subscribe)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate", true)]
    [InlineData("htx", true)]
    [InlineData("bitget", false)]
    public async Task The_reader_finds_what_the_ledger_holds(string id, bool hasHistory)
    {
        var clock = new StepClock(Noon);
        var venue = VenueCatalog.Find(id)!;
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 30, Venues = [id] }, clock, CancellationToken.None);
        var symbols = new SymbolRegistry();
        var instruments = new ContractList();
        foreach (var request in venue.InstrumentRequests)
            venue.ReadInstruments(request, await GetAsync(simulation, id, request.Url), instruments);
        symbols.Update(instruments, 0);
        Assert.Equal(simulation.Instruments(id).Select(it => it.Symbol).Order(), instruments.Select(it => it.Symbol).Order());
        foreach (var listed in simulation.Instruments(id))
            Assert.Equal(listed.Asset, instruments.Single(it => it.Symbol == listed.Symbol).Asset);

        var plans = venue.Sockets(instruments);
        var clients = new List<(VenueClient Client, FrameReadings Readings)>();
        foreach (var plan in plans)
        {
            var client = await VenueClient.ConnectAsync(simulation, id, plan.Url.AbsolutePath);
            var readings = new FrameReadings(symbols);
            foreach (var message in plan.Messages)
            {
                await client.SendAsync(Encoding.UTF8.GetString(TimestampPlaceholder.Fill(message.Text, clock.GetUtcNow().ToUnixTimeMilliseconds()).Span));
                var acks = message.Acks;
                while (acks > 0)
                {
                    var kind = Read(venue, await client.ReceiveAsync(), readings);
                    Assert.NotEqual(FrameKind.Nack, kind);
                    if (kind != FrameKind.Ack) continue;
                    Assert.Equal(message.Id, readings.AckId);
                    acks--;
                }
            }
            clients.Add((client, readings));
        }
        var startMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await simulation.AdvanceAsync(clock, 40);
        simulation.Pause();
        await simulation.AdvanceAsync(clock, 20);
        await simulation.DrainAsync(id, CancellationToken.None);

        simulation.SendRaw(id, EndOf(id));
        var truth = simulation.Ledger.Totals();
        long longs = 0, shorts = 0, orders = 0;
        foreach (var (client, readings) in clients)
        {
            while (await client.ReceiveAsync() is { } text && text != End)
            {
                Read(venue, text, readings);
                Assert.Empty(readings.Rejections);
                foreach (var reading in readings.Liquidations)
                {
                    Assert.Equal(ValuationOutcome.Valued, reading.Value(0, out var liquidation));
                    if (liquidation.Side == LiquidatedSide.Long) longs += liquidation.NotionalMicroUsd;
                    else shorts += liquidation.NotionalMicroUsd;
                    orders++;
                }
            }
            client.Dispose();
        }
        Assert.True(orders > 50, $"{orders}");
        Assert.Equal((truth.LongMicroUsd, truth.ShortMicroUsd), (longs, shorts));

        foreach (var poll in venue.Polls(instruments))
        {
            var readings = new FrameReadings(symbols);
            readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
            Assert.Equal(FrameKind.Data, venue.ReadPoll(poll.Request.Name, await GetAsync(simulation, id, poll.Request.Url), readings));
            Assert.NotEmpty(readings.Market);
            Assert.Empty(readings.Rejections);
        }

        var endMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long history = 0;
        // The simulator keeps no history of open interest.
        foreach (var first in venue.BackfillRequests(instruments, startMs - 1_000, endMs).Where(call => !call.Name.StartsWith("backfill:open-interest", StringComparison.Ordinal)))
        {
            for (var request = first; request is not null;)
            {
                var readings = new FrameReadings(symbols);
                var body = await GetAsync(simulation, id, request.Url);
                request = venue.ReadBackfill(request, body, startMs - 1_000, endMs, readings).Next;
                foreach (var reading in readings.Liquidations)
                {
                    Assert.Equal(ValuationOutcome.Valued, reading.Value(0, out var liquidation));
                    history += liquidation.NotionalMicroUsd;
                }
            }
        }
        Assert.Equal(hasHistory ? longs + shorts : 0, history);
    }

    private static FrameKind Read(IVenue venue, string? text, FrameReadings readings)
    {
        readings.Clear(null);
        return venue.Read(Encoding.UTF8.GetBytes(text!), readings);
    }

    /// <summary>A last frame, which no venue sends.</summary>
    private static byte[] EndOf(string id)
    {
        var text = Encoding.UTF8.GetBytes(End);
        if (id != "htx") return text;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(text);
        return packed.ToArray();
    }

    private static async Task<byte[]> GetAsync(Simulation simulation, string id, Uri url)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(simulation.Endpoints[id].RestUrl, url.PathAndQuery));
    }
}
