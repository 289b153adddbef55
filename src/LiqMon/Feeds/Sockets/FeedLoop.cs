using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Keeps one feed of a venue alive: connects again with back-off when its connection ends, replaces it ahead of time by
/// one that has already delivered, and writes down which spans were covered. One task owns all of it.
/// </summary>
internal sealed class FeedLoop
{
    private static readonly TimeSpan ReportRejectionsEvery = TimeSpan.FromMinutes(10);

    private readonly FeedContext _context;
    private readonly Random _random;
    private readonly ReconnectPolicy _attempts;
    private readonly CoverageTracker _ledger;
    private readonly CoverageRecorder _writer;
    private readonly ProofRhythm _rhythm;
    private readonly RefusedTopics _refused;
    private readonly FeedStatusTracker _story;
    private readonly AsyncAutoResetSignal _planChanged = new();
    private readonly AsyncAutoResetSignal _refusalsChanged = new();
    private readonly List<FeedSession> _retiring = [];
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketPlan _plan;
    private SocketPlan? _dialled;
    private Task? _planChange;
    private Task? _refusalsChange;
    private bool _replacing;
    private FeedSession? _current;
    private FeedSession? _rising;
    private long _liveFrom;
    private TimeSpan? _replaceAfter;
    private long _clockBreaks;
    private long _venueClockSteps;
    private bool _ordersRejected;
    private long? _rejectionReportedAt;

    public FeedLoop(SocketPlan plan, FeedContext context, Random random)
    {
        _plan = plan;
        _context = context;
        _random = random;
        _attempts = new ReconnectPolicy(random, context.Time);
        _ledger = new CoverageTracker(context.Profile.Id, plan.Feed);
        _writer = new CoverageRecorder(_ledger, context);
        _rhythm = new ProofRhythm(context.Profile.ControlSilence);
        _refused = new RefusedTopics(context.Profile.Id, plan.Feed, _ledger.Entries, context.Time);
        _story = new FeedStatusTracker(context.Time);
    }

    /// <summary>The socket it keeps.</summary>
    public SocketPlan Plan => Volatile.Read(ref _plan);

    /// <summary>
    /// Ends when a connection with the plan is live, or there is none: then others need not wait for it. Another plan begins
    /// another wait.
    /// </summary>
    public Task Settled => Volatile.Read(ref _settled).Task;

    /// <summary>What it is doing; may be read by other threads.</summary>
    public FeedStatus Status => _story.Status(Plan.Feed);

    private bool IsReplacementDue =>
        _current is { } current
        && (!ReferenceEquals(current.Plan, Plan) || current.Expiring.IsCompleted || ReplaceRemaining <= TimeSpan.Zero);

    private TimeSpan ReplaceRemaining =>
        _replaceAfter is { } age ? age - _context.Time.GetElapsedTime(_liveFrom) : TimeSpan.MaxValue;

    private TimeSpan StartRemaining => _attempts.Remaining(_context.Pauses.Of(_context.Venue.WebSocket(Plan.Url)));

