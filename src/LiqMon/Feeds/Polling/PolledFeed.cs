using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds.Polling;

/// <summary>
/// The book of a feed whose liquidations are polled over REST, one poll for each contract. An answer says what happened
/// up to the moment it was requested, so the feed is covered up to the oldest last success among its polls. A poll without
/// success for more than three of its periods ends that, with the reason of its failure; the feed is covered again from
/// the moment at which every poll has succeeded anew. Polls report from several threads; one task steps.
/// </summary>
internal sealed class PolledFeed
{
    private static readonly ConnectionFailure Overdue = new(GapReason.Silent, "polls are overdue");
    private static readonly ConnectionFailure NothingToPoll = new(GapReason.NoInstruments, "no contract is known");

    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(2);

    private readonly string _feed;
    private readonly FeedContext _context;
    private readonly CoverageTracker _ledger;
    private readonly CoverageRecorder _writer;
    private readonly PollStatusTracker _story;
    private readonly Lock _using = new();
    private Dictionary<Uri, PollRecord> _polls = [];
    private long _coveredFromMs;
    private long _provenMs;
    private ConnectionFailure? _break;
    private long _clockBreaks;
    private long _venueClockSteps;

    /// <summary>Opens the book with a gap.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="context">What the venue's feeds share.</param>
    /// <param name="sinceMs">Since when it should have been watched, Unix milliseconds.</param>
    /// <param name="reason">Why it was not.</param>
    public PolledFeed(string feed, FeedContext context, long sinceMs, GapReason reason)
    {
        _feed = feed;
        _context = context;
        _ledger = new CoverageTracker(context.Profile.Id, feed);
        _writer = new CoverageRecorder(_ledger, context);
        _story = new PollStatusTracker(feed, context.Time);
        _clockBreaks = context.Clock.LastNumber;
        _venueClockSteps = context.Intake.Counters.ClockStep.Number;
        _ledger.Begin(sinceMs, reason);
        _ledger.Change(context.NowMs, GapReason.Connecting);
    }

    public FeedStatus Status => _story.Status;

    /// <summary>Takes other polls. A contract that joins a covered feed does not end that: its first answer reaches back.</summary>
    public void Set(IEnumerable<RestPoll> polls)
    {
        lock (_using)
        {
            var next = new Dictionary<Uri, PollRecord>();
            foreach (var poll in polls)
            {
                if (!_polls.TryGetValue(poll.Request.Url, out var record))
                {
                    record = new PollRecord(_context.Time);
                    if (Status.State == FeedState.Live)
                        record.Join(_context.NowMs);
                }

                record.Every = poll.Every;
                next[poll.Request.Url] = record;
            }

            _polls = next;
        }
    }

    /// <summary>Notes how a poll turned out.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="sentMs">When it was sent, Unix milliseconds.</param>
    /// <param name="fault">Why it failed; null when it did not.</param>
    public void Record(RestPoll poll, long sentMs, ConnectionFailure? fault)
    {
        if (fault is null)
            _story.Answered();
        lock (_using)
        {
            if (!_polls.TryGetValue(poll.Request.Url, out var record))
                return;
            if (fault is null)
                record.Succeed(sentMs);
            else
                record.Fault = fault;
        }
    }

    /// <summary>
    /// Records that a poll was answered, but not as far back as the answer before: what lies between is not covered.
    /// </summary>
    /// <param name="poll">The poll.</param>
    /// <param name="sentMs">When it was sent, Unix milliseconds.</param>
    /// <param name="fault">Why the answers do not join.</param>
    public void Break(RestPoll poll, long sentMs, ConnectionFailure fault)
    {
        _story.Answered();
        lock (_using)
        {
            if (!_polls.TryGetValue(poll.Request.Url, out var record))
                return;
            record.Restart(sentMs);
            _break = fault;
        }
    }

