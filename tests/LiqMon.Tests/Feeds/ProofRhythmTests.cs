using LiqMon.Feeds.Coverage;

namespace LiqMon.Tests.Feeds;

public sealed class ProofRhythmTests
{
    private static readonly TimeSpan Venue = TimeSpan.FromSeconds(15);

    private readonly ProofRhythm _rhythm = new(Venue);

    [Fact]
    public void Before_enough_is_known_the_venues_limit_counts()
    {
        Learn(seconds: 1, times: 19);
        Assert.Equal(Venue, _rhythm.Limit);
        Learn(seconds: 1, times: 1);
        Assert.Equal(TimeSpan.FromSeconds(3), _rhythm.Limit);
    }

    [Fact]
    public void A_burst_of_orders_says_nothing_of_a_control_stream_that_comes_once_a_minute()
    {
        var slow = new ProofRhythm(TimeSpan.FromSeconds(150));
        for (var i = 0; i < 179; i++)
            slow.Learn(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(150), slow.Limit);
        // Three silences of the usual length have been watched.
        slow.Learn(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(3), slow.Limit);
    }

    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(1.1, 3)]
    [InlineData(2, 5)]
    [InlineData(4, 10)]
    [InlineData(9, 15)]
    public void The_limit_is_two_and_a_half_times_the_usual_distance_within_bounds(double distance, double limit)
    {
        Learn(distance, times: 600);
        Assert.Equal(TimeSpan.FromSeconds(limit), _rhythm.Limit);
    }

    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(1.1, 3)]
    [InlineData(4, 6)]
    [InlineData(9, 8)]
    public void A_proof_holds_for_the_usual_distance_and_the_writing_and_never_longer_than_the_limit(double distance, double holds)
    {
        Assert.Equal(TimeSpan.FromSeconds(8), _rhythm.Holds);
        Learn(distance, times: 600);
        Assert.Equal(TimeSpan.FromSeconds(holds), _rhythm.Holds);
        Assert.True(_rhythm.Holds <= _rhythm.Limit);
    }

    [Fact]
    public void Two_long_silences_are_not_the_rhythm_and_a_third_is()
    {
        Learn(seconds: 2, times: 100);
        Learn(seconds: 4, times: 2);
        Assert.Equal(TimeSpan.FromSeconds(5), _rhythm.Limit);
        Learn(seconds: 4, times: 1);
        Assert.Equal(TimeSpan.FromSeconds(10), _rhythm.Limit);
    }

    [Fact]
    public void Silences_beyond_the_limit_count_as_one_of_the_limit()
    {
        Learn(seconds: 2, times: 100);
        Learn(seconds: 14, times: 3);
        // 2.5 × 5 s, and not 2.5 × 14 s.
        Assert.Equal(TimeSpan.FromSeconds(12.5), _rhythm.Limit);
    }

    [Fact]
    public void A_burst_of_orders_does_not_drive_out_the_slow_rhythm()
    {
        Learn(seconds: 4, times: 100);
        Learn(seconds: 0.005, times: 10_000);
        Assert.Equal(TimeSpan.FromSeconds(10), _rhythm.Limit);
    }

    [Fact]
    public void What_is_long_past_is_forgotten()
    {
        Learn(seconds: 4, times: 3);
        Learn(seconds: 1, times: ProofRhythm.Kept);
        Assert.Equal(TimeSpan.FromSeconds(3), _rhythm.Limit);
    }

    [Fact]
    public void A_venue_with_a_limit_below_three_seconds_keeps_it()
    {
        var quick = new ProofRhythm(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 100; i++)
            quick.Learn(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), quick.Limit);
    }

    private void Learn(double seconds, int times)
    {
        for (var i = 0; i < times; i++)
            _rhythm.Learn(TimeSpan.FromSeconds(seconds));
    }
}
