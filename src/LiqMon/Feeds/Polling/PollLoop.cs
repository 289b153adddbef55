using System.Collections.Concurrent;
using System.Text.Json;
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

    /// <summary>Most pages of one poll; a venue that has more between two polls is reported as incomplete.</summary>
    private const int MostPages = 20;

    private static readonly ConnectionFailure DoesNotReachBack = new(
        GapReason.Silent, "the answers do not reach back to what the poll before brought");

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
    private readonly VanishedContracts _vanished = new();

    // One entry for each poll, of which there are a few for each contract at most; a poll has one worker at a time.
    private readonly ConcurrentDictionary<(Uri Url, string? Body), long> _newest = [];
    private Dictionary<string, PolledFeed> _feeds = [];
    private IReadOnlyList<Instrument> _instruments = [];
    private readonly HashSet<(string Name, Uri Url, string? Body)> _failing = [];
    private string? _error;
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
        _story = new PollStatusTracker(WholeName, context.Time);
    }

    /// <summary>Name of all polls as one feed.</summary>
    public const string WholeName = "rest";

    /// <summary>Raised when a poll brings the open interest of a contract no more.</summary>
    public AsyncAutoResetSignal ContractGone { get; } = new();

    /// <summary>Why the last poll failed; null when it did not.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <summary>The feeds whose liquidations are polled, by name; may be read by other threads.</summary>
    public IReadOnlyList<FeedStatus> Feeds =>
        [.. Volatile.Read(ref _feeds).Values.Select(feed => feed.Status).OrderBy(status => status.Feed, StringComparer.Ordinal)];

    /// <summary>All polls as one feed, for a venue that has nothing else to show; null while there are none.</summary>
    public FeedStatus? Whole => Volatile.Read(ref _isPolling) ? _story.Status : null;

    /// <summary>Whether the polls have brought a contract's open interest and bring it no more.</summary>
    /// <param name="wireName">What the venue's messages call it.</param>
    public bool IsGone(string wireName) => _vanished.IsGone(wireName);

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
            lock (_failing)
                _failing.IntersectWith(polls.Select(KeyOf));
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

            var sentMs = _context.NowMs;
            var (fault, isCutOff) = await PollAsync(poll, readings, cancellationToken);
            Report(fault, poll, sentMs, isCutOff);
            _schedule.Done(poll);
        }
    }

    /// <summary>Reads one poll, page by page until what the polls before brought.</summary>
    private async Task<(ConnectionFailure? Fault, bool IsCutOff)> PollAsync(
        RestPoll poll, FrameReadings readings, CancellationToken cancellationToken)
    {
        var key = (poll.Request.Url, poll.Request.Body);
        var isKnown = _newest.TryGetValue(key, out var knownMs);
        var newestMs = knownMs;
        var request = poll.Request;
        for (var pages = 1; ; pages++)
        {
            using var answer = await _rest.GetAsync(request, cancellationToken);
            if (answer.Verdict != RestStatus.Ok)
                return (answer.Failure, false);
            var outcome = await _intake.TakePollAsync(request.Name, readings, answer.Body, _context.NowMs, cancellationToken);
            if (FaultOf(outcome) is { } fault)
                return (fault, false);
            newestMs = Math.Max(newestMs, NewestMs(readings));
            if (outcome.Kind == FrameKind.Data && _vanished.Follow((request.Url, request.Body), readings.MarketSpan))
            {
                ContractGone.Raise();
                _context.ReloadContracts();
            }

            // What happened before the first poll is not its affair.
            var step = isKnown && outcome.Kind == FrameKind.Data && poll.Feed is not null
                ? StepOf(request, answer.Body, knownMs)
                : HistoryStep.Ends(HistoryEnd.ReachedStart);
            if (step.Next is not null && pages < MostPages)
            {
                request = step.Next;
                continue;
            }

            _newest[key] = newestMs;
            return (null, step.Next is not null || step.Reason?.IsProven() == false);
        }
    }

    private HistoryStep StepOf(RestRequest request, ReadOnlyMemory<byte> body, long knownMs)
    {
        try
        {
            return _venue.PollStep(request, body.Span, knownMs);
        }
        catch (JsonException failure)
        {
            _context.Logger.PagesNotFollowed(_venue.Profile.Id, request.Name, failure.Message);
            return HistoryStep.Ends(HistoryEnd.NoTime);
        }
    }

    private static long NewestMs(FrameReadings readings)
    {
        var newestMs = readings.NewestTradeMs;
        foreach (ref readonly var liquidation in readings.LiquidationSpan)
            newestMs = Math.Max(newestMs, liquidation.TimeMs);
        return newestMs;
    }

    private static ConnectionFailure? FaultOf(FrameOutcome outcome) => outcome.Kind switch
    {
        FrameKind.Data when outcome is { OrdersRejected: > 0, OrdersTaken: 0 } =>
            new(GapReason.OrdersRejected, $"the orders that arrive cannot be taken: {outcome.OrderRejection}"),
        FrameKind.Malformed => new(GapReason.Unreadable, $"unreadable answer: {LogSanitizer.Of(outcome.Detail)}"),
        FrameKind.Nack => new(GapReason.Refused, $"refused: {LogSanitizer.Of(outcome.Detail)}"),
        _ => null,
    };

    private void Report(ConnectionFailure? fault, RestPoll poll, long sentMs, bool isCutOff)
    {
        if (fault is null)
            _story.Answered();
        _story.Update(fault is null ? FeedState.Live : FeedState.BackingOff, fault);
        if (poll.Feed is not null && Volatile.Read(ref _feeds).TryGetValue(poll.Feed, out var feed))
        {
            if (isCutOff)
                feed.Break(poll, sentMs, DoesNotReachBack);
            else
                feed.Record(poll, sentMs, fault);
        }

        var name = poll.Request.Name;
        Volatile.Write(ref _error, fault is null ? null : $"{name}: {fault.Detail}");
        // All contracts together: a poll is made for each of hundreds. It works again when all of them do.
        if (fault is not null)
        {
            lock (_failing)
                _failing.Add(KeyOf(poll));
            _context.Failures.Failed(name, fault, detail => _context.Logger.PollFailed(_venue.Profile.Id, $"{name}: {detail}"));
        }
        else if (AllWork(poll))
        {
            _context.Failures.Recovered(name);
        }
    }

    private bool AllWork(RestPoll poll)
    {
        lock (_failing)
        {
            _failing.Remove(KeyOf(poll));
            return _failing.All(other => other.Name != poll.Request.Name);
        }
    }

    private static (string Name, Uri Url, string? Body) KeyOf(RestPoll poll) => (poll.Request.Name, poll.Request.Url, poll.Request.Body);
}
