using System.Net;
using System.Text;
using System.Text.Json;
using LiqMon.Simulator;
using LiqMon.Tests.Cli;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>Faults as JSON: in a file, on the command line, and over HTTP while the simulation runs.</summary>
public sealed class FaultControlTests
{
    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    [Fact]
    public void A_file_holds_every_kind()
    {
        var faults = FaultJson.Parse(
            """
            {
              "faults": [
                // Comments and trailing commas are allowed.
                { "kind": "refuse_topic", "venue": "okx", "topic": "mark-price:*", "from": "10s", "for": "1.5m" },
                { "venue": "*", "scope": "controls", "for": "25s", "kind": "silence" },
                { "kind": "drop_connections", "venue": "okx", "from": "1h" },
                { "kind": "dead_venue", "venue": "okx", "mode": "http503" },
                { "kind": "shift_clock", "venue": "okx", "by": "-2m" },
                { "kind": "offset_times", "venue": "dydx" },
                { "kind": "change_word", "venue": "okx", "every": 3, "text": "verkauf" },
                { "kind": "break_number", "venue": "okx", "field": "quantity", "text": "NaN", "symbol": "BTC-USDT-SWAP", "count": 2 },
                { "kind": "lose_orders", "venue": "okx" },
                { "kind": "delay_orders", "venue": "okx", "by": "500ms" },
                { "kind": "split_orders", "venue": "binance" },
                { "kind": "truncate_history", "venue": "okx", "reach": "5m", "every": 2 },
                { "kind": "ignore_cursor", "venue": "okx" },
                { "kind": "empty_list", "venue": "gate", "path": "/usd1/" },
                { "kind": "rest_error", "venue": "okx", "status": 500 },
                { "kind": "add_contract", "venue": "binance", "asset": "牛来" },
                { "kind": "end_contract", "venue": "okx", "symbol": "BTC-USDT-SWAP" },
                { "kind": "rename_contract", "venue": "okx", "symbol": "BTC-USDT-SWAP", "to": "XBT-USDT-SWAP" },
                { "kind": "pre_launch_contract", "venue": "bybit", "symbol": "BTCUSDT" },
              ]
            }
            """);

        Assert.Equal(19, faults.Count);
        Assert.Equal(new RefuseTopic { Venue = "okx", Topic = "mark-price:*", From = TimeSpan.FromSeconds(10), For = TimeSpan.FromSeconds(90) }, faults[0]);
        Assert.Equal(new Silence { Venue = "*", Scope = SilenceScope.Controls, For = TimeSpan.FromSeconds(25) }, faults[1]);
        Assert.Equal(new DeadVenue { Venue = "okx", Mode = DeadVenueMode.Http503 }, faults[3]);
        Assert.Equal(new ShiftClock { Venue = "okx", By = TimeSpan.FromMinutes(-2) }, faults[4]);
        Assert.Equal(new BreakNumber { Venue = "okx", Field = OrderNumber.Quantity, Text = "NaN", Symbol = "BTC-USDT-SWAP", Count = 2 }, faults[7]);
        Assert.Equal(new AddContract { Venue = "binance", Asset = "牛来" }, faults[15]);
    }

