using LiqMon.Tests.Alerts;
using LiqMon.Threading;

namespace LiqMon.Tests.Threading;

public sealed class SupervisorTests
{
    private readonly FakeTime _time = new();
    private readonly KeptLog _log = new();

    [Fact]
    public async Task A_loop_that_fails_is_reported_and_started_again_later_and_later()
    {
        var loops = new Supervisor(_time, _log);
        using var stop = new CancellationTokenSource();
        var starts = new List<double>();
        var start = _time.GetUtcNow();
        var running = loops.RunAsync("poor", _ => throw Failure(), stop.Token);
        for (var i = 0; i < 200; i++)
        {
            await Until.TrueAsync(() => _time.Timers > 0, "it waits");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Until.TrueAsync(() => _time.Timers > 0, "it waits");
        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183], starts);
        Assert.Equal(9, loops.Loops.Single().Faults);
        Assert.Equal((LoopState.Waiting, true), (loops.Loops.Single().State, loops.Loops.Single().FailedLately));
        Assert.Equal("InvalidOperationException: as if it was broken", loops.Loops.Single().LastFault);
        Assert.Equal(9, _log.Lines.Count(line => line.StartsWith("The loop poor failed and starts again in", StringComparison.Ordinal)));
        await stop.CancelAsync();
        await running;
        Assert.Equal(LoopState.Ended, loops.Loops.Single().State);

        Exception Failure()
        {
            starts.Add((_time.GetUtcNow() - start).TotalSeconds);
            return new InvalidOperationException("as if it was broken");
        }
    }

    [Fact]
    public async Task A_loop_that_was_well_for_a_while_starts_again_soon()
    {
        var loops = new Supervisor(_time, _log);
        using var stop = new CancellationTokenSource();
        var starts = 0;
        var running = loops.RunAsync(
            "mostly well",
            async token =>
            {
                starts++;
                await Task.Delay(TimeSpan.FromMinutes(2), _time, token);
                throw new InvalidOperationException("now and then");
            },
            stop.Token);
        for (var minute = 1; minute <= 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            await Until.TrueAsync(() => loops.Loops[0].Faults == minute, "it fails");
            _time.Advance(TimeSpan.FromSeconds(1));
            await Until.TrueAsync(() => starts == minute + 1, "it runs again within a second");
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_fault_that_is_final_is_thrown_and_others_go_on()
    {
        var loops = new Supervisor(_time, _log);
        using var stop = new CancellationTokenSource();
        var other = loops.RunAsync("other", token => Task.Delay(Timeout.Infinite, token), stop.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => loops.RunAsync(
            "final", _ => throw new InvalidOperationException("the end"), stop.Token, static failure => failure.Message == "the end"));
        Assert.Equal([LoopState.Running, LoopState.Ended], loops.Loops.Select(loop => loop.State));
        Assert.False(other.IsCompleted);
        await stop.CancelAsync();
        await other;
    }
}
