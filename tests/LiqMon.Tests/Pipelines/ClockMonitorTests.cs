using LiqMon.Pipelines;
using LiqMon.Tests.Feeds;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Pipelines;

public sealed class ClockMonitorTests
{
    private static readonly VenueClock[] Right = [new("a", -80), new("b", -40), new("c", -120)];
    private static readonly VenueClock[] OneWrong = [new("a", -80), new("b", 120_000), new("c", -120)];
    private static readonly VenueClock[] AllAhead = [new("a", 120_000), new("b", 119_900), new("c", 120_100)];

    private readonly ListLogger _log = new();
    private readonly ClockMonitor _monitor;

    public ClockMonitorTests() => _monitor = new ClockMonitor(() => [], new FakeTime(), _log);

    [Fact]
    public void A_clock_that_stays_wrong_is_logged_once_and_once_more_when_it_is_right()
    {
        Look(OneWrong, 10);
        Assert.Equal("b: the clock of b is 120 s ahead; its orders are kept, under times that are doubtful", Assert.Single(_log.Lines).Text);
        Look(Right, 5);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Lines.Select(line => line.Level));
        Assert.Contains("the clock of b", _log.Lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void First_messages_that_are_old_are_no_wrong_clock()
    {
        Look([new("a", -80), new("b", -600_000), new("c", -120)], 2);
        Look(Right, 5);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void When_all_venues_agree_this_machine_is_wrong_and_no_venue()
    {
        Look(AllAhead, 10);
        Assert.Contains("this machine's clock is 120 s behind", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_venue_alone_may_be_right_against_us()
    {
        Look([new("a", 120_000)], 10);
        Assert.Contains("the clock of a is 120 s ahead, or this machine's is 120 s behind", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    private void Look(VenueClock[] clocks, int times)
    {
        for (; times > 0; times--)
            _monitor.Look(ClockAssessment.Evaluate(clocks));
    }
}
