using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

/// <summary>
/// The venues after the first three: what the simulator sends is in the venue's shape, and what the reader makes of it is
/// what the ledger says, twins and all.
/// </summary>
public sealed class FurtherVenueTests
{
    public static TheoryData<string, string, string> Sockets() => new()
    {
        { "aster", "BTCUSDT", "1000PEPEUSDT" },
        { "lighter", "0", "8" },
        { "extended", "BTC-USD", "1000PEPE-USD" },
        { "backpack", "BTC_USDC_PERP", "kPEPE_USDC_PERP" },
        { "hyperliquid", "BTC", "kPEPE" },
        { "pacifica", "BTC", "kPEPE" },
    };

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task What_is_sent_is_what_is_read(string id, string bitcoin, string pepe)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(id, clock);
        var (venue, readings) = await ReaderAsync(simulation, id);
        using var client = await SubscribeAsync(simulation, venue, clock);

        simulation.Emit(id, Long(bitcoin, 101_300.1m, 0.250m, Noon.ToUnixTimeMilliseconds()));
        simulation.EmitFrame(id,
        [
            Short(bitcoin, 101_299.9m, 1.5m, Noon.ToUnixTimeMilliseconds() - 5),
            Long(pepe, 0.011240m, 2_000_000m, Noon.ToUnixTimeMilliseconds() - 4),
        ]);
        var read = new HashSet<Liquidation>();
        while (read.Count < 3)
        {
            var frame = await client.ReceiveAsync();
            Assert.NotNull(frame);
            readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
            venue.Read(Encoding.UTF8.GetBytes(frame), readings);
            Assert.Empty(readings.Rejections);
            foreach (var reading in readings.Liquidations)
            {
                Assert.Equal(ValuationOutcome.Valued, reading.Value(reading.TimeMs, out var liquidation));
                read.Add(liquidation);
            }
        }

