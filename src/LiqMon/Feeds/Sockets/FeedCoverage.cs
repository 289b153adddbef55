using LiqMon.Feeds.Coverage;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// The book of one feed: which spans its connections have proven, and the gaps between them. A moment is claimed only where
/// it holds by the venue's clock and by ours, and where nothing may still have been on its way. Used by the feed's loop.
/// </summary>
internal sealed class FeedCoverage
{
    private readonly FeedContext _context;
    private readonly CoverageTracker _ledger;
    private readonly CoverageRecorder _writer;
    private long _clockBreaks;
    private long _venueClockSteps;

    /// <param name="context">What the venue's feeds share.</param>
    /// <param name="feed">The feed.</param>
    public FeedCoverage(FeedContext context, string feed)
    {
        _context = context;
        _ledger = new CoverageTracker(context.Profile.Id, feed);
        _writer = new CoverageRecorder(_ledger, context);
        Rhythm = new ProofRhythm(context.Profile.ControlSilence);
    }

    /// <summary>How far apart its proofs normally are.</summary>
    public ProofRhythm Rhythm { get; }

    /// <summary>Gaps, covered spans and deficits that are not written yet.</summary>
    public List<object> Entries => _ledger.Entries;

    /// <summary>Whether orders arrive and cannot be taken.</summary>
    public bool IsRejecting { get; private set; }

    /// <summary>Begins with a gap.</summary>
    /// <param name="sinceMs">Since when the feed should have been watched, Unix milliseconds.</param>
    /// <param name="reason">Why it was not.</param>
    public void Begin(long sinceMs, GapReason reason)
    {
        _ledger.Begin(sinceMs, reason);
        Change(GapReason.Connecting);
        _clockBreaks = _context.Clock.LastNumber;
        _venueClockSteps = _context.Intake.Counters.ClockStep.Number;
    }

    /// <summary>Hands over what is not written yet. It is stored after all orders that were handed over before.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) => _writer.WriteAsync(cancellationToken);

    /// <summary>Takes in what a connection has proven, and the breaks of the clock first.</summary>
    public ProofSnapshot Follow(FeedSession session)
    {
        // Looked at before the clock: whatever is proven here after a break is known to the clock as well.
        var proof = session.Proof.Look();
        if (FollowClock(session))
            proof = session.Proof.Look();
        foreach (var span in proof.Closed)
        {
            Lose(span.FromMs, span.Reason, UnreadMs(session));
            Prove(session, span.ToMs!.Value);
        }

        if (proof.Open is { } open)
            Lose(open.FromMs, open.Reason, UnreadMs(session));
        else
            Prove(session, proof.ProvenMs);
        IsRejecting = proof.Open is { Reason: GapReason.OrdersRejected };
        return proof;
    }

    /// <summary>Takes in the breaks of the clock.</summary>
    /// <param name="session">The connection that delivers; null when there is none.</param>
    /// <returns>Whether the clock was set back.</returns>
    public bool FollowClock(FeedSession? session)
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

    /// <summary>A connection delivers in place of another, or of none.</summary>
    /// <param name="old">The one that it replaces, followed to now; null when there is none.</param>
    /// <param name="oldReason">Why that one has ended; null when it has not.</param>
    /// <param name="risen">The one that delivers.</param>
    public void TakeOver(FeedSession? old, GapReason? oldReason, FeedSession risen)
    {
        // If both delivered at the old one's end, nothing was missed.
        if (old is not null && oldReason is { } reason && old.LastDataMs < risen.FirstDataMs)
            Lose(old.Proof.ProvenMs, reason, LateMs(old));
        if (IsRejecting)
            risen.Proof.ContinueRejected();
        else
            Prove(risen, risen.FirstDataMs);
    }

    /// <summary>The feed's only connection has ended, followed to its end.</summary>
    public void Lose(FeedSession ended, GapReason reason)
    {
        if (_ledger.IsCovered)
            Lose(ended.Proof.ProvenMs, reason, DoubtMs(ended, reason));
        else
            Change(reason);
    }

    /// <summary>The reason of the open gap is another from now on.</summary>
    public void Change(GapReason reason) => _ledger.Change(_context.NowMs, reason);

    /// <summary>Closes the book and writes the rest, with limited patience.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="last">The connection that delivered last; null when none does.</param>
    public async Task EndAsync(string feed, FeedSession? last)
    {
        _ledger.End(last is null ? 0 : ClaimedMs(last, last.Proof.ProvenMs), _context.NowMs);
        await _writer.WriteLastAsync(feed);
    }

    /// <summary>Delivery is proven at a moment of our clock. Where it begins, other orders of the same millisecond may be lost.</summary>
    private void Prove(FeedSession session, long provenMs)
    {
        // Where a span begins, nothing shows yet that the venue's clock has come as far.
        _ledger.HoldsMs = _ledger.IsCovered ? (long)(Rhythm.Holds + _context.Profile.HoldsOrdersFor).TotalMilliseconds + UnreadMs(session) : 0;
        if (_ledger.IsCovered)
            _ledger.Extend(ClaimedMs(session, provenMs));
        else
            _ledger.Prove(provenMs + AheadMs(session) + 1);
    }

    /// <summary>
    /// What a proof says of orders' times: they arrived if they are older by what the venue's clock is behind, by what has
    /// not been read yet, and by what the venue may hold back. A process that is killed now has nothing more to add.
    /// </summary>
    private long ClaimedMs(FeedSession session, long provenMs) => provenMs - BackMs - UnreadMs(session);

    /// <summary>Delivery has ended at a moment of our clock, or as much earlier as the last messages were late.</summary>
    private void Lose(long lastProvenMs, GapReason reason, long lateMs) => _ledger.Lose(lastProvenMs, reason, BackMs + lateMs);

    private long BackMs => _context.BackMs;

    /// <summary>By how much the venue's clock may be ahead; its own messages say so before it has been measured.</summary>
    private long AheadMs(FeedSession session) => _context.Intake.Counters.ClockOffsetMs is null
        ? Math.Max(_context.ClockDifference.AheadMs, session.Proof.LeadMs)
        : _context.ClockDifference.AheadMs;

    /// <summary>
    /// How much of what a connection proved is in doubt. Where nothing confirms a subscription, its refusal shows only after
    /// other frames have come: then the topics were missing from the first of them on.
    /// </summary>
    private long DoubtMs(FeedSession ended, GapReason reason) => reason == GapReason.SubscriptionRejected && ended.ConfirmsNothing
        ? Math.Max(LateMs(ended), ended.Proof.ProvenMs - ended.FirstDataMs)
        : LateMs(ended);

    /// <summary>How late the last messages of a broken connection were read: what was sent after them is lost.</summary>
    private long LateMs(FeedSession broken) => broken.Proof.LateMs(_context.Intake.Counters.ClockOffsetMs);

    private long UnreadMs(FeedSession session) => session.Proof.UnreadMs(_context.Intake.Counters.ClockOffsetMs);
}
