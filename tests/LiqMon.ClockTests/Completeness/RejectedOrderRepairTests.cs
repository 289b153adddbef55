using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Orders that came and could not be taken, at venues whose history has them: they are read from there.</summary>
public sealed class RejectedOrderRepairTests
{
    private static readonly TimeSpan From = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(50);

    public static TheoryData<string> VenuesWithHistory => ["kraken", "deribit", "dydx", "bitfinex", "htx", "gate"];

    [Theory]
    [MemberData(nameof(VenuesWithHistory))]
    public async Task They_are_counted_from_the_history_and_nothing_is_missing_any_more(string venue)
    {
        var played = await HistoryRun.PlayLiveAsync(Rejecting(venue, repairs: true));
        var (result, sums) = After(played);
        Assert.Equal(sums, Sums.Of(result));
        Assert.False(result.Floor, FloorReasons.Of(result, []));
        Assert.Empty(Recount.Violations(played));
    }

    [Fact]
    public async Task Without_repairs_they_are_missing()
    {
        var played = await HistoryRun.PlayLiveAsync(Rejecting("kraken", repairs: false));
        var (result, sums) = After(played);
        Assert.True(sums.Exceeds(Sums.Of(result)));
        Assert.True(result.Floor);
        Assert.Contains(result.Deficits, deficit => deficit.Reason == DeficitReason.Rejected);
    }

    [Fact]
    public async Task A_history_that_lacks_orders_makes_nothing_good()
    {
        var rejecting = Rejecting("kraken", repairs: true);
        var played = await HistoryRun.PlayLiveAsync(rejecting with { Faults = [.. rejecting.Faults, new TruncateHistory { Venue = "kraken", Every = 3 }] });
        Assert.True(After(played).Result.Floor);
        Assert.Empty(Recount.Violations(played));
    }

    private static (SqueezeResult Result, Sums Sums) After(PlayedHistory played)
    {
        var observed = played.Results.Single();
        return (observed.Result, Recount.Of(observed.Ledger, observed.Query, static entry => entry.EventTimeMs));
    }

    /// <summary>One of two orders of ten seconds has a side that nobody can read; minutes later somebody asks.</summary>
    private static History Rejecting(string venue, bool repairs) => new()
    {
        Seed = 1,
        Venues = [venue],
        Length = Length,
        Tail = TimeSpan.FromMinutes(10),
        Repairs = repairs,
        Orders = [.. Enumerable.Range(2, 96).Select(i => new PlannedOrder(TimeSpan.FromSeconds(0.5 * i), venue, 0, (LiquidatedPosition)(i % 2), i % 5, (2 * i) + 1))],
        Faults = [new ChangeWord { Venue = venue, From = TimeSpan.FromSeconds(30), For = TimeSpan.FromSeconds(10), Every = 3, Text = "b" }],
        Queries = [new PlannedQuery(null, From, Length)],
    };
}