    [Theory]
    [InlineData("[", "no JSON")]
    [InlineData("7", "expected a fault")]
    [InlineData("""[{"kind":"silence","venue":"okx"},{"kind":"explode","venue":"okx"}]""", "fault 2: kind explode is not one of refuse_topic, silence,")]
    [InlineData("""{"kind":"silence"}""", "fault 1 (silence): ")]
    [InlineData("""{"kind":"silence","venue":"okx","duration":"5s"}""", "duration")]
    [InlineData("""{"kind":"silence","venue":"okx","for":"soon"}""", "a length of time is a text such as")]
    [InlineData("""{"kind":"silence","venue":"okx","for":"-1s"}""", "fault 1 (silence): for must be longer than zero")]
    [InlineData("""{"kind":"lose_orders","venue":"okx","every":0}""", "every must be at least 1")]
    [InlineData("""{"kind":"rest_error","venue":"okx","status":200}""", "status must be 400 to 599")]
    public void What_is_wrong_with_a_file_is_named(string json, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => FaultJson.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"kind":"silence","venue":"bybit"}""", "the simulation has no venue bybit; it has okx, aevo")]
    [InlineData("""{"kind":"lose_orders","venue":"aevo"}""", "aevo publishes no orders")]
    [InlineData("""{"kind":"silence","venue":"aevo"}""", "aevo has no sockets")]
    [InlineData("""{"kind":"end_contract","venue":"okx","symbol":"X"}""", "okx has no contract X")]
    [InlineData("""{"kind":"rename_contract","venue":"okx","symbol":"BTC-USDT-SWAP","to":"BTC"}""", "okx cannot name a contract BTC")]
    [InlineData("""{"kind":"ignore_cursor","venue":"aevo"}""", "aevo has no paged history")]
    [InlineData("""{"kind":"truncate_history","venue":"aevo"}""", "aevo has no history of orders")]
    [InlineData("""{"kind":"add_contract","venue":"okx","asset":"X"}""", "contracts can be added only when the simulation starts")]
    public async Task What_a_venue_cannot_do_is_refused_over_http(string json, string message)
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Rate = 0, Venues = ["okx", "aevo"] }, TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient();
        using var answer = await http.PostAsync(Control(simulation), new StringContent(json));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(message, body.RootElement.Text("error"));
        Assert.Empty(simulation.Faults);
    }

    [Fact]
    public async Task Faults_are_added_listed_and_removed_over_http()
    {
        await using var simulation = await SilentAsync("okx", new StepClock(Noon));
        using var client = await VenueTalk.Of["okx"].SubscribedAsync(simulation, "okx");
        using var http = new HttpClient();
        using var added = await http.PostAsync(Control(simulation), new StringContent(
            """[{"kind":"lose_orders","venue":"*"},{"kind":"silence","venue":"okx","from":"1h"}]""", Encoding.UTF8, "application/json"));
        Assert.Equal("""{"faults":[{"id":1,"fault":{"kind":"lose_orders","every":1,"venue":"*","from":"0ms"}},{"id":2,"fault":{"kind":"silence","scope":"all","venue":"okx","from":"3600000ms"}}]}""",
            await added.Content.ReadAsStringAsync());
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 61_000.5m, 3m, NoonMs));

        using var one = await http.DeleteAsync(new Uri(Control(simulation) + "/1"));
        Assert.DoesNotContain("lose_orders", await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var none = await http.DeleteAsync(new Uri(Control(simulation) + "/1"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 62_000.5m, 3m, NoonMs));
        Assert.DoesNotContain("61000.5", await VenueTalk.UntilAsync(client, "62000.5"), StringComparison.Ordinal);
        Assert.Contains("\"id\":2", await http.GetStringAsync(Control(simulation)), StringComparison.Ordinal);
        using var all = await http.DeleteAsync(Control(simulation));
        Assert.Equal("""{"faults":[]}""", await all.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_ledger_lists_orders_with_what_became_of_them()
    {
        await using var simulation = await SilentAsync("okx", new StepClock(Noon));
        using var client = await VenueTalk.Of["okx"].SubscribedAsync(simulation, "okx");
        await simulation.InjectAsync(new LoseOrders { Venue = "okx", Count = 1 });
        simulation.Emit("okx", Long("BTC-USDT-SWAP", 61_000m, 100m, NoonMs));
        simulation.Emit("okx", Short("BTC-USDT-SWAP", 62_000m, 100m, NoonMs));
        using var http = new HttpClient();

        Assert.Equal(
            """[{"venue":"okx","symbol":"BTC-USDT-SWAP","asset":"BTC","side":"long","usd":61000,"time":"2026-11-20T12:00:00.000Z","stamped":"2026-11-20T12:00:00.000Z","outcome":"withheld","faults":["lost"]}]""",
            await http.GetStringAsync(new Uri(simulation.LedgerUrl, "/ledger/orders?outcome=withheld")));
        var totals = await http.GetStringAsync(simulation.LedgerUrl);
        Assert.Contains("\"withheld_usd\":61000,\"withheld_orders\":1,\"altered_orders\":0", totals, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"explode"}""", "fault 1: kind explode is not one of")]
    [InlineData("""{"kind":"end_contract","venue":"okx","symbol":"X"}""", "--faults: okx has no contract X")]
    public async Task The_command_line_refuses_a_wrong_file(string json, string message)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, json);
        try
        {
            var run = await CliRun.Of("simulate", "--venue", "okx", "--port", "0", "--faults", file);
            Assert.Equal((2, ""), (run.Code, run.Out));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_command_line_names_a_file_that_is_not_there()
    {
        var run = await CliRun.Of("simulate", "--faults", "/nowhere/faults.json");
        Assert.Equal(2, run.Code);
        Assert.Contains("--faults: cannot read /nowhere/faults.json", run.Error, StringComparison.Ordinal);
    }

    private static Uri Control(Simulation simulation) => new(simulation.LedgerUrl, "/control/faults");
}
