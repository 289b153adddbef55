using LiqMon.Feeds.Sockets;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>The feeds of one venue as its socket plans want them. One task changes it; its status may be read by others.</summary>
/// <param name="context">What they share.</param>
/// <param name="random">Seeds each feed's own jitter.</param>
internal sealed class FeedSet(FeedContext context, Random random)
{
    private readonly List<Running> _leaving = [];
    private readonly List<FeedAbsence> _absences = [];
    private bool _leavesNothing;
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
    /// <param name="change">What the change of the plans says of feeds that come and go.</param>
    public void Follow(IReadOnlyList<SocketPlan> plans, long sinceMs, GapReason reason, PlanChange change = default)
    {
        var next = new List<Running>();
        foreach (var plan in plans)
        {
            if (_running.FirstOrDefault(running => running.Loop.Plan.Feed == plan.Feed) is not { } kept)
            {
                var loop = new FeedLoop(plan, context, new Random(random.Next()));
                var stop = new CancellationTokenSource();
                next.Add(new Running(loop, stop, loop.RunAsync(sinceMs, reason, stop.Token)));
                if (change.IsOfContracts)
                    _absences.Add(new(context.Profile.Id, plan.Feed, 0, sinceMs));
                continue;
            }

            if (!PlanComparison.Same(kept.Loop.Plan, plan))
                kept.Loop.Replace(plan);
            next.Add(kept);
        }

        if (_running.Except(next).ToList() is { Count: > 0 } leaving)
        {
            // What leaves together leaves a gap if any of it does.
            _leavesNothing = change is { IsOfContracts: true, IsProven: true } && (_leaving.Count == 0 || _leavesNothing);
            _leaving.AddRange(leaving);
        }

        Volatile.Write(ref _running, next);
    }

    /// <summary>Ends feeds that have been followed by others, and passes on the failure of a feed, if one has failed.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_running.FirstOrDefault(running => running.Task.IsCompleted) is { } failed)
            await failed.Task;
        if (_leaving.Count > 0 && _running.All(running => running.Loop.Settled.IsCompleted))
        {
            await EndAsync(_leaving);
            // Without any other feed nothing shows that the venue has ended its contracts. One may be back already.
            if (_leavesNothing && _running.Count > 0)
            {
                _absences.AddRange(_leaving.Select(left => left.Loop.Plan.Feed).Except(_running.Select(running => running.Loop.Plan.Feed))
                    .Select(feed => new FeedAbsence(context.Profile.Id, feed, context.NowMs, null)));
            }

            _leaving.Clear();
        }

        foreach (var absence in _absences)
            await context.Store.WriteAsync(StoreItem.Of(absence), cancellationToken);
        _absences.Clear();
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
