using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Store;

/// <summary>What is removed cannot be brought back, so a clock that jumps ahead is not believed at once.</summary>
public sealed class SettledClockTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTime _time = new();
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_forward_is_believed_after_six_hours_and_one_back_at_once()
    {
        var clock = new SettledClock(_time);
        Assert.Equal(Wall, clock.NowMs());
        _time.StepWall(60 * Day);
        var doubted = Wall - Ms(60 * Day);
        Assert.Equal(doubted, clock.NowMs());
        Pass(TimeSpan.FromMinutes(359), clock);
        Assert.Equal(Wall - Ms(60 * Day), clock.NowMs());
        Pass(TimeSpan.FromMinutes(1), clock);
        Assert.Equal(Wall, clock.NowMs());

        _time.StepWall(-10 * Day);
        Assert.Equal(Wall, clock.NowMs());
    }

    [Fact]
    public void A_step_that_is_taken_back_leaves_no_trace()
    {
        var clock = new SettledClock(_time);
        clock.NowMs();
        _time.StepWall(60 * Day);
        Pass(TimeSpan.FromHours(5), clock);
        _time.StepWall(-60 * Day);
        Assert.Equal(Wall, clock.NowMs());
        _time.StepWall(60 * Day);
        Pass(TimeSpan.FromHours(5), clock);
        Assert.Equal(Wall - Ms(60 * Day), clock.NowMs());
    }

    /// <summary>A laptop that sleeps often: each time its wall clock is ahead of what it was awake.</summary>
    [Fact]
    public void Of_many_small_steps_each_is_believed_after_its_time()
    {
        var clock = new SettledClock(_time);
        clock.NowMs();
        for (var sleep = 0; sleep < 40; sleep++)
        {
            _time.StepWall(TimeSpan.FromHours(1));
            Pass(TimeSpan.FromHours(2), clock);
            Assert.InRange(Wall - clock.NowMs(), 0, Ms(TimeSpan.FromHours(7)));
        }

        // One large step among them is not believed with them.
        var before = clock.NowMs();
        _time.StepWall(60 * Day);
        Pass(TimeSpan.FromHours(5), clock);
        Assert.InRange(clock.NowMs() - before, 0, Ms(TimeSpan.FromHours(13)));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_for_an_hour_removes_nothing_and_no_order_is_refused_afterwards()
    {
        using var store = _folder.Open(_folder.Options with { LiquidationRetention = 30 * Day });
        var now = Wall;
        store.Commit([Sample.Item(Sample.Btc, now - 5), Sample.Item(Sample.Btc, now - Ms(31 * Day))]);
        using var stop = new CancellationTokenSource();
        var running = new RetentionLoop(store, _time, NullLogger.Instance).RunAsync(stop.Token);
        await PassMinutesAsync(2);
        Assert.Equal("1", _folder.Dump("SELECT count(*) FROM liquidation"));

        _time.StepWall(90 * Day);
        await PassMinutesAsync(60);
        _time.StepWall(-90 * Day);
        await PassMinutesAsync(1);
        Assert.Equal("1", _folder.Dump("SELECT count(*) FROM liquidation"));
        var result = store.Commit([Sample.Item(Sample.Btc, Wall)]);
        Assert.Equal((1, 0), (result.Stored.Count, result.Expired));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        async Task PassMinutesAsync(int minutes)
        {
            for (var minute = 0; minute < minutes; minute++)
            {
                // Between two steps the loop waits for its timer.
                await Until.TrueAsync(() => _time.Timers == 1 || running.IsCompleted, "the loop waits", 60);
                _time.Advance(TimeSpan.FromMinutes(1));
            }

            await Until.TrueAsync(() => _time.Timers == 1 || running.IsCompleted, "the loop waits", 60);
        }
    }

    private long Wall => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Ms(TimeSpan span) => (long)span.TotalMilliseconds;

    /// <summary>Lets time pass with a look each minute.</summary>
    private void Pass(TimeSpan span, SettledClock clock)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(1))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            clock.NowMs();
        }
    }
}
