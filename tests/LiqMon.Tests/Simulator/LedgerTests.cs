using System.Globalization;
using System.Net;
using System.Text.Json;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator;

public sealed class LedgerTests
{
    [Fact]
    public async Task The_ledger_equals_what_clients_of_all_venues_received()
    {
        var clock = new StepClock(Noon);
        await using var simulation = await Simulation.StartAsync(new SimulationOptions { Rate = 30, Venues = ["binance", "bybit", "okx"] }, clock, CancellationToken.None);
        using var binance = await VenueClient.ConnectAsync(simulation, "binance", "/market/ws/!forceOrder@arr");
        using var linear = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        using var inverse = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/inverse");
        using var okx = await VenueClient.ConnectAsync(simulation, "okx", "/ws/v5/public");
        await Wait.UntilAsync(() => simulation.OpenConnections("binance") == 1, "the connection");
        await linear.AskAsync(BybitRequest(simulation, inverse: false));
        await inverse.AskAsync(BybitRequest(simulation, inverse: true));
        await okx.AskAsync("""{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"},{"channel":"liquidation-orders","instType":"FUTURES"}]}""");
        await okx.JsonAsync();
        await simulation.AdvanceAsync(clock, 30);
        simulation.Pause();
        // Two more seconds flush Binance's running second and Bybit's running batch.
        await simulation.AdvanceAsync(clock, 20);
        foreach (var venue in simulation.Endpoints.Keys) simulation.SendRaw(venue, "end"u8.ToArray());

        var counted = new Dictionary<string, (long Long, long Short, long Orders)>();
        foreach (var frame in await UntilEndAsync(binance)) Count("binance", BinanceUsd(frame.GetProperty("o")), frame.GetProperty("o").Text("S") == "SELL");
        foreach (var row in (await UntilEndAsync(linear)).SelectMany(Data)) Count("bybit", Number(row, "v") * Number(row, "p"), row.Text("S") == "Buy");
        foreach (var row in (await UntilEndAsync(inverse)).SelectMany(Data)) Count("bybit", Number(row, "v"), row.Text("S") == "Buy");
        foreach (var row in (await UntilEndAsync(okx)).SelectMany(Data))
        {
            foreach (var detail in row.GetProperty("details").EnumerateArray())
                Count("okx", OkxUsd(simulation, row.Text("instId"), detail), detail.Text("posSide") == "long");
        }

        foreach (var venue in simulation.Endpoints.Keys)
        {
            var totals = simulation.Ledger.Totals(venue: venue);
            Assert.True(totals.LongOrders + totals.ShortOrders > 20);
            Assert.Equal(counted[venue], (totals.LongMicroUsd, totals.ShortMicroUsd, totals.LongOrders + totals.ShortOrders));
            Assert.Equal(0, totals.UndeliveredOrders);
        }

        void Count(string venue, decimal usd, bool isLong)
        {
            var micro = (long)Math.Round(usd * 1_000_000m, MidpointRounding.ToEven);
            var sum = counted.GetValueOrDefault(venue);
            counted[venue] = isLong ? (sum.Long + micro, sum.Short, sum.Orders + 1) : (sum.Long, sum.Short + micro, sum.Orders + 1);
        }
    }