    /// <summary>Brings the book up to date and writes it; at most one covered span for each call.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        Evaluate();
        await _writer.WriteAsync(cancellationToken);
    }

    /// <summary>Closes the book.</summary>
    public async Task EndAsync()
    {
        Evaluate();
        _ledger.End(_provenMs - BehindMs, _context.NowMs);
        await _writer.WriteLastAsync(_feed);
        _story.Update(FeedState.Stopped, null);
    }

    /// <summary>By how much the venue's clock is behind ours, if it is: answers are late by nature, and that is no clock.</summary>
    private long BehindMs => _context.ClockDifference.BehindMs is var behind and > ClockAssessment.BehindMs ? behind : 0;

    /// <summary>The slowest poll comes once in its period; what is written of it lags behind a little.</summary>
    private long HoldsMs
    {
        get
        {
            lock (_using)
                return _polls.Count == 0 ? 0 : (long)(_polls.Values.Max(poll => poll.Every) + Writing).TotalMilliseconds;
        }
    }

    private void FollowClock()
    {
        _context.Clock.Observe();
        foreach (var broken in _context.Clock.Since(_clockBreaks))
        {
            _clockBreaks = broken.Number;
            if (broken.Reason == GapReason.ClockStepped)
                _context.Intake.Counters.ForgetClock(broken.Number);
            if (!broken.IsBackwards)
            {
                // What happened meanwhile is in the answers to come, but whether it reaches back that far is not known.
                _ledger.Break(broken.ToMs + _context.ClockDifference.AheadMs, broken.Reason);
                continue;
            }

            _ledger.Cut(broken.ToMs, broken.FromMs, broken.FromMs + ClockWatch.ToleranceMs);
            _provenMs = Math.Min(_provenMs, broken.ToMs);
            _coveredFromMs = Math.Min(_coveredFromMs, broken.ToMs);
            lock (_using)
            {
                foreach (var record in _polls.Values)
                    record.Cut(broken.ToMs);
            }
        }
    }

    private void Evaluate()
    {
        FollowClock();
        if (_context.Intake.Counters.ClockStep is var step && step.Number != _venueClockSteps)
        {
            _venueClockSteps = step.Number;
            _ledger.Doubt(step.SinceMs, GapReason.ClockStepped);
            if (Status.State == FeedState.Live)
                _ledger.Prove(_context.NowMs);
        }

        var (isWhole, fromMs, provenMs, fault) = Look();
        _ledger.HoldsMs = _ledger.IsCovered ? HoldsMs : 0;
        if (_ledger.IsCovered && isWhole && fromMs <= _coveredFromMs)
            _ledger.Extend((_provenMs = Math.Max(_provenMs, provenMs)) - BehindMs);
        else if (_ledger.IsCovered)
            Lose(fault ?? Interlocked.Exchange(ref _break, null) ?? Overdue);
        else if (isWhole)
            Prove(fromMs, provenMs);
        else if (fault is not null)
            Fail(fault);
    }

    /// <summary>Whether no poll is outstanding; since when no success came late; up to when all have succeeded; what is wrong.</summary>
    private (bool IsWhole, long FromMs, long ProvenMs, ConnectionFailure? Fault) Look()
    {
        lock (_using)
        {
            if (_polls.Count == 0)
                return (false, 0, 0, NothingToPoll);
            var outstanding = _polls.Values.Where(poll => poll.IsOutstanding).ToList();
            // The outstanding one that failed shows more than one that merely waits for its turn.
            var fault = outstanding.Select(poll => poll.Fault).FirstOrDefault(known => known is not null)
                ?? _polls.Values.Select(poll => poll.Fault).FirstOrDefault(known => known is not null);
            return (outstanding.Count == 0, _polls.Values.Max(poll => poll.SinceMs), _polls.Values.Min(poll => poll.LastMs), fault);
        }
    }

    private void Prove(long fromMs, long provenMs)
    {
        Interlocked.Exchange(ref _break, null);
        _ledger.Prove(fromMs + _context.ClockDifference.AheadMs);
        _coveredFromMs = fromMs;
        _ledger.Extend((_provenMs = Math.Max(fromMs, provenMs)) - BehindMs);
        _story.Update(FeedState.Live, null);
        if (!_context.Failures.Recovered(_feed))
            _context.Logger.FeedLive(_context.Profile.Id, _feed);
    }

    private void Lose(ConnectionFailure fault)
    {
        _ledger.Lose(_provenMs, fault.Reason, BehindMs);
        _story.Update(FeedState.BackingOff, fault);
        // A page that does not reach back is another failure than an answer that does not come.
        var kind = fault.Reason == GapReason.Silent ? fault.Detail : fault.Reason.ToString();
        _context.Failures.Failed(_feed, kind, fault.Detail, detail => _context.Logger.FeedFailed(_context.Profile.Id, _feed, detail));
    }

    private void Fail(ConnectionFailure fault)
    {
        _ledger.Change(_context.NowMs, fault.Reason);
        _story.Update(FeedState.BackingOff, fault);
    }
}
