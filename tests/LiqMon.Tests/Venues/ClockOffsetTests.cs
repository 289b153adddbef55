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
    public void A_step_of_either_clock_is_seen()
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

    [Theory]
    [InlineData(8_000)]
    [InlineData(600_000)]
    public void A_clock_that_is_set_back_is_known_after_three_times_and_two_seconds(long byMs)
    {
        var clock = Steady(60);
        Assert.Equal(0, clock.LastStep.Number);
        clock.Add(At(60) - byMs, At(60) + 10);
        clock.Add(At(61) - byMs, At(61) + 10);
        Assert.Equal((0, -10), (clock.LastStep.Number, clock.Ms!.Value));
        clock.Add(At(62) - byMs, At(62) + 10);
        Assert.Equal(new ClockStep(1, At(59) + 10), clock.LastStep);
        Assert.Equal(-byMs - 10, clock.Ms);
        // It goes on by the new clock.
        for (var i = 63; i < 200; i++)
            clock.Add(At(i) - byMs, At(i) + 10);
        Assert.Equal((1, -byMs - 10), (clock.LastStep.Number, clock.Ms!.Value));
    }

    [Fact]
    public void Old_times_that_come_between_are_no_step()
    {
        var clock = Steady(60);
        var random = new Random(3);
        for (var i = 60; i < 600; i++)
        {
            // A contract whose last trade was a while ago, said again and again, and late orders.
            clock.Add(At(40), At(i) + 1);
            clock.Add(At(i) - random.Next(800_000), At(i) + 2);
            if (i % 7 == 0)
                clock.Add(At(i), At(i) + 10);
        }

        Assert.Equal((0, -10), (clock.LastStep.Number, clock.Ms!.Value));
    }

    [Fact]
    public void Tickers_of_many_contracts_that_carry_one_time_show_it_as_soon()
    {
        var clock = Steady(60);
        for (var i = 60; i < 63; i++)
        {
            for (var contract = 0; contract < 8; contract++)
                clock.Add(At(i) - 300_000, At(i) + 10 + contract);
        }

        Assert.Equal(1, clock.LastStep.Number);
    }

    [Fact]
    public void A_line_that_was_held_up_is_no_step()
    {
        var clock = Steady(60);
        for (var i = 60; i < 90; i++)
            clock.Add(At(i), At(90) + i);
        for (var i = 90; i < 100; i++)
            clock.Add(At(i), At(i) + 200);
        Assert.Equal(0, clock.LastStep.Number);
    }

    [Theory]
    [InlineData(-6_000, 1)]
    [InlineData(-4_000, 0)]
    [InlineData(600_000, 0)]
    [InlineData(-1_000_000, 0)]
    public void A_clock_that_is_behind_from_the_start_was_taken_for_right_until_it_was_measured(long aheadMs, int steps)
    {
        var clock = new ClockOffset();
        for (var i = 0; i < 10; i++)
            clock.Add(At(i) + aheadMs, At(i));
        Assert.Equal(new ClockStep(steps, 0), clock.LastStep);
    }

    [Fact]
    public void A_venue_that_sends_a_time_a_minute_shows_it_with_the_third()
    {
        var clock = new ClockOffset();
        for (var i = 0; i < 10; i++)
            clock.Add(At(60 * i), At(60 * i) + 10);
        for (var i = 10; i < 13; i++)
            clock.Add(At(60 * i) - 60_000, At(60 * i) + 10);
        Assert.Equal(new ClockStep(1, At(540) + 10), clock.LastStep);
    }

    [Fact]
    public void Old_times_do_not_hide_a_step()
    {
        var clock = Steady(60);
        for (var i = 60; i < 66; i++)
        {
            clock.Add(At(10), At(i));
            clock.Add(At(i) - 60_000, At(i) + 10);
        }

        Assert.Equal((1, -60_010), (clock.LastStep.Number, clock.Ms!.Value));
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

    private static ClockOffset Steady(int seconds)
    {
        var clock = new ClockOffset();
        for (var i = 0; i < seconds; i++)
            clock.Add(At(i), At(i) + 10);
        return clock;
    }

    private static long At(int second) => Now + (second * 1_000);
}
