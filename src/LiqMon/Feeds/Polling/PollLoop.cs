using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds.Polling;

/// <summary>
/// Repeats a venue's REST polls. Contracts are ranked by open interest after the first sweep and then hourly, because a
/// venue may poll its largest ones more often.
/// </summary>
internal sealed class PollLoop
{
    private const int Workers = 4;

    private static readonly TimeSpan RankEvery = TimeSpan.FromHours(1);

    private readonly IVenue _venue;
    private readonly FrameProcessor _intake;
    private readonly FeedContext _context;
    private readonly MarketSampler _board;
    private readonly RestClient _rest;
    private readonly TimeProvider _time;
    private readonly PollSchedule _schedule;
    private readonly PollStatusTracker _story;
    private readonly Lock _ranking = new();
    private Dictionary<string, PolledFeed> _feeds = [];
    private IReadOnlyList<Instrument> _instruments = [];
    private string? _trouble;
    private bool _isPolling;

    public PollLoop(IVenue venue, FeedContext context, MarketSampler board, RestClient rest)
    {
        _venue = venue;
        _intake = context.Intake;
        _context = context;
        _board = board;
        _rest = rest;
        _time = context.Time;
        _schedule = new PollSchedule(context.Time);
        _story = new PollStatusTracker("rest", context.Time);
    }

    /// <summary>Why the last poll failed; null when it did not.</summary>
    public string? Error => Volatile.Read(ref _trouble);

    /// <summary>The feeds whose liquidations are polled, by name; may be read by other threads.</summary>
    public IReadOnlyList<FeedStatus> Feeds =>
        [.. Volatile.Read(ref _feeds).Values.Select(feed => feed.Status).OrderBy(status => status.Feed, StringComparer.Ordinal)];

    /// <summary>All polls as one feed, for a venue that has nothing else to show; null while there are none.</summary>
    public FeedStatus? Whole => Volatile.Read(ref _isPolling) ? _story.Status : null;

    /// <summary>Polls for these contracts from now on.</summary>
    /// <param name="instruments">The contracts.</param>
    /// <param name="sinceMs">Since when a feed that is polled from now on should have been watched, Unix milliseconds.</param>
    /// <param name="reason">Why it was not.</param>
    public void Use(IReadOnlyList<Instrument> instruments, long sinceMs, GapReason reason)
    {
        lock (_ranking)
        {
            Volatile.Write(ref _instruments, instruments);
            Rank(sinceMs, reason);
        }
    }

    /// <summary>Starts polling until cancelled; none of the tasks ends before that unless it fails.</summary>
    public IReadOnlyList<Task> Start(CancellationToken cancellationToken) =>
        [.. Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellationToken)), RankAsync(cancellationToken), FollowAsync(cancellationToken)];

    private void Rank(long sinceMs, GapReason reason)
    {
        lock (_ranking)
        {
            var polls = _venue.Polls(_board.Ranked(Volatile.Read(ref _instruments)));
            var groups = polls.Where(poll => poll.Feed is not null).ToLookup(poll => poll.Feed!, StringComparer.Ordinal);
            var feeds = new Dictionary<string, PolledFeed>(_feeds, StringComparer.Ordinal);
            foreach (var group in groups.Where(group => !feeds.ContainsKey(group.Key)))
                feeds.Add(group.Key, new PolledFeed(group.Key, _context, sinceMs, reason));
            foreach (var (name, feed) in feeds)
                feed.Set(groups[name]);
            Volatile.Write(ref _feeds, feeds);
            Volatile.Write(ref _isPolling, polls.Count > 0);
            _schedule.Set(polls);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                foreach (var feed in Volatile.Read(ref _feeds).Values)
                    await feed.StepAsync(cancellationToken);
                await TaskDelay.ForAsync(_context.Options.CoverageEvery, _time, cancellationToken);
            }
        }
        finally
        {
            foreach (var feed in Volatile.Read(ref _feeds).Values)
                await feed.EndAsync();
            _story.Update(FeedState.Stopped, null);
        }
    }

    private async Task RankAsync(CancellationToken cancellationToken)
    {
        while (!_schedule.HasSwept || Volatile.Read(ref _instruments).Count == 0)
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
        while (true)
        {
            Rank(_context.NowMs, GapReason.Connecting);
            await Task.Delay(RankEvery, _time, cancellationToken);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var readings = _intake.NewReadings();
        while (true)
        {
            if (!_schedule.TryTake(out var poll, out var wait))
            {
                await TaskDelay.ForAsync(wait, _time, cancellationToken);
                continue;
            }

            var askedMs = _context.NowMs;
            var answer = await _rest.GetAsync(poll.Request, cancellationToken);
            var fault = answer.Verdict == RestStatus.Ok
                ? FaultOf(await _intake.TakePollAsync(poll.Request.Name, readings, answer.Body, _context.NowMs, cancellationToken))
                : new ConnectionFailure(answer.Reason ?? GapReason.Refused, answer.Detail ?? answer.Verdict.ToString(), answer.RetryAfter, answer.Status);
            Report(fault, poll, askedMs);
            _schedule.Done(poll);
        }
    }

    private static ConnectionFailure? FaultOf(FrameOutcome outcome) => outcome.Kind switch
    {
        FrameKind.Data when outcome is { OrdersRejected: > 0, OrdersTaken: 0 } =>
            new(GapReason.OrdersRejected, $"the orders that arrive cannot be taken: {outcome.OrderRejection}"),
        FrameKind.Malformed => new(GapReason.Unreadable, $"unreadable answer: {LogSanitizer.Of(outcome.Detail)}"),
        FrameKind.Nack => new(GapReason.Refused, $"refused: {LogSanitizer.Of(outcome.Detail)}"),
        _ => null,
    };

    private void Report(ConnectionFailure? fault, RestPoll poll, long askedMs)
    {
        if (fault is null)
            _story.Answered();
        _story.Update(fault is null ? FeedState.Live : FeedState.BackingOff, fault);
        if (poll.Feed is { } name && Volatile.Read(ref _feeds).TryGetValue(name, out var feed))
            feed.Record(poll, askedMs, fault);
        var trouble = fault is null ? null : $"{poll.Request.Name}: {fault.Detail}";
        // One line when it begins, not one for each of hundreds of contracts.
        if (Interlocked.Exchange(ref _trouble, trouble) is null && trouble is not null)
            _context.Logger.LogWarning("{Venue}: a poll failed: {Detail}", _venue.Profile.Id, trouble);
    }
}
