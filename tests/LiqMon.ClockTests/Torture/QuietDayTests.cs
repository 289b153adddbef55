using System.Diagnostics;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Tests.Completeness;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// A day on which nothing is liquidated: no connection is given up but those that are replaced as planned.
/// <c>LIQMON_TEST_QUIET=7</c> makes a week of it.
/// </summary>
public sealed class QuietDayTests(ITestOutputHelper output)
{
    private static readonly int Times = Steering.Number("LIQMON_TEST_QUIET", 1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("bybit", 24)]
    [InlineData("okx", 6)]
    public async Task A_quiet_day_costs_no_connection(string venue, int hours)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await using var feeds = await MemoryFeeds.StartAsync([venue], Steering.Seed, Step);
        while (!feeds.IsLive(0) && feeds.Elapsed < TimeSpan.FromMinutes(2))
            await feeds.StepAsync(Step);
        Assert.True(feeds.IsLive(0), string.Join('\n', feeds.Sockets(0)));
        feeds.Gaps.Clear();
        var liveAt = feeds.Elapsed;
        while (feeds.Elapsed < liveAt + TimeSpan.FromHours(hours * Times))
            await feeds.StepAsync(Step);

        output.WriteLine(
            $"{hours * Times} h in {watch.Elapsed.TotalSeconds:0} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0} s of processor; "
            + $"{feeds.Simulation.ConnectionsAccepted(venue)} connections");
        Assert.All(feeds.Sockets(0), feed => Assert.Equal(0, feed.Reconnects));
        Assert.DoesNotContain(feeds.Gaps, gap => gap.Reason != GapReason.Connecting);
        // Each socket, and each once more where the venue ends them after less than a day.
        Assert.InRange(feeds.Simulation.ConnectionsAccepted(venue), feeds.Sockets(0).Count, (1 + Times) * feeds.Sockets(0).Count);
    }
}