        AssertEqual(simulation, read);
        Assert.Equal(1_000, read.Single(liquidation => liquidation.Instrument.Asset == "PEPE").Instrument.AssetFactor);
    }

    [Theory]
    [InlineData("aster")]
    [InlineData("lighter")]
    [InlineData("extended")]
    [InlineData("backpack")]
    [InlineData("hyperliquid")]
    [InlineData("pacifica")]
    public async Task A_silent_market_still_proves_that_the_socket_delivers(string id)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(id, clock);
        var (venue, readings) = await ReaderAsync(simulation, id);
        using var client = await SubscribeAsync(simulation, venue, clock);
        await simulation.AdvanceAsync(clock, 32);
        FrameKind kind;
        do
        {
            var frame = await client.ReceiveAsync();
            Assert.NotNull(frame);
            readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
            kind = venue.Read(Encoding.UTF8.GetBytes(frame), readings);
            Assert.Empty(readings.Rejections);
        }
        while (kind != FrameKind.Data);
    }

    [Theory]
    [InlineData("aster")]
    [InlineData("extended")]
    [InlineData("backpack")]
    [InlineData("coinex")]
    [InlineData("hyperliquid")]
    [InlineData("paradex")]
    [InlineData("orderly")]
    [InlineData("bluefin")]
    public async Task Polls_bring_open_interest_of_every_contract(string id)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(id, clock);
        // A quote has no time before its first step.
        await simulation.AdvanceAsync(clock, 1);
        var (venue, readings) = await ReaderAsync(simulation, id);
        var instruments = await InstrumentsAsync(simulation, venue);
        var found = new HashSet<string>();
        foreach (var poll in venue.Polls(instruments))
        {
            readings.Clear(clock.GetUtcNow().ToUnixTimeMilliseconds());
            Assert.Equal(FrameKind.Data, venue.ReadPoll(poll.Request.Name, await AskAsync(simulation, id, poll.Request), readings));
            found.UnionWith(readings.Market.Where(reading => reading.OpenInterest is not null).Select(reading => reading.Symbol.Text));
        }

        Assert.Equal(simulation.Instruments(id).Select(instrument => instrument.Symbol).Order(), found.Order());
    }

    [Fact]
    public async Task CoinEx_is_polled_paged_and_counted_once_it_has_been_asked()
    {
        await using var simulation = await SilentAsync("coinex");
        var (venue, readings) = await ReaderAsync(simulation, "coinex");
        var start = Noon.ToUnixTimeMilliseconds();
        for (var i = 0; i < 130; i++)
            simulation.EmitFrame("coinex", [Long("BTCUSDT", 101_300.1m, 0.250m, start + i), Short("BTCUSD", 101_299.9m, 700m, start + i)]);
        simulation.EmitFrame("coinex", [Long("BTCUSDT", 101_300m, 1m, start + 200), Long("BTCUSDT", 101_300m, 1m, start + 200)]);
        Assert.Equal(262, simulation.Ledger.Totals().UndeliveredOrders);

        var instruments = await InstrumentsAsync(simulation, venue);
        var poll = venue.Polls(instruments).First(poll => poll is { Feed: "liquidations" } && poll.Request.Url.Query.Contains("=BTCUSDT&", StringComparison.Ordinal));
        readings.Clear(start + 1_000);
        venue.ReadPoll(poll.Request.Name, await AskAsync(simulation, "coinex", poll.Request), readings);
        Assert.Equal(100, readings.Liquidations.Count);
        Assert.Equal(2, readings.Liquidations.Where(reading => reading.TimeMs == start + 200).Select(reading => reading.Identity).Distinct().Count());
        Assert.Equal(100, simulation.Ledger.Totals().LongOrders);

        var read = new HashSet<Liquidation>();
        foreach (var first in venue.BackfillRequests(instruments, start, start + 201))
        {
            for (var request = first; request is not null;)
            {
                readings.Clear(start + 1_000);
                request = venue.ReadBackfill(request, await AskAsync(simulation, "coinex", request), start, start + 201, readings).Next;
                foreach (var reading in readings.Liquidations)
                {
                    Assert.Equal(ValuationOutcome.Valued, reading.Value(reading.TimeMs, out var liquidation));
                    read.Add(liquidation);
                }
            }
        }

        Assert.Equal(262, read.Count);
        AssertEqual(simulation, read);
    }

    [Fact]
    public async Task Paradex_is_polled_page_by_page_to_what_was_known()
    {
        await using var simulation = await SilentAsync("paradex", new StepClock(Noon));
        var (venue, readings) = await ReaderAsync(simulation, "paradex");
        var now = Noon.ToUnixTimeMilliseconds();
        for (var i = 0; i < 125; i++)
        {
            simulation.EmitFrame("paradex",
            [
                Long("BTC-USD-PERP", 101_300.1m, 0.250m, now - 10_000 + i), Short("kPEPE-USD-PERP", 0.011240m, 2_000m, now - 10_000 + i),
                Short("BTC-USD-PERP", 101_300.1m, 0.250m, now - 10_000 + i),
            ]);
        }

        var read = new HashSet<Liquidation>();
        foreach (var poll in venue.Polls(await InstrumentsAsync(simulation, venue)).Where(poll => poll.Feed is not null))
        {
            for (var request = poll.Request; request is not null;)
            {
                var body = await AskAsync(simulation, "paradex", request);
                readings.Clear(now);
                Assert.Equal(FrameKind.Data, venue.ReadPoll(request.Name, body, readings));
                Assert.Empty(readings.Rejections);
                foreach (var reading in readings.Liquidations)
                {
                    Assert.Equal(ValuationOutcome.Valued, reading.Value(reading.TimeMs, out var liquidation));
                    read.Add(liquidation);
                }

                request = venue.PollStep(request, body, now - 60_000).Next;
            }
        }

        Assert.Equal(375, read.Count);
        AssertEqual(simulation, read);
    }

    [Fact]
    public async Task Extended_pages_its_history_of_open_interest()
    {
        await using var simulation = await SilentAsync("extended", new StepClock(Noon));
        var (venue, readings) = await ReaderAsync(simulation, "extended");
        var (toMs, fromMs) = (Noon.ToUnixTimeMilliseconds(), Noon.AddHours(-700).ToUnixTimeMilliseconds());
        var times = new List<long>();
        var pages = 0;
        for (var request = venue.BackfillRequests(await InstrumentsAsync(simulation, venue), fromMs, toMs)[0]; request is not null; pages++)
        {
            readings.Clear(toMs);
            request = venue.ReadBackfill(request, await AskAsync(simulation, "extended", request), fromMs, toMs, readings).Next;
            times.AddRange(readings.Market.Select(reading => reading.TimeMs));
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 700).Select(hour => fromMs + (hour * 3_600_000L)), times.Order());
    }

    [Fact]
    public async Task Lighter_repeats_recent_liquidations_refuses_and_cuts_the_silent()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync("lighter", clock);
        simulation.Emit("lighter", Long("0", 101_300.1m, 0.250m, 7));
        Assert.Equal(1, simulation.Ledger.Totals().UndeliveredOrders);
        using var client = await VenueClient.ConnectAsync(simulation, "lighter", "/stream");
        var first = await client.AskAsync("""{"type":"subscribe","channel":"trade/0"}""");
        Assert.Equal(("subscribed/trade", 1), (first.Text("type"), first.GetProperty("liquidation_trades").GetArrayLength()));
        Assert.Equal(1, simulation.Ledger.Totals().LongOrders);
        Assert.Equal(30003, (await client.AskAsync("""{"type":"subscribe","channel":"trade/0"}""")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(30005, (await client.AskAsync("""{"type":"subscribe","channel":"trade/99"}""")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("pong", (await client.AskAsync("""{"type":"ping"}""")).Text("type"));
        clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Backpack_refuses_a_stream_that_does_not_exist_and_confirms_none()
    {
        await using var simulation = await SilentAsync("backpack");
        using var client = await VenueClient.ConnectAsync(simulation, "backpack", "/");
        await client.SendAsync("""{"method":"SUBSCRIBE","params":["liquidation"],"id":1}""");
        var refused = await client.AskAsync("""{"method":"SUBSCRIBE","params":["nope"],"id":2}""");
        Assert.Equal((2, 4006), (refused.GetProperty("id").GetInt32(), refused.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Hyperliquid_answers_posts_alone()
    {
        await using var simulation = await SilentAsync("hyperliquid");
        using var http = new HttpClient { BaseAddress = simulation.Endpoints["hyperliquid"].RestUrl };
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync("/info")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await http.PostAsync("/info", new StringContent("{}"))).StatusCode);
    }

    [Fact]
    public async Task Hyperliquid_shows_only_what_its_vaults_traded_against()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 50, Venues = ["hyperliquid"] }, clock, CancellationToken.None);
        await simulation.AdvanceAsync(clock, 20);
        var entries = simulation.Ledger.Entries();
        Assert.Equal((entries.Count + 2) / 3, entries.Count(entry => entry.Outcome != LedgerOutcome.Suppressed));
        Assert.InRange(entries.Count, 10, 1_000);
    }

    [Fact]
    public async Task Hyperliquid_repeats_the_fills_of_a_vault_and_follows_ten_accounts()
    {
        await using var simulation = await SilentAsync("hyperliquid");
        var (venue, readings) = await ReaderAsync(simulation, "hyperliquid");
        simulation.Emit("hyperliquid", Short("BTC", 101_300.1m, 0.250m, Noon.ToUnixTimeMilliseconds()));
        using var client = await VenueClient.ConnectAsync(simulation, "hyperliquid", "/ws");
        Assert.Equal("pong", (await client.AskAsync("""{"method":"ping"}""")).Text("channel"));
        var subscribe = Encoding.UTF8.GetString(venue.Sockets([])[0].Messages[1].Text.Span);
        Assert.Equal("subscriptionResponse", (await client.AskAsync(subscribe)).Text("channel"));
        venue.Read(Encoding.UTF8.GetBytes((await client.ReceiveAsync())!), readings);
        Assert.Equal(LiquidatedSide.Short, Assert.Single(readings.Liquidations).Side);
        Assert.StartsWith("Already subscribed", (await client.AskAsync(subscribe)).Text("data"), StringComparison.Ordinal);
        for (var i = 1; i < 10; i++)
        {
            var other = $$$"""{"method":"subscribe","subscription":{"type":"userFills","user":"0x{{{i:x40}}}"}}""";
            Assert.Equal("subscriptionResponse", (await client.AskAsync(other)).Text("channel"));
            Assert.Equal("userFills", JsonDocument.Parse((await client.ReceiveAsync())!).RootElement.Text("channel"));
        }

        var eleventh = await client.AskAsync($$$"""{"method":"subscribe","subscription":{"type":"userFills","user":"0x{{{10:x40}}}"}}""");
        Assert.Equal("Cannot track more than 10 total users.", eleventh.Text("data"));
        Assert.StartsWith("Invalid subscription", (await client.AskAsync("""{"method":"subscribe","subscription":{"type":"nope"}}""")).Text("data"), StringComparison.Ordinal);
    }

    private static void AssertEqual(Simulation simulation, IReadOnlyCollection<Liquidation> read)
    {
        var totals = simulation.Ledger.Totals();
        Assert.Equal(0, totals.UndeliveredOrders);
        Assert.Equal(
            (totals.LongMicroUsd, totals.ShortMicroUsd, totals.LongOrders, totals.ShortOrders),
            (Sum(LiquidatedSide.Long), Sum(LiquidatedSide.Short), Count(LiquidatedSide.Long), Count(LiquidatedSide.Short)));

        long Sum(LiquidatedSide side) => read.Where(liquidation => liquidation.Side == side).Sum(liquidation => liquidation.NotionalMicroUsd);
        long Count(LiquidatedSide side) => read.Count(liquidation => liquidation.Side == side);
    }

    private static async Task<(IVenue Venue, FrameReadings Readings)> ReaderAsync(Simulation simulation, string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var symbols = new SymbolRegistry();
        symbols.Update(await InstrumentsAsync(simulation, venue), 0);
        return (venue, new FrameReadings(symbols));
    }

    private static async Task<ContractList> InstrumentsAsync(Simulation simulation, IVenue venue)
    {
        var instruments = new ContractList();
        foreach (var request in venue.InstrumentRequests)
            Assert.Null(venue.ReadInstruments(request, await AskAsync(simulation, venue.Profile.Id, request), instruments));
        Assert.Equal(simulation.Instruments(venue.Profile.Id).Count, instruments.Count);
        return instruments;
    }

    private static async Task<byte[]> AskAsync(Simulation simulation, string id, RestRequest request)
    {
        using var http = new HttpClient();
        var url = new Uri(simulation.Endpoints[id].RestUrl, request.Url.PathAndQuery);
        using var answer = request.Body is null ? await http.GetAsync(url) : await http.PostAsync(url, new StringContent(request.Body));
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Connects as the reader's plan says, and waits until the last subscription has been taken.</summary>
    private static async Task<VenueClient> SubscribeAsync(Simulation simulation, IVenue venue, StepClock clock)
    {
        var id = venue.Profile.Id;
        var accounts = venue.AccountRequest is { } request ? venue.ReadAccounts(await AskAsync(simulation, id, request)) : SystemAccounts.None;
        var plan = Assert.Single(venue.Sockets(await InstrumentsAsync(simulation, venue), accounts));
        var client = await VenueClient.ConnectAsync(simulation, id, plan.Url.PathAndQuery);
        await Wait.UntilAsync(() => simulation.OpenConnections(id) == 1, "the connection");
        foreach (var message in plan.Messages)
        {
            await client.SendAsync(Encoding.UTF8.GetString(message.Text.Span));
            // Real clients pace their messages as well.
            clock.Advance(venue.Profile.SendPacing);
        }

        await Wait.UntilAsync(() => simulation.ReceivedText(id).Count == plan.Messages.Count, "the subscriptions");
        return client;
    }
}
