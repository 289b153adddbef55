using System.Threading.Channels;
using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Store;

/// <summary>A store while the program runs: the commit loop itself removes what is past its time, minute by minute.</summary>
internal static class Ageing
{
    /// <summary>Lets some minutes pass from a moment on, Unix milliseconds, in which nothing arrives.</summary>
    internal static async Task PassAsync(EventStore store, long fromMs, int minutes)
    {
        var time = new FakeTime();
        time.Advance(TimeSpan.FromMilliseconds(fromMs - time.GetUtcNow().ToUnixTimeMilliseconds()));
        var lane = Channel.CreateBounded<StoreItem>(1);
        var committed = Channel.CreateBounded<Committed>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var loop = new CommitLoop(
            store, [lane.Reader], committed.Writer, fromMs, time, new CommitCounters(), NullLogger.Instance);
        var running = loop.RunAsync(CancellationToken.None);
        for (var minute = 0; minute < minutes; minute++)
        {
            await IdleAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await IdleAsync();
        lane.Writer.Complete();
        await running;

        // Between two rounds the loop waits for items, or for its timer.
        Task IdleAsync() => Until.TrueAsync(() => time.Timers == 1 || running.IsCompleted, "the loop waits", 60);
    }
}
