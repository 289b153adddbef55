using LiqMon.Feeds.Coverage;

namespace LiqMon.Tests.Feeds;

public sealed class ClockDifferenceTests
{
    [Theory]
    [InlineData(18_000, 18_000, 0)]
    [InlineData(-200, 0, 200)]
    [InlineData(-900_000, 0, 900_000)]
    // Times of other days are no clock.
    [InlineData(-900_001, 0, 0)]
    public void What_was_measured_counts(long offsetMs, long aheadMs, long behindMs) =>
        Assert.Equal(new ClockDifference(aheadMs, behindMs), ClockDifference.Of(offsetMs, (ForwardMs: 5_000, BackMs: 7_000)));

    [Fact]
    public void Until_it_is_measured_what_our_clock_was_moved_counts()
    {
        Assert.Equal(new ClockDifference(7_000, 5_000), ClockDifference.Of(null, (ForwardMs: 5_000, BackMs: 7_000)));
        Assert.Equal(new ClockDifference(0, 900_000), ClockDifference.Of(null, (ForwardMs: 3_600_000, BackMs: 0)));
        Assert.Equal(default, ClockDifference.Of(null, default));
    }
}
