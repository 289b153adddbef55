using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A venue's clock that is set back while it is watched: nothing is claimed by the clock as it was.</summary>
public sealed class VenueClockStepTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("bybit", 50)]
    [InlineData("kraken", 50)]
    [InlineData("bybit", 90)]
    public async Task What_was_claimed_since_its_last_right_time_is_claimed_no_more(string venue, int askedAt)
    {
        var played = await HistoryRun.PlayLiveAsync(History(venue, askedAt) with
        {
            Faults = [new ShiftClock { Venue = venue, By = TimeSpan.FromMinutes(-5), From = Step }],
        });
        Assert.True(played.Results.Single().Result.Floor);
        Assert.Empty(Recount.Violations(played));
    }

    [Theory]
    [InlineData("bybit")]
    [InlineData("kraken")]
    public async Task Without_the_step_the_same_span_is_complete(string venue)
    {
        var played = await HistoryRun.PlayLiveAsync(History(venue, askedAt: 50));
        Assert.False(played.Results.Single().Result.Floor);
    }

    private static History History(string venue, int askedAt) => new()
    {
        Seed = 1,
        Venues = [venue],
        Length = TimeSpan.FromSeconds(95),
        Orders = [.. Enumerable.Range(1, 180).Select(i => new PlannedOrder(TimeSpan.FromSeconds(0.5 * i), venue, 0, (LiquidatedPosition)(i % 2), i % 5, (2 * i) + 1))],
        Queries = [new PlannedQuery(TimeSpan.FromSeconds(askedAt), TimeSpan.FromSeconds(38), TimeSpan.FromSeconds(44))],
    };
}
