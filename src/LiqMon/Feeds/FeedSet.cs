using LiqMon.Feeds.Sockets;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>The feeds of one venue as its socket plans want them. One task changes it; its status may be read by others.</summary>
/// <param name="context">What they share.</param>
/// <param name="random">Seeds each feed's own jitter.</param>
internal sealed class FeedSet(FeedContext context, Random random)
{
    private readonly List<Running> _leaving = [];
    private IReadOnlyList<Running> _running = [];

    public IReadOnlyList<FeedStatus> Status =>
        [.. Volatile.Read(ref _running).Select(running => running.Loop.Status).OrderBy(status => status.Feed, StringComparer.Ordinal)];

    public bool IsEmpty => _running.Count == 0;

    /// <summary>Tasks whose end calls for <see cref="SettleAsync"/>.</summary>
    public IEnumerable<Task> Events =>
    [
        .. _running.Select(running => running.Task),
        .. _leaving.Count > 0 ? _running.Select(running => running.Loop.Settled).Where(settled => !settled.IsCompleted) : [],
    ];

    /// <summary>Starts, changes and ends feeds until they are those of the plans.</summary>
    /// <param name="plans">The sockets to keep.</param>
    /// <param name="sinceMs">Since when a feed that is started now should have been watched, Unix milliseconds.</param>
    /// <param name="reason">Why it was not.</param>
    public void Follow(IReadOnlyList<SocketPlan> plans, long sinceMs, GapReason reason)
    {
        var next = new List<Running>();
        foreach (var plan in plans)
        {
            if (_running.FirstOrDefault(running => running.Loop.Plan.Feed == plan.Feed) is not { } kept)
            {
                var loop = new FeedLoop(plan, context, new Random(random.Next()));
                var stop = new CancellationTokenSource();
                next.Add(new Running(loop, stop, loop.RunAsync(sinceMs, reason, stop.Token)));
                continue;
            }

            if (!PlanComparison.Same(kept.Loop.Plan, plan))
                kept.Loop.Replace(plan);
            next.Add(kept);
        }

        _leaving.AddRange(_running.Except(next));
        Volatile.Write(ref _running, next);
    }

    /// <summary>Ends feeds that have been followed by others, and passes on the failure of a feed, if one has failed.</summary>
    public async Task SettleAsync()
    {
        if (_running.FirstOrDefault(running => running.Task.IsCompleted) is { } failed)
            await failed.Task;
        if (_leaving.Count > 0 && _running.All(running => running.Loop.Settled.IsCompleted))
        {
            await EndAsync(_leaving);
            _leaving.Clear();
        }
    }

    /// <summary>Ends all feeds.</summary>
    public Task StopAsync() => EndAsync([.. _running, .. _leaving]);

    private static async Task EndAsync(IReadOnlyList<Running> feeds)
    {
        foreach (var feed in feeds)
            await feed.Stop.CancelAsync();
        await Task.WhenAll(feeds.Select(feed => feed.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var feed in feeds)
            feed.Stop.Dispose();
    }

    private sealed record Running(FeedLoop Loop, CancellationTokenSource Stop, Task Task);
}
