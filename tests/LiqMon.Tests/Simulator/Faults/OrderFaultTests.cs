using System.Text.Json;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>Single orders that are altered, late, or in two frames.</summary>
public sealed class OrderFaultTests
{
    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("binance", """
        "S":"SELL"
        """, """
        "S":"sell"
        """)]
    [InlineData("bybit", """
        "S":"Buy"
        """, """
        "S":"BUY"
        """)]
    [InlineData("okx", """
        "side":"sell","posSide":"long"
        """, """
        "side":"SELL","posSide":"LONG"
        """)]
    [InlineData("gate", """
        "size":"-3"
        """, """
        "size":"3-"
        """)]
    [InlineData("lighter", """
        "is_maker_ask":false
        """, """
        "is_maker_ask":"no"
        """)]
    [InlineData("htx", """
        "direction":"sell"
        """, """
        "direction":"SELL"
        """)]
    [InlineData("bitfinex", """
        null,"tBTCF0:USTF0",3,
        """, """
        null,"tBTCF0:USTF0","3+",
        """)]
    public async Task The_side_is_spelt_otherwise_from_now_on(string venue, string usual, string changed)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        Assert.Contains(usual.Trim(), await VenueTalk.UntilAsync(client, "61000.5"), StringComparison.Ordinal);

        await simulation.InjectAsync(new ChangeWord { Venue = venue });
        simulation.Emit(venue, Long(talk.Symbol, 62_000.5m, 3m, NoonMs));

        var came = await VenueTalk.UntilAsync(client, "62000.5");
        Assert.Contains(changed.Trim(), came, StringComparison.Ordinal);
        Assert.DoesNotContain(usual.Trim(), came, StringComparison.Ordinal);
        Assert.Equal([LedgerFaults.None, LedgerFaults.ChangedWord], simulation.Ledger.Entries().Select(entry => entry.Faults));
        Assert.Equal((2, 1), (simulation.Ledger.Totals().LongOrders, simulation.Ledger.Totals().AlteredOrders));
    }

    [Theory]
    [InlineData("bybit", OrderNumber.Price, """
        "p":"n/a"
        """)]
    [InlineData("okx", OrderNumber.Quantity, """
        "sz":"n/a"
        """)]
    [InlineData("kraken", OrderNumber.Price, """
        "price":"n/a"
        """)]
    [InlineData("binance", OrderNumber.Quantity, """
        "z":"n/a"
        """)]
    public async Task A_number_that_is_none_spoils_one_order_only(string venue, OrderNumber field, string broken)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        await simulation.InjectAsync(new BreakNumber { Venue = venue, Field = field, Count = 1 });

        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        simulation.Emit(venue, Long(talk.Symbol, 62_000.5m, 3m, NoonMs));

        var frames = (await VenueTalk.UntilAsync(client, "62000.5")).TrimEnd().Split('\n');
        Assert.Single(frames, frame => frame.Contains(broken.Trim(), StringComparison.Ordinal));
        Assert.DoesNotContain(broken.Trim(), frames[^1], StringComparison.Ordinal);
        Assert.Equal([LedgerFaults.BrokenNumber, LedgerFaults.None], simulation.Ledger.Entries().Select(entry => entry.Faults));
    }

    [Theory]
    [InlineData("kraken")]
    [InlineData("binance")]
    [InlineData("backpack")]
    public async Task A_late_order_comes_after_later_ones_with_its_own_time(string venue)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(venue, clock);
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        await simulation.InjectAsync(new DelayOrders { Venue = venue, By = TimeSpan.FromSeconds(2), Count = 1 });

        simulation.Emit(venue, Long(talk.Symbol, 61_000.5m, 3m, NoonMs));
        simulation.Emit(venue, Long(talk.Symbol, 62_000.5m, 3m, NoonMs));
        Assert.DoesNotContain("61000.5", await VenueTalk.UntilAsync(client, "62000.5"), StringComparison.Ordinal);
        Assert.Equal(LedgerOutcome.Undelivered, simulation.Ledger.Entries()[0].Outcome);
        await simulation.AdvanceAsync(clock, 20);

        Assert.Contains("1795176000", await VenueTalk.UntilAsync(client, "61000.5"), StringComparison.Ordinal);
        var late = simulation.Ledger.Entries()[0];
        Assert.Equal((LedgerOutcome.Delivered, LedgerFaults.Late, NoonMs), (late.Outcome, late.Faults, late.EventTimeMs));
    }

    [Theory]
    [InlineData("binance")]
    [InlineData("aster")]
    public async Task Cumulative_fills_send_one_order_in_two_frames(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        using var client = await VenueTalk.Of[venue].SubscribedAsync(simulation, venue);
        await client.ReceiveAsync();
        await simulation.InjectAsync(new SplitOrders { Venue = venue });

        simulation.Emit(venue, Long("BTCUSDT", 98_000m, 0.5m, NoonMs));

        var orders = new List<(string State, string Filled, long Time)>();
        for (var i = 0; i < 2; i++)
        {
            var order = (await client.JsonAsync()).GetProperty("o");
            orders.Add((order.Text("X"), order.Text("z"), order.GetProperty("T").GetInt64()));
        }
        Assert.Equal([("PARTIALLY_FILLED", "0.250", NoonMs), ("FILLED", "0.5", NoonMs)], orders);
        var entry = Assert.Single(simulation.Ledger.Entries());
        Assert.Equal((LedgerOutcome.Delivered, LedgerFaults.Split, 49_000_000_000L), (entry.Outcome, entry.Faults, entry.MicroUsd));
    }

    [Theory]
    [InlineData("kraken")]
    [InlineData("dydx")]
    public async Task Trades_split_an_order_into_two_executions_of_the_same_sum(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);
        await simulation.InjectAsync(new SplitOrders { Venue = venue });

        simulation.Emit(venue, Long(talk.Symbol, 98_000.5m, 0.003m, NoonMs));

        Assert.Equal([0.001m, 0.002m], simulation.Ledger.Entries().Select(entry => entry.Quantity));
        Assert.Equal(294_001_500L, simulation.Ledger.Totals().LongMicroUsd);
        var first = await VenueTalk.UntilAsync(client, "0.001");
        Assert.Contains("98000.5", first, StringComparison.Ordinal);
        if (!first.Contains("0.002", StringComparison.Ordinal))
            Assert.Contains("98000.5", await VenueTalk.UntilAsync(client, "0.002"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_lost_leave_a_hole_in_the_numbers_of_extended()
    {
        await using var simulation = await SilentAsync("extended", new StepClock(Noon));
        using var client = await VenueTalk.Of["extended"].SubscribedAsync(simulation, "extended");
        await simulation.InjectAsync(new LoseOrders { Venue = "extended", Every = 2 });
        for (var i = 0; i < 4; i++) simulation.Emit("extended", Long("BTC-USD", 61_000m + i, 1m, NoonMs));

        var numbers = new List<long>();
        for (var i = 0; i < 2; i++) numbers.Add((await client.JsonAsync()).GetProperty("seq").GetInt64());
        Assert.Equal([2L, 4L], numbers);
    }

    [Fact]
    public async Task Equal_seeds_and_faults_give_equal_ledgers()
    {
        var first = await EntriesAsync();
        Assert.Equal(first, await EntriesAsync());
        Assert.Contains(first, entry => entry.Faults == LedgerFaults.Lost);
        Assert.Contains(first, entry => entry.Faults == LedgerFaults.ChangedWord);
        Assert.Contains(first, entry => entry.Faults == LedgerFaults.None);
    }

    private static async Task<IReadOnlyList<LedgerEntry>> EntriesAsync()
    {
        var clock = new StepClock(Noon);
        var options = new SimulationOptions
        {
            Seed = 7,
            Rate = 20,
            Venues = ["bybit", "kraken"],
            Faults =
            [
                new LoseOrders { Venue = "bybit", Every = 3 },
                new ChangeWord { Venue = "kraken", Every = 4, From = TimeSpan.FromSeconds(1), For = TimeSpan.FromSeconds(2) },
            ],
        };
        await using var simulation = await Simulation.StartAsync(options, clock, CancellationToken.None);
        await simulation.AdvanceAsync(clock, 40);
        return simulation.Ledger.Entries();
    }
}