    [Fact]
    public async Task Spans_are_exact_to_the_millisecond()
    {
        await using var simulation = await SilentAsync("bybit");
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        await client.AskAsync("""{"op":"subscribe","args":["allLiquidation.BTCUSDT","allLiquidation.ETHUSDT"]}""");
        simulation.Emit("bybit", Long("BTCUSDT", 1m, 1m, 1000));
        simulation.Emit("bybit", Short("BTCUSDT", 3m, 1m, 2000));
        simulation.Emit("bybit", Long("ETHUSDT", 7m, 0.0000005m, 1500));

        Assert.Equal((1_000_000, 0), Sums(simulation.Ledger.Totals("BTC", null, 1000, 2000)));
        Assert.Equal((0, 3_000_000), Sums(simulation.Ledger.Totals("BTC", null, 1001, 2001)));
        // 3.5 millionths round to the even 4.
        Assert.Equal((4, 0), Sums(simulation.Ledger.Totals("ETH")));

        var page = await PageAsync(simulation, "?asset=BTC&from=1000&to=1970-01-01T00:00:02Z&from_exclusive=true&to_inclusive=true");
        Assert.Equal("0", page.GetProperty("long_usd").GetRawText());
        Assert.Equal("3", page.GetProperty("short_usd").GetRawText());
        Assert.Equal("1970-01-01T00:00:02.000Z", page.Text("to"));
        Assert.Equal("BTCUSDT", page.GetProperty("largest").Text("symbol"));
        var all = await PageAsync(simulation, "");
        Assert.Equal("1.000004", all.GetProperty("long_usd").GetRawText());
        Assert.Equal("1.999996", all.GetProperty("short_minus_long_usd").GetRawText());
        Assert.Equal("4.000004", all.GetProperty("total_usd").GetRawText());
        Assert.Equal(2, all.GetProperty("long_orders").GetInt32());
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(simulation.LedgerUrl + "?from=soon")).StatusCode);
    }

    [Fact]
    public async Task A_queue_lost_with_its_connection_is_not_called_delivered()
    {
        await using var simulation = await SilentAsync("bybit");
        using var client = await VenueClient.ConnectAsync(simulation, "bybit", "/v5/public/linear");
        await client.AskAsync("""{"op":"subscribe","args":["allLiquidation.BTCUSDT"]}""");
        var slow = new MisbehaviourDetail { DripPause = TimeSpan.FromMinutes(5) };
        simulation.Misbehave("bybit", Misbehaviour.SlowDrip, slow);
        for (var i = 0; i < 10; i++) simulation.Emit("bybit", Long("BTCUSDT", 1m, 1m, i));
        Assert.Equal(10, simulation.Ledger.Totals().LongOrders);
        simulation.Misbehave("bybit", Misbehaviour.Drop | Misbehaviour.SlowDrip, slow);
        await Wait.UntilAsync(() => simulation.Ledger.Totals().UndeliveredOrders == 10, "the correction");
        Assert.Equal(0, simulation.Ledger.Totals().LongOrders);
    }

    [Fact]
    public async Task The_oldest_entries_are_forgotten_when_the_ledger_is_full()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 0, LedgerCapacity = 100_000 }, TimeProvider.System, CancellationToken.None);
        var batch = Enumerable.Repeat(Long("BTCUSDT", 1m, 1m, 1), 10_000).ToList();
        for (var i = 0; i < 30; i++) simulation.EmitFrame("bybit", batch);
        Assert.Equal(131_072, simulation.Ledger.Capacity);
        Assert.Equal(131_072, simulation.Ledger.Forgotten);
        Assert.Equal(300_000 - 131_072, simulation.Ledger.Entries().Count);
        Assert.Equal(simulation.Ledger.Recorded - simulation.Ledger.Forgotten, simulation.Ledger.Totals().UndeliveredOrders);
    }

    private static string BybitRequest(Simulation simulation, bool inverse)
    {
        var topics = simulation.Instruments("bybit").Where(it => it.Inverse == inverse).Select(it => $"\"allLiquidation.{it.Symbol}\"");
        return $$"""{"op":"subscribe","args":[{{string.Join(',', topics)}}]}""";
    }

    private static async Task<List<JsonElement>> UntilEndAsync(VenueClient client)
    {
        var frames = new List<JsonElement>();
        while (await client.ReceiveAsync() is { } text && text != "end")
        {
            using var document = JsonDocument.Parse(text);
            frames.Add(document.RootElement.Clone());
        }
        return frames;
    }

    private static IEnumerable<JsonElement> Data(JsonElement frame) => frame.GetProperty("data").EnumerateArray();

    private static decimal BinanceUsd(JsonElement order)
    {
        var symbol = order.Text("s");
        if (symbol.Contains("USDT", StringComparison.Ordinal)) return Number(order, "z") * Number(order, "ap");
        return Number(order, "z") * (symbol.StartsWith("BTC", StringComparison.Ordinal) ? 100 : 10);
    }

    private static decimal OkxUsd(Simulation simulation, string instrument, JsonElement detail)
    {
        var size = simulation.Instruments("okx").Single(it => it.Symbol == instrument).ContractSize;
        return Number(detail, "sz") * size * (instrument.Contains("-USDT", StringComparison.Ordinal) ? Number(detail, "bkPx") : 1);
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.Text(name), CultureInfo.InvariantCulture);

    private static (long, long) Sums(LedgerTotals totals) => (totals.LongMicroUsd, totals.ShortMicroUsd);

    private static async Task<JsonElement> PageAsync(Simulation simulation, string query)
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(await http.GetStringAsync(simulation.LedgerUrl + query));
        return document.RootElement.Clone();
    }
}
