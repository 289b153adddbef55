using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>Histories in which LiqMon is also killed or stopped, and started again with the same store.</summary>
public sealed class OutageTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(5_000, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_says_complete_equals_the_ledger(int seed)
    {
        var history = HistoryDraw.Of(seed);
        // Of an order that comes after the connection that would have brought it has ended nobody can know.
        if (history.Faults.OfType<DelayOrders>().Any())
            history = history with { Faults = [.. history.Faults.Where(fault => fault is not DelayOrders)] };
        var random = new Random(seed);
        var first = TimeSpan.FromSeconds(random.Next(28, 45));
        var second = first + TimeSpan.FromSeconds(random.Next(5, 30));
        history = history with
        {
            Outages =
            [
                new(first, TimeSpan.FromSeconds(random.Next(1, 20)), random.Next(2) == 0),
                .. random.Next(2) == 0 ? (Outage[])[] : [new(second, TimeSpan.FromSeconds(random.Next(0, 8)), random.Next(2) == 0)],
            ],
        };
        var played = await HistoryRun.PlayAsync(history);
        var violations = Recount.Violations(played).ToList();
        Assert.True(violations.Count == 0, $"{history}\n{string.Join('\n', violations)}");
    }
}
