using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>Histories in which LiqMon is also killed or stopped, and started again with the same store.</summary>
public sealed class OutageTests
{
    public static TheoryData<int> Seeds => [5_328, .. Enumerable.Range(5_400, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_says_complete_equals_the_ledger(int seed)
    {
        var history = HistoryDraw.Of(seed);
        // Of an order that comes after the connection that would have brought it has ended nobody can know.
        if (history.Faults.OfType<DelayOrders>().Any())
            history = history with { Faults = [.. history.Faults.Where(fault => fault is not DelayOrders)] };
        var random = new Random(seed);
        var first = TimeSpan.FromMilliseconds(random.Next(26_000, 45_000));
        var second = first + TimeSpan.FromMilliseconds(random.Next(5_000, 30_000));
        Outage[] outages =
        [
            new(first, TimeSpan.FromMilliseconds(random.Next(20_000)), random.Next(2) == 0),
            .. random.Next(2) == 0 ? (Outage[])[] : [new(second, TimeSpan.FromMilliseconds(random.Next(8_000)), random.Next(2) == 0)],
        ];
        history = history with
        {
            Outages = outages,
            Queries =
            [
                .. history.Queries,
                .. outages.Select(outage => new PlannedQuery(null, Second(outage.At, -random.Next(5)), Second(outage.At, random.Next(1, 9)))),
                .. outages.Select(outage => new PlannedQuery(null, Second(outage.At + outage.For, 0), Second(outage.At + outage.For, random.Next(1, 12)))),
            ],
        };
        var played = await HistoryRun.PlayAsync(history);
        var violations = Recount.Violations(played).ToList();
        Assert.True(violations.Count == 0, $"{history}\n{string.Join('\n', violations)}");
    }

    // Gate's history has whole seconds.
    private static TimeSpan Second(TimeSpan moment, int seconds) => TimeSpan.FromSeconds(Math.Floor(moment.TotalSeconds) + seconds);
}
