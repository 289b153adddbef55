using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using LiqMon.Simulator;
using static LiqMon.Tests.Simulator.Simulations;

namespace LiqMon.Tests.Simulator.Faults;

/// <summary>Faults that every simulated venue can do, over real sockets.</summary>
public sealed class EveryVenueFaultTests
{
    private const decimal First = 61_234.5m;
    private const decimal Second = 67_890.5m;

    private static readonly long NoonMs = Noon.ToUnixTimeMilliseconds();

    public static TheoryData<string> Venues => VenueTalk.Venues;

    public static TheoryData<string> Pushing => VenueTalk.Pushing;

    [Theory]
    [MemberData(nameof(Pushing))]
    public async Task Silence_swallows_orders_for_its_time_and_keeps_the_connection(string venue)
    {
        var clock = new StepClock(Noon);
        await using var simulation = await SilentAsync(venue, clock);
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);

        await simulation.InjectAsync(new Silence { Venue = venue, For = TimeSpan.FromSeconds(25) });
        simulation.Emit(venue, Long(talk.Symbol, First, 1m, NoonMs));
        await AfterAsync(simulation, clock, 26);
        simulation.Emit(venue, Long(talk.Symbol, Second, 1m, NoonMs + 26_000));

        var came = await VenueTalk.UntilAsync(client, Text(Second));
        Assert.DoesNotContain(Text(First), came, StringComparison.Ordinal);
        Assert.Equal((1, 1), (simulation.ConnectionsAccepted(venue), simulation.OpenConnections(venue)));
        var entries = simulation.Ledger.Entries();
        Assert.Equal((LedgerOutcome.Withheld, LedgerFaults.Silence), (entries[0].Outcome, entries[0].Faults));
        Assert.Equal((LedgerOutcome.Delivered, LedgerFaults.None), (entries[1].Outcome, entries[1].Faults));
        Assert.Equal((1, 1), (simulation.Ledger.Totals().LongOrders, simulation.Ledger.Totals().WithheldOrders));
    }

    [Theory]
    [MemberData(nameof(Pushing))]
    public async Task One_order_is_lost_and_the_next_is_not(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);

        await simulation.InjectAsync(new LoseOrders { Venue = venue, Symbol = talk.Symbol, Count = 1 });
        simulation.EmitFrame(venue, [Long(talk.Symbol, First, 1m, NoonMs), Long(talk.Symbol, Second, 1m, NoonMs)]);

        var came = await VenueTalk.UntilAsync(client, Text(Second));
        Assert.DoesNotContain(Text(First), came, StringComparison.Ordinal);
        var entries = simulation.Ledger.Entries();
        Assert.Equal((LedgerOutcome.Withheld, LedgerFaults.Lost), (entries[0].Outcome, entries[0].Faults));
        Assert.Equal(LedgerOutcome.Delivered, entries[1].Outcome);
    }

    [Theory]
    [MemberData(nameof(Pushing))]
    public async Task A_shifted_clock_shifts_every_stamp_of_an_order(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var client = await talk.SubscribedAsync(simulation, venue);

        await simulation.InjectAsync(new ShiftClock { Venue = venue, By = TimeSpan.FromMinutes(2) });
        simulation.Emit(venue, Long(talk.Symbol, First, 1m, NoonMs));

        var came = (await VenueTalk.UntilAsync(client, Text(First))).TrimEnd().Split('\n')[^1];
        Assert.True(came.Contains("1795176120", StringComparison.Ordinal) || came.Contains("2026-11-20T12:02:00", StringComparison.Ordinal), came);
        Assert.DoesNotContain("1795176000", came, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-11-20T12:00", came, StringComparison.Ordinal);
        var entry = Assert.Single(simulation.Ledger.Entries());
        Assert.Equal((NoonMs, NoonMs + 120_000, LedgerFaults.ShiftedClock), (entry.EventTimeMs, entry.StampedTimeMs, entry.Faults));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task A_shifted_clock_is_that_of_rest_too(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        using var http = new HttpClient();
        await simulation.InjectAsync(new ShiftClock { Venue = venue, By = TimeSpan.FromMinutes(10) });

        using var answer = await VenueTalk.Of[venue].ListAsync(http, simulation, venue);

        Assert.Equal(Noon.AddMinutes(10), answer.Headers.Date);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("1795176000", body, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-11-20T12:00", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task An_empty_list_has_no_contract(string venue)
    {
        await using var simulation = await SilentAsync(venue, new StepClock(Noon));
        var talk = VenueTalk.Of[venue];
        using var http = new HttpClient();
        var id = await simulation.InjectAsync(new EmptyList { Venue = venue });

        using var empty = await talk.ListAsync(http, simulation, venue);
        await simulation.RemoveFaultsAsync(id);
        using var full = await talk.ListAsync(http, simulation, venue);

        Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        var body = await empty.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        Assert.DoesNotContain(Quoted(talk.Symbol), body, StringComparison.Ordinal);
        Assert.Contains(Quoted(talk.Symbol), await full.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        string Quoted(string symbol) => venue == "lighter" ? "\"market_id\":" + symbol : $"\"{symbol}\"";
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task A_dead_venue_refuses_connections_until_it_lives_again(string venue)
    {
        await using var simulation = await SilentAsync(venue);
        var talk = VenueTalk.Of[venue];
        using var client = talk.Socket is null ? null : await talk.SubscribedAsync(simulation, venue);
        using var http = new HttpClient();
        using (var before = await talk.ListAsync(http, simulation, venue)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        var id = await simulation.InjectAsync(new DeadVenue { Venue = venue });

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => talk.ListAsync(http, simulation, venue));
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(refused.InnerException).SocketErrorCode);
        if (client is not null)
        {
            while (await client.ReceiveAsync() is not null)
            {
                // What was sent before the end.
            }
        }
        await simulation.RemoveFaultsAsync(id);
        using var after = await talk.ListAsync(http, simulation, venue);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    private static string Text(decimal price) => price.ToString(CultureInfo.InvariantCulture);

    /// <summary>Moves the clock in steps that the market follows.</summary>
    private static async Task AfterAsync(Simulation simulation, StepClock clock, int seconds)
    {
        for (var i = 0; i < seconds; i += 2)
        {
            var goal = simulation.Ticks + 20;
            clock.Advance(TimeSpan.FromSeconds(2));
            await Wait.UntilAsync(() => simulation.Ticks >= goal, "the market's steps");
        }
    }
}
