using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class ClockOffsetTests
{
    private const long Now = 1_794_000_000_000;

    [Theory]
    [InlineData(-600_000)]
    [InlineData(0)]
    [InlineData(137)]
    [InlineData(600_000)]
    public void The_fastest_messages_show_the_clock(long aheadMs)
    {
        var clock = new ClockOffset();
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
            clock.Add(Now + (i * 100) + aheadMs - 40 - random.Next(3_000), Now + (i * 100));
        Assert.InRange(clock.Ms!.Value, aheadMs - 100, aheadMs - 40);
    }

    [Fact]
    public void Three_times_are_needed()
    {
        var clock = new ClockOffset();
        clock.Add(Now, Now + 1);
        clock.Add(Now, Now + 2);
        Assert.Null(clock.Ms);
        clock.Add(Now, Now + 3);
        Assert.Equal(-3, clock.Ms);
    }

    [Fact]
    public void A_step_of_either_clock_is_seen_within_a_minute_and_a_half()
    {
        var clock = new ClockOffset();
        for (var i = 0; i < 300; i++)
            clock.Add(Now + (i * 1_000), Now + (i * 1_000) + 10);
        for (var i = 300; i < 390; i++)
            clock.Add(Now + (i * 1_000) - 120_000, Now + (i * 1_000) + 10);
        Assert.Equal(-120_010, clock.Ms);
        // Ours is set back by an hour.
        for (var i = 0; i < 3; i++)
            clock.Add(Now + (390_000 + i), Now + (390_000 + i) - 3_600_000);
        Assert.Equal(3_600_000, clock.Ms);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var clock = new ClockOffset();
        clock.Add(Now, Now);
        _ = clock.Ms;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            clock.Add(Now + (i * 100), Now + (i * 100));
            _ = clock.Ms;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void When_most_venues_agree_our_clock_is_wrong()
    {
        var found = ClockAssessment.Evaluate([new("a", 119_900), new("b", 120_000), new("c", 118_500), new("d", -40), new("e", 119_950)]);
        Assert.Equal(-119_900, found.OwnErrorMs);
        Assert.Equal([new VenueClock("d", -119_940)], found.WrongVenues);
    }

    [Fact]
    public void When_one_venue_differs_its_clock_is_wrong()
    {
        var found = ClockAssessment.Evaluate([new("a", -80), new("b", 120_000), new("c", -2_500), new("d", -40)]);
        Assert.Null(found.OwnErrorMs);
        Assert.Equal([new VenueClock("b", 120_000)], found.WrongVenues);
    }

    [Fact]
    public void Two_venues_cannot_outvote_us()
    {
        var found = ClockAssessment.Evaluate([new("a", 120_000), new("b", 120_000)]);
        Assert.Null(found.OwnErrorMs);
        Assert.Equal(2, found.WrongVenues.Count);
    }

    [Fact]
    public void Slow_delivery_is_no_wrong_clock()
    {
        var found = ClockAssessment.Evaluate([new("a", -80), new("b", -12_000), new("c", -2_500), new("d", 900)]);
        Assert.Null(found.OwnErrorMs);
        Assert.Empty(found.WrongVenues);
        Assert.Empty(ClockAssessment.Evaluate([]).WrongVenues);
    }
}
