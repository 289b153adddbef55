using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Keeps one feed of a venue alive: connects again with back-off when its connection ends, and replaces it ahead of time by
/// one that has already delivered. One task owns all of it.
/// </summary>
internal sealed class FeedLoop
{
    private readonly FeedContext _context;
    private readonly DialSchedule _dialling;
    private readonly RetiringSessions _retiring;
    private readonly FeedCoverage _coverage;
    private readonly FeedTopics _topics;
    private readonly FeedReports _reports;
    private readonly FeedStatusTracker _story;
    private readonly AsyncAutoResetSignal _planChanged = new();
    private readonly AsyncAutoResetSignal _refusalsChanged = new();
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketPlan _plan;
    private Task? _planChange;
    private Task? _refusalsChange;
    private FeedSession? _current;
    private FeedSession? _rising;

    public FeedLoop(SocketPlan plan, FeedContext context, Random random)
    {
        _plan = plan;
        _context = context;
        _dialling = new DialSchedule(context, random);
        _retiring = new RetiringSessions(context);
        _coverage = new FeedCoverage(context, plan.Feed);
        _topics = new FeedTopics(context, plan.Feed, _coverage.Entries);
        _story = new FeedStatusTracker(context.Time);
        _reports = new FeedReports(context, plan.Feed, _story);
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

    private bool IsDialWanted => _rising is null && (_current is null || _dialling.IsReplacementDue(_current, Plan));

    /// <summary>
    /// Whether a connection that delivers may take over. What the old one has yet to read is missing from the new one if it
    /// was sent before that was subscribed: until the old one has read as far, it goes on.
    /// </summary>
    private bool MayTakeOver(FeedSession risen) =>
        _current is not { Ended.IsCompleted: false, Proof.Unproven: null } old || old.Proof.HasReadAsFarAs(risen.Proof);

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
        _coverage.Begin(sinceMs, reason);
        _topics.Begin();
        try
        {
            while (true)
            {
                StartIfDue();
                await _coverage.WriteAsync(cancellationToken);
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
        var plan = Plan;
        if (!IsDialWanted || _dialling.StartRemaining(plan) > TimeSpan.Zero)
            return;
        _dialling.Dialled(_current);
        var session = new FeedSession(plan, _context, _coverage.Rhythm, _topics.Dial(plan)) { RefusalsChanged = _refusalsChanged };
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
            var replaceRemaining = _dialling.ReplaceRemaining;
            wait = Least(_context.Options.CoverageEvery, replaceRemaining > TimeSpan.Zero ? replaceRemaining : wait);
        }

        if (_rising is { } rising)
        {
            events.Add(rising.Ended);
            if (!rising.Live.IsCompleted)
                events.Add(rising.Live);
        }
        else if (IsDialWanted)
        {
            wait = Least(wait, _dialling.StartRemaining(Plan));
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
        if (_rising is { Live.IsCompleted: true } risen && MayTakeOver(risen))
            await TakeOverAsync(risen);
        else if (_rising is { Ended.IsCompleted: true } failed)
            await GiveUpAsync(failed);
        if (_current is { Ended.IsCompleted: true } ended)
            await LoseAsync(ended);
        if (_current is { } current)
            _reports.Living(_coverage.Follow(current), _coverage.Rhythm);
        else
            _coverage.FollowClock(null);
        _topics.TakeRefused(_current);
        _topics.TakeRefused(_rising);
        _topics.EndUnwatched(_current);
        _retiring.Sweep();
    }

    private async Task TakeOverAsync(FeedSession risen)
    {
        if (_current is { } old)
        {
            _reports.Living(_coverage.Follow(old), _coverage.Rhythm);
            _coverage.TakeOver(old, old.Ended.IsCompleted ? (await old.Ended).Reason : null, risen);
            Retire(old);
            _reports.Replaced();
        }
        else
        {
            _coverage.TakeOver(null, null, risen);
            _reports.Live();
        }

        _current = risen;
        _topics.Settle(risen);
        _rising = null;
        FollowSession();
        _dialling.Live();
        _story.Update(FeedState.Live, null);
        Settle();
    }

    private async Task GiveUpAsync(FeedSession failed)
    {
        var fault = await failed.Ended;
        _rising = null;
        FollowSession();
        _topics.TakeRefused(failed);
        failed.Dispose();
        if (_current is not null)
        {
            _reports.NotReplaced(fault);
        }
        else
        {
            _coverage.Change(fault.Reason);
            _reports.Lost(fault);
        }

        Postpone(fault);
    }

    private async Task LoseAsync(FeedSession ended)
    {
        var fault = await ended.Ended;
        _reports.Living(_coverage.Follow(ended), _coverage.Rhythm);
        _topics.TakeRefused(ended);
        _coverage.Lose(ended, fault.Reason);
        _dialling.Lost(ended);
        _current = null;
        FollowSession();
        _story.CountLoss();
        ended.Dispose();
        _reports.Lost(fault);
        Postpone(fault);
    }

    /// <summary>
    /// Another plan that asks for nothing new needs no other connection. One that is subscribed, waits for a proof that does
    /// not come, and is not what is wanted any more, is given up for one that may have it.
    /// </summary>
    private void FollowPlan()
    {
        _topics.Follow(Plan, _current);
        _topics.Follow(Plan, _rising);
        if (_current is not null)
            Settle();
        if (_rising is not { IsConfirmed: true, Live.IsCompleted: false, Ended.IsCompleted: false } waiting
            || ReferenceEquals(waiting.Plan, Plan) || waiting.Refused.Count == 0)
            return;
        Retire(waiting);
        _rising = null;
        FollowSession();
    }

    private void Retire(FeedSession session)
    {
        _topics.TakeRefused(session);
        _retiring.Add(session);
    }

    private void FollowSession() => _story.Follow(_current ?? _rising);

    private void Postpone(ConnectionFailure fault)
    {
        _dialling.Failed(fault);
        if (_current is null)
        {
            _story.Update(
                _rising is null ? FeedState.BackingOff : FeedState.Connecting,
                fault,
                _context.Time.GetUtcNow() + _dialling.StartRemaining(Plan));
        }

        Settle();
    }

    private async Task StopAsync()
    {
        // What has happened since the last step belongs in the book too.
        await StepAsync();
        var last = _current;
        if (last is not null)
            _retiring.Add(last);
        await _retiring.EndAsync(_rising);
        if (last is not null)
            _coverage.Follow(last);
        _topics.End();
        await _coverage.EndAsync(Plan.Feed, last);
        _retiring.Clear();
        _reports.Ended();
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
