using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>LiqMon is stopped in good order, and asked two seconds later about the seconds since.</summary>
public sealed class StoppedTests
{
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(40);

    public static TheoryData<string> Venues => ["htx", "kraken", "bybit", "deribit", "lighter", "gate", "dydx", "bitfinex", "extended", "pacifica"];

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Nothing_is_claimed_of_the_time_after_it(string venue)
    {
        var played = await HistoryRun.PlayAsync(new History
        {
            Seed = 1,
            Venues = [venue],
            Length = TimeSpan.FromSeconds(60),
            Orders = [.. Enumerable.Range(4, 100).Select(i => new PlannedOrder(TimeSpan.FromSeconds(0.5 * i), venue, i, (LiquidatedPosition)(i % 2), i % 5, (2 * i) + 1))],
            Outages = [new Outage(Stopped, TimeSpan.FromSeconds(10), IsKill: false)],
            Queries =
            [
                .. Enumerable.Range(1, 8).Select(half => new PlannedQuery(
                    Stopped + TimeSpan.FromSeconds(1 + (0.5 * half)), Stopped + TimeSpan.FromSeconds(0.25), Stopped + TimeSpan.FromSeconds(0.5 + (0.5 * half)))),
            ],
        });
        Assert.Empty(Recount.Violations(played));
    }
}
