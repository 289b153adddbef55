using System.Text;
using LiqMon.Configuration;
using LiqMon.Doctor;
using LiqMon.Http;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Doctor;

/// <summary>What doctor says of assumptions about venues, when they hold and when the venue does otherwise.</summary>
public sealed class ProbeCheckTests
{
    private const string Odd = "1", Even = "2";

    /// <summary>What holds is seen at once: the limit is for busy machines.</summary>
    private static readonly TimeSpan[] UntilSettled = [TimeSpan.FromSeconds(40)];

    /// <summary>What does not hold is seen after the whole time. Where a busy machine let nothing be heard, longer and longer.</summary>
    private static readonly TimeSpan[] UntilHeard = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    private static readonly TimeSpan[] Once = [TimeSpan.FromSeconds(4)];

    [Theory]
    [InlineData("binance", "one socket carries both families")]
    [InlineData("okx", "past liquidations are still published")]
    [InlineData("htx", "open interest counts both sides")]
    [InlineData("backpack", "liquidations can be subscribed")]
    [InlineData("extended", "one socket has the trades of all markets")]
    [InlineData("hyperliquid", "its vaults are published")]
    [InlineData("gate", "side of an order")]
    [InlineData("gate", "open interest is one-sided")]
    [InlineData("paradex", "liquidations are among the trades")]
    [InlineData("bitget", "open interest is one-sided")]
    public async Task What_holds_is_seen_on_the_simulated_venue(string venue, string probe)
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = [venue], Rate = 20, Assets = [.. SimulationOptions.DefaultAssets, .. Enumerable.Range(0, 30).Select(i => $"A{i:00}")] },
            TimeProvider.System, CancellationToken.None);
        await Wait.UntilAsync(() => simulation.Ledger.Recorded > 300, "the market to move");
        Assert.Equal(CheckState.Ok, await StateAsync(simulation, venue, probe, UntilSettled));
    }

    [Theory]
    [InlineData("okx", "past liquidations are still published", "liquidation-orders", """{"code":"50011","msg":"gone","data":[]}""")]
    [InlineData("paradex", "liquidations are among the trades", "/trades", """{"results":[{"trade_type":"LIQUIDATED"}]}""")]
    [InlineData("hyperliquid", "its vaults are published", "vaultDetails",
        """{"relationship":{"type":"parent","data":{"childAddresses":["0x010461c14e146ac35fe42271bdc1134ee31c703a"]}}}""")]
    public async Task What_the_venue_answers_otherwise_is_a_warning(string venue, string probe, string call, string answer) =>
        await AnswersOtherwiseAsync(venue, probe, (call, answer));

    [Fact]
    public Task Gate_orders_with_the_sign_of_their_position_are_a_warning() =>
        AnswersOtherwiseAsync("gate", "side of an order", ("liq_orders", $"[{Many("""{"size":7,"order_size":7}""")}]"));

    [Fact]
    public Task Gate_open_interest_of_both_sides_is_a_warning() => AnswersOtherwiseAsync(
        "gate", "open interest is one-sided",
        ("futures/usdt/contracts", """[{"name":"BTC_USDT","position_size":100}]"""), ("futures/usdt/tickers", """[{"contract":"BTC_USDT","total_size":200}]"""));

    [Fact]
    public Task Htx_open_interest_of_one_side_is_a_warning() =>
        AnswersOtherwiseAsync("htx", "open interest counts both sides", ("swap_open_interest", $$"""{"data":[{{Many($$"""{"volume":{{Odd}}}""")}}]}"""));

    [Fact]
    public Task Bitget_open_interest_of_both_sides_is_a_warning() => AnswersOtherwiseAsync(
        "bitget", "open interest is one-sided",
        ("tickers?category=USDT", $$"""{"data":[{{Many($$"""{"symbol":"X","openInterest":"{{Even}}"}""")}}]}"""),
        ("instruments?category=USDT", """{"data":[{"symbol":"X","minOrderQty":"1"}]}"""));

    [Theory]
    [InlineData("buy", CheckState.Warn)]
    [InlineData("sell", CheckState.Ok)]
    public async Task Kraken_liquidations_against_the_price_are_a_warning(string side, CheckState state)
    {
        var trades = Many($$"""{"type":"liquidation","side":"{{side}}","price":99},{"type":"fill","side":"buy","price":100}""");
        await using var simulation = await StartAsync("kraken");
        Instead(simulation, "kraken", ("/history", $$"""{"history":[{{trades}}]}"""));
        Assert.Equal(state, await StateAsync(simulation, "kraken", "a liquidation's side is the closing order's", Once));
    }

    [Theory]
    [InlineData("binance", "one socket carries both families", """[{"e":"markPriceUpdate","s":"BTCUSDT","st":1}]""", CheckState.Warn)]
    [InlineData("extended", "one socket has the trades of all markets", """{"data":[{"m":"BTC-USD","tT":"LIQ"}]}""", CheckState.Warn)]
    [InlineData("bitget", "an amount is dollars", """{"data":[{"price":"99870.5","amount":"0.05"}]}""", CheckState.Warn)]
    [InlineData("bitget", "an amount is dollars", """{"data":[{"price":"99870.5","amount":"5231.7"}]}""", CheckState.Ok)]
    [InlineData("bitget", "an amount is dollars", """{"data":[]}""", CheckState.Skipped)]
    public async Task What_the_socket_says_is_judged(string venue, string probe, string frame, CheckState state)
    {
        await using var simulation = await StartAsync(venue);
        simulation.Misbehave(venue, Misbehaviour.AckThenSilence);
        using var end = new CancellationTokenSource();
        var sending = SendAsync(simulation, venue, frame, end.Token);
        Assert.Equal(state, await StateAsync(simulation, venue, probe, state switch { CheckState.Ok => UntilSettled, CheckState.Warn => UntilHeard, _ => Once }));
        await end.CancelAsync();
        await sending;
    }

    [Fact]
    public async Task Backpack_that_refuses_both_forms_is_a_warning()
    {
        await using var simulation = await StartAsync("backpack");
        simulation.Misbehave("backpack", Misbehaviour.RejectSubscription);
        using var end = new CancellationTokenSource();
        // The mark price is asked for last, so it comes after the refusals of what was asked before.
        var sending = SendAsync(simulation, "backpack", """{"stream":"markPrice.BTC_USDC_PERP","data":{}}""", end.Token,
            after: """{"method":"SUBSCRIBE","params":["markPrice.BTC_USDC_PERP"],"id":3}""");
        Assert.Equal(CheckState.Warn, await StateAsync(simulation, "backpack", "liquidations can be subscribed", [TimeSpan.FromSeconds(10)]));
        await end.CancelAsync();
        await sending;
    }

    private static string Many(string row) => string.Join(',', Enumerable.Repeat(row, 30));

    private static Task<Simulation> StartAsync(string venue) => Simulation.StartAsync(
        new() { Venues = [venue], Rate = 0, Assets = ["BTC", "ETH"] }, TimeProvider.System, CancellationToken.None);

    private static void Instead(Simulation simulation, string venue, params (string Call, string Answer)[] answers) => simulation.Misbehave(
        venue, Misbehaviour.None,
        new()
        {
            RestInstead = (path, body) => answers.FirstOrDefault(row => (path + body).Contains(row.Call, StringComparison.Ordinal)).Answer,
        });

    private static async Task SendAsync(Simulation simulation, string venue, string frame, CancellationToken end, string? after = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(end).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default))
        {
            if (after is null || simulation.ReceivedText(venue).Contains(after))
                simulation.SendRaw(venue, Encoding.UTF8.GetBytes(frame));
        }
    }

    private static async Task AnswersOtherwiseAsync(string venue, string probe, params (string Call, string Answer)[] answers)
    {
        await using var simulation = await StartAsync(venue);
        Instead(simulation, venue, answers);
        Assert.Equal(CheckState.Warn, await StateAsync(simulation, venue, probe, UntilHeard));
    }

    /// <summary>What the check says, listening for the first of these times, and for the next where it settled nothing.</summary>
    private static async Task<CheckState> StateAsync(Simulation simulation, string venue, string probe, TimeSpan[] listening)
    {
        var time = TimeProvider.System;
        using var http = RestClient.NewHttpClient();
        var options = new VenueOptions { WebSocketUrl = simulation.Endpoints[venue].WebSocketUrl, RestUrl = simulation.Endpoints[venue].RestUrl };
        var state = CheckState.Skipped;
        foreach (var span in listening.TakeWhile(_ => state == CheckState.Skipped))
        {
            var visit = new VenueProbeSession(VenueCatalog.Find(venue)!, options, http, new VenueClocks(time), time);
            var check = new ProbeCheck(visit, visit.Venue.Probes.Single(one => one.Name == probe), time) { Listening = span };
            state = (await check.RunAsync(CancellationToken.None)).State;
        }

        return state;
    }
}
