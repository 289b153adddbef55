using LiqMon.Feeds.Coverage;
using LiqMon.Market;

namespace LiqMon.Tests.Feeds;

public sealed class ClockWatchTests
{
    private readonly FakeTime _time = new();
    private readonly ListLogger _log = new();
    private readonly ClockWatch _clock;
    private readonly long _startMs;

    public ClockWatchTests()
    {
        _clock = new ClockWatch(_time, _log);
        _startMs = NowMs;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void Steady_time_and_small_slews_are_no_break()
    {
        _clock.Start();
        for (var i = 0; i < 100; i++)
        {
            _time.StepWall(TimeSpan.FromMilliseconds(i % 2 == 0 ? 400 : -700));
            Pass(4.9);
        }

        Assert.Empty(_clock.Since(0));
        Assert.Equal(new ClockState(null, null, null, null), _clock.State);
    }

    [Fact]
    public void Nothing_is_compared_before_the_start()
    {
        Pass(100);
        _clock.Start();
        Pass(1);
        Assert.Empty(_clock.Since(0));
    }

    [Fact]
    public void A_hole_in_monotonic_time_is_a_standstill()
    {
        _clock.Start();
        Pass(1);
        Pass(60);
        var broken = Assert.Single(_clock.Since(0));
        Assert.Equal((_startMs + 1_000, _startMs + 61_000, GapReason.Standstill, false), (broken.FromMs, broken.ToMs, broken.Reason, broken.IsBackwards));
        Assert.Equal((TimeSpan.FromSeconds(60), _time.GetUtcNow()), (_clock.State.LastStandstill, _clock.State.StoodStillAt));
        Assert.Null(_clock.State.LastStep);
        Assert.Contains("stood still for 60.0 s", Assert.Single(_log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wall_clock_that_goes_ahead_is_a_gap_of_what_it_skipped()
    {
        _clock.Start();
        Pass(1);
        _time.StepWall(TimeSpan.FromHours(8));
        Pass(1);
        var broken = Assert.Single(_clock.Since(0));
        Assert.Equal((_startMs + 1_000, NowMs, GapReason.ClockStepped), (broken.FromMs, broken.ToMs, broken.Reason));
        Assert.Equal(TimeSpan.FromHours(8), _clock.State.LastStep);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_clock_that_is_set_back_says_from_where_to_where()
    {
        _clock.Start();
        Pass(1);
        _time.StepWall(TimeSpan.FromMinutes(-10));
        Pass(1);
        var broken = Assert.Single(_clock.Since(0));
        Assert.True(broken.IsBackwards);
        Assert.Equal((_startMs + 2_000, _startMs + 2_000 - 600_000), (broken.FromMs, broken.ToMs));
        Assert.Equal(TimeSpan.FromMinutes(-10), _clock.State.LastStep);
    }

    [Fact]
    public void A_suspended_machine_is_one_break_and_each_reader_sees_it_once()
    {
        _clock.Start();
        _time.StepWall(TimeSpan.FromHours(1));
        Pass(20);
        Assert.Equal(GapReason.ClockStepped, Assert.Single(_clock.Since(0)).Reason);
        Assert.Equal(1, _clock.LastNumber);
        Assert.Empty(_clock.Since(1));
        Pass(20);
        Assert.Equal(GapReason.Standstill, Assert.Single(_clock.Since(1)).Reason);
    }

    [Fact]
    public async Task It_looks_each_second()
    {
        using var stop = new CancellationTokenSource();
        var running = _clock.RunAsync(stop.Token);
        for (var i = 0; i < 3; i++)
        {
            await Until.TrueAsync(() => _time.Timers > 0, "it waits");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.StepWall(TimeSpan.FromMinutes(5));
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return _clock.State.LastStep == TimeSpan.FromMinutes(5);
            },
            "the step is seen");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Pass(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _clock.Observe();
    }
}