    /// <summary>Keeps another socket from now on; the old one is left only when the new one has delivered.</summary>
    public void Replace(SocketPlan plan)
    {
        Volatile.Write(ref _plan, plan);
        if (Settled.IsCompleted)
            Volatile.Write(ref _settled, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _planChanged.Raise();
    }

    /// <summary>Runs until cancelled.</summary>
    /// <param name="sinceMs">Since when the feed should have been watched, Unix milliseconds.</param>
    /// <param name="reason">Why it was not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(long sinceMs, GapReason reason, CancellationToken cancellationToken)
    {
        _ledger.Begin(sinceMs, reason);
        _ledger.Change(_context.NowMs, GapReason.Connecting);
        _refused.Begin(_context.NowMs);
        _clockBreaks = _context.Clock.LastNumber;
        _venueClockSteps = _context.Intake.Counters.ClockStep.Number;
        try
        {
            while (true)
            {
                StartIfDue();
                await _writer.WriteAsync(cancellationToken);
                await WaitAsync(cancellationToken);
                await StepAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            await StopAsync();
        }
    }

    private void StartIfDue()
    {
        if (_rising is not null || (_current is not null && !IsReplacementDue) || StartRemaining > TimeSpan.Zero)
            return;
        if (_current is { } current && !_replacing)
        {
            _attempts.RecordSuccess(current.GoodFor);
            _replacing = true;
        }

        _attempts.Dialled();
        var plan = Plan;
        if (_dialled is not null && !ReferenceEquals(_dialled, plan))
            _refused.Retry();
        _dialled = plan;
        var session = new FeedSession(plan, _context, _rhythm, _refused.Filter(plan)) { RefusalsChanged = _refusalsChanged };
        session.Start();
        _rising = session;
        FollowSession();
        if (_current is null)
            _story.Update(FeedState.Connecting, _story.Fault);
    }

    private Task WaitAsync(CancellationToken cancellationToken)
    {
        _planChange ??= _planChanged.WaitAsync(cancellationToken);
        _refusalsChange ??= _refusalsChanged.WaitAsync(cancellationToken);
        List<Task> events = [_planChange, _refusalsChange];
        var wait = TimeSpan.MaxValue;
        if (_current is { } current)
        {
            events.Add(current.Ended);
            if (!current.Expiring.IsCompleted)
                events.Add(current.Expiring);
            wait = Least(_context.Options.CoverageEvery, ReplaceRemaining > TimeSpan.Zero ? ReplaceRemaining : wait);
        }

        if (_rising is { } rising)
        {
            events.Add(rising.Ended);
            events.Add(rising.Live);
        }
        else if (_current is null || IsReplacementDue)
        {
            wait = Least(wait, StartRemaining);
        }

        return TaskDelay.ForAnyAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _context.Time, events, cancellationToken);
    }

    private async Task StepAsync()
    {
        if (_planChange is { IsCompleted: true } && _planChanged.TryLower())
            _planChange = null;
        if (_refusalsChange is { IsCompleted: true } && _refusalsChanged.TryLower())
            _refusalsChange = null;
        FollowPlan();
        if (_rising is { Live.IsCompleted: true } risen)
            await TakeOverAsync(risen);
        else if (_rising is { Ended.IsCompleted: true } failed)
            await GiveUpAsync(failed);
        if (_current is { Ended.IsCompleted: true } ended)
            await LoseAsync(ended);
        if (_current is { } current)
            Follow(current);
        else
            FollowClock(null);
        foreach (var session in (FeedSession?[])[_current, _rising])
            FollowRefusals(session);
        EndUnwatched();
        foreach (var gone in _retiring.FindAll(session => session.Ended.IsCompleted))
        {
            _retiring.Remove(gone);
            gone.Dispose();
        }
    }

    private async Task TakeOverAsync(FeedSession risen)
    {
        _replacing = false;
        if (_current is { } old)
        {
            // If both delivered at the old one's end, nothing was missed.
            Follow(old);
            if (old.Ended.IsCompleted && old.LastDataMs < risen.FirstDataMs)
                Lose(old.Proof.ProvenMs, (await old.Ended).Reason, LateMs(old));
            FollowRefusals(old);
            old.CloseGracefully();
            _retiring.Add(old);
            _context.Logger.ConnectionReplaced(_context.Profile.Id, Plan.Feed);
        }
        else
        {
            _context.Logger.FeedLive(_context.Profile.Id, Plan.Feed);
        }

        if (_ordersRejected)
            risen.Proof.ContinueRejected();
        else
            Prove(risen.FirstDataMs);
        _current = risen;
        FollowRefusals(risen);
        _refused.Settle(risen.Plan, risen.Messages, risen.Refused, _context.NowMs);
        _rising = null;
        FollowSession();
        _liveFrom = _context.Time.GetTimestamp();
        // A little earlier for some than for others, so that not all feeds are replaced in one moment.
        _replaceAfter = _context.Profile.ReplaceAfter * (1 - 0.02 * _random.NextDouble());
        _story.Update(FeedState.Live, null);
        Settle();
    }

    private async Task GiveUpAsync(FeedSession failed)
    {
        var fault = await failed.Ended;
        _rising = null;
        FollowSession();
        FollowRefusals(failed);
        failed.Dispose();
        if (_current is not null)
        {
            _context.Logger.ConnectionNotReplaced(_context.Profile.Id, Plan.Feed, fault.Detail);
        }
        else
        {
            _ledger.Change(_context.NowMs, fault.Reason);
            Report(fault);
        }

        Postpone(fault);
    }

    private async Task LoseAsync(FeedSession ended)
    {
        var fault = await ended.Ended;
        Follow(ended);
        FollowRefusals(ended);
        if (_ledger.IsCovered)
            Lose(ended.Proof.ProvenMs, fault.Reason, DoubtMs(ended, fault.Reason));
        else
            _ledger.Change(_context.NowMs, fault.Reason);
        if (!_replacing)
            _attempts.RecordSuccess(ended.GoodFor);
        _replacing = false;
        _current = null;
        FollowSession();
        _story.CountLoss();
        ended.Dispose();
        Report(fault);
        Postpone(fault);
    }

    /// <summary>Takes what a connection has proven to the book, and the breaks of the clock first.</summary>
    private void Follow(FeedSession session)
    {
        // Looked at before the clock: whatever is proven here after a break is known to the clock as well.
        var proof = session.Proof.Look();
        if (FollowClock(session))
            proof = session.Proof.Look();
        foreach (var span in proof.Closed)
        {
            Lose(span.FromMs, span.Reason);
            Prove(span.ToMs!.Value);
        }

        if (proof.Open is { } open)
            Lose(open.FromMs, open.Reason);
        else
            Prove(proof.ProvenMs);
        _ordersRejected = proof.Open is { Reason: GapReason.OrdersRejected };
        Report(proof);
    }

    /// <summary>Delivery is proven at a moment of our clock, and claimed so that it holds by the venue's clock too.</summary>
    private void Prove(long provenMs)
    {
        var clocks = _context.ClockDifference;
        // Where a span begins, nothing shows yet that the venue's clock has come as far.
        _ledger.HoldsMs = _ledger.IsCovered ? (long)_rhythm.Holds.TotalMilliseconds : 0;
        if (_ledger.IsCovered)
            _ledger.Extend(provenMs - clocks.BehindMs);
        else
            _ledger.Prove(provenMs + clocks.AheadMs);
    }

    /// <summary>Delivery has ended at a moment of our clock, or as much earlier as the last messages were late.</summary>
    private void Lose(long lastProvenMs, GapReason reason, long lateMs = 0) =>
        _ledger.Lose(lastProvenMs, reason, _context.ClockDifference.BehindMs + lateMs);

    /// <summary>
    /// How much of what a connection proved is in doubt. Where nothing confirms a subscription, its refusal shows only after
    /// other frames have come: then the topics were missing from the first of them on.
    /// </summary>
    private long DoubtMs(FeedSession ended, GapReason reason) => reason == GapReason.SubscriptionRejected
        ? Math.Max(LateMs(ended), ended.Proof.ProvenMs - ended.FirstDataMs)
        : LateMs(ended);

    /// <summary>How late the last messages of a broken connection were read: what was sent after them is lost.</summary>
    private long LateMs(FeedSession broken) => broken.Proof.LateMs(_context.Intake.Counters.ClockOffsetMs);

    /// <returns>Whether the clock was set back.</returns>
    private bool FollowClock(FeedSession? session)
    {
        _context.Clock.Observe();
        var isSetBack = false;
        foreach (var broken in _context.Clock.Since(_clockBreaks))
        {
            _clockBreaks = broken.Number;
            if (broken.Reason == GapReason.ClockStepped)
                _context.Intake.Counters.ForgetClock(broken.Number);
            isSetBack |= broken.IsBackwards;
            if (broken.IsBackwards)
            {
                session?.Proof.Cut(broken.ToMs);
                _ledger.Cut(broken.ToMs, broken.FromMs, broken.FromMs + ClockWatch.ToleranceMs);
            }
            else
            {
                _ledger.Break(broken.ToMs + _context.ClockDifference.AheadMs, broken.Reason);
            }
        }

        // Orders may have come under times that were claimed already.
        if (_context.Intake.Counters.ClockStep is var step && step.Number != _venueClockSteps)
        {
            _venueClockSteps = step.Number;
            _ledger.Doubt(step.SinceMs, GapReason.ClockStepped);
        }

        return isSetBack;
    }

    /// <summary>
    /// Another plan that asks for nothing new needs no other connection. One that is subscribed, waits for a proof that does
    /// not come, and is not what is wanted any more, is given up for one that may have it.
    /// </summary>
    private void FollowPlan()
    {
        var plan = Plan;
        foreach (var session in (FeedSession?[])[_current, _rising])
        {
            if (session is null || ReferenceEquals(session.Plan, plan) || !session.Serves(plan, _refused.Filter(plan)))
                continue;
            session.Adopt(plan);
            _refused.Follow(plan, _context.NowMs);
        }

        if (_current is not null)
            Settle();

        if (_rising is { IsConfirmed: true, Live.IsCompleted: false, Ended.IsCompleted: false } waiting
            && !ReferenceEquals(waiting.Plan, plan) && waiting.Refused.Count > 0)
        {
            FollowRefusals(waiting);
            waiting.CloseGracefully();
            _retiring.Add(waiting);
            _rising = null;
            FollowSession();
        }
    }

    /// <summary>Contracts whose subscription is confirmed are missing no more.</summary>
    private void EndUnwatched()
    {
        if (_current is not { } live || _context.Unwatched.IsEmpty)
            return;
        foreach (var symbol in _context.Unwatched.Take((_, awaited) => awaited.Topic is { } topic ? live.IsSubscribed(topic) : awaited.Feed == Plan.Feed))
        {
            _ledger.Entries.Add(new DeficitEnded(
                _context.Profile.Id, CoveredSpan.WholeVenue, symbol, DeficitReason.NotSubscribed, _context.NowMs));
        }
    }

    private void FollowRefusals(FeedSession? session)
    {
        while (session?.TryTakeRefused(out var refused) == true)
        {
            _refused.Add(refused, _context.NowMs);
            _context.Logger.TopicRefused(
                _context.Profile.Id, Plan.Feed, refused.Topic.Length > 0 ? LogSanitizer.Of(refused.Topic) : "a topic", refused.Detail);
            if (refused.Symbol.Length > 0)
                _context.ContractRefused(refused.Symbol);
            _context.ReloadContracts();
        }
    }

    /// <summary>Lets people know while a living connection proves nothing. The intake logs an example of what is rejected.</summary>
    private void Report(ProofSnapshot proof)
    {
        if (_story.Fault?.Reason != proof.Open?.Reason)
        {
            _story.Update(
                proof.Open is null ? FeedState.Live : FeedState.Unproven,
                proof.Open switch
                {
                    null => null,
                    { Reason: GapReason.OrdersRejected } open => new(open.Reason, "the orders that arrive cannot be taken"),
                    { } open => new(open.Reason, $"silent for longer than usual ({_rhythm.Limit.TotalSeconds:0.#} s)"),
                });
        }

        var isRejecting = _ordersRejected || proof.Closed.Any(span => span.Reason == GapReason.OrdersRejected);
        if (!isRejecting || (_rejectionReportedAt is { } last && _context.Time.GetElapsedTime(last) < ReportRejectionsEvery))
            return;
        _rejectionReportedAt = _context.Time.GetTimestamp();
        _context.Logger.OrdersNotTaken(_context.Profile.Id, Plan.Feed);
    }

    private void FollowSession() => _story.Follow(_current ?? _rising);

    private void Postpone(ConnectionFailure fault)
    {
        _attempts.Failed(fault);
        if (_current is null)
            _story.Update(_rising is null ? FeedState.BackingOff : FeedState.Connecting, fault, _context.Time.GetUtcNow() + StartRemaining);
        Settle();
    }

    private void Report(ConnectionFailure fault)
    {
        if (fault.Reason is GapReason.SubscriptionRejected or GapReason.TlsFailed)
            _context.Logger.FeedRefused(_context.Profile.Id, Plan.Feed, fault.Detail);
        else
            _context.Logger.FeedFailed(_context.Profile.Id, Plan.Feed, fault.Detail);
    }

    private async Task StopAsync()
    {
        // What has happened since the last step belongs in the book too.
        await StepAsync();
        using var patience = new CancellationTokenSource(_context.Options.StopTimeout, _context.Time);
        var sessions = new List<FeedSession>(_retiring);
        if (_current is { } current)
            sessions.Add(current);
        foreach (var session in sessions)
            session.CloseGracefully();
        if (_rising is { } rising)
        {
            await rising.AbandonAsync();
            sessions.Add(rising);
        }

        Task ends = Task.WhenAll(sessions.Select(session => session.Ended));
        await ends.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in sessions)
            await session.AbandonAsync();
        await ends;
        if (_current is { } last)
            Follow(last);
        _refused.EndAll(_context.NowMs);
        _ledger.End((_current?.Proof.ProvenMs ?? 0) - _context.ClockDifference.BehindMs, _context.NowMs);
        await _writer.WriteLastAsync(Plan.Feed);
        foreach (var session in sessions)
            session.Dispose();
        _story.Update(FeedState.Stopped, null);
        Volatile.Read(ref _settled).TrySetResult();
    }

    /// <summary>While a connection of an older plan delivers, what is new in the plan is brought by nobody but the feed that leaves.</summary>
    private void Settle()
    {
        if (_current is null || ReferenceEquals(_current.Plan, Plan))
            Volatile.Read(ref _settled).TrySetResult();
    }

    private static TimeSpan Least(TimeSpan first, TimeSpan second) => first < second ? first : second;
}
