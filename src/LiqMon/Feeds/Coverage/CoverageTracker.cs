using LiqMon.Market;

namespace LiqMon.Feeds.Coverage;

/// <summary>
/// Keeps the book of one feed: at any moment either a gap or a covered span is open, and the two follow each other. A gap
/// may reach back into the span before it; where they overlap the gap counts. Pure; entries wait in <see cref="Entries"/> until they are written. Not thread-safe.
/// </summary>
/// <param name="venue">Venue id.</param>
/// <param name="feed">The feed.</param>
internal sealed class CoverageTracker(string venue, string feed)
{
    private long _fromMs;
    private long _toMs;
    private GapReason? _gap;

    /// <summary>Gaps and covered spans not written yet; whoever writes them empties the list.</summary>
    public List<object> Entries { get; } = [];

    /// <summary>How long the newest proof holds, milliseconds; see <see cref="CoveredSpan.HoldsMs"/>.</summary>
    public long HoldsMs { get; set; }

    public bool IsCovered => _gap is null;

    public GapReason? Reason => _gap;

    /// <summary>Begins the book with a gap.</summary>
    public void Begin(long atMs, GapReason reason)
    {
        _fromMs = _toMs = atMs;
        OpenGap(atMs, reason);
    }

    /// <summary>Delivery is proven again; ends the gap.</summary>
    public void Prove(long atMs)
    {
        if (_gap is not { } reason)
        {
            Extend(atMs);
            return;
        }

        CloseGap(atMs, reason);
        _gap = null;
        _fromMs = _toMs;
        AddCovered();
    }

    /// <summary>Delivery is proven up to a moment.</summary>
    public void Extend(long provenMs)
    {
        if (!IsCovered || provenMs <= _toMs)
            return;
        _toMs = provenMs;
        AddCovered();
    }

    /// <summary>Delivery has ended; the gap begins at the last proven moment.</summary>
    /// <param name="lastProvenMs">The last proven moment, Unix milliseconds.</param>
    /// <param name="reason">Why.</param>
    /// <param name="doubtMs">How much before it is in doubt too: orders of that time may not have arrived.</param>
    public void Lose(long lastProvenMs, GapReason reason, long doubtMs = 0)
    {
        if (!IsCovered)
        {
            Change(lastProvenMs, reason);
            return;
        }

        Extend(lastProvenMs - doubtMs);
        OpenGap(doubtMs > 0 ? Math.Clamp(lastProvenMs - doubtMs, _fromMs, _toMs) : _toMs, reason);
    }

    /// <summary>The reason of the open gap is another from now on.</summary>
    public void Change(long atMs, GapReason reason)
    {
        if (_gap is not { } old || old == reason)
            return;
        CloseGap(atMs, old);
        OpenGap(_toMs, reason);
    }

    /// <summary>Nothing is proven from the last proof up to a moment, and delivery goes on from there. An open gap stays as it is.</summary>
    public void Break(long toMs, GapReason reason)
    {
        if (!IsCovered || toMs <= _toMs)
            return;
        OpenGap(_toMs, reason);
        Prove(toMs);
    }

    /// <summary>What was proven since a moment is in doubt; delivery goes on with the next proof.</summary>
    public void Doubt(long fromMs, GapReason reason)
    {
        if (IsCovered && fromMs < _toMs)
            OpenGap(Math.Max(fromMs, _fromMs), reason);
    }

    /// <summary>
    /// The wall clock was set back: what lies beyond the new present is cut, and goes on from there. The store writes a gap
    /// for what the clock runs through twice.
    /// </summary>
    /// <param name="nowMs">The new present, Unix milliseconds.</param>
    /// <param name="passedMs">How far the clock had come before, Unix milliseconds.</param>
    /// <param name="untilMs">What begins later was not written by this clock.</param>
    public void Cut(long nowMs, long passedMs, long untilMs = long.MaxValue)
    {
        Entries.Add(new CoverageCut(venue, feed, nowMs) { PassedMs = passedMs, UntilMs = untilMs });
        // Beside the gap of the store, which begins at this moment.
        if (_gap is { } reason && _fromMs >= nowMs)
            OpenGap(nowMs + 1, reason);
        if (_toMs <= nowMs)
            return;
        _toMs = nowMs;
        if (!IsCovered)
            return;
        _fromMs = nowMs;
        AddCovered();
    }

    /// <summary>The feed is stopped: what is open ends, a covered span where it was last proven, a gap now.</summary>
    public void End(long lastProvenMs, long nowMs)
    {
        if (_gap is { } reason)
        {
            CloseGap(nowMs, reason);
            return;
        }

        // No proof will follow: the last one holds no longer than itself.
        HoldsMs = 0;
        _toMs = Math.Max(_toMs, lastProvenMs);
        AddCovered();
    }

    private void AddCovered() => Entries.Add(new CoveredSpan(venue, feed, _fromMs, _toMs) { HoldsMs = HoldsMs });

    private void OpenGap(long fromMs, GapReason reason)
    {
        _gap = reason;
        _fromMs = fromMs;
        Entries.Add(new Gap(venue, feed, fromMs, null, reason));
    }

    private void CloseGap(long toMs, GapReason reason)
    {
        // The wall clock may have been set back, and no two gaps may begin at the same moment.
        _toMs = Math.Max(toMs, _fromMs + 1);
        Entries.Add(new Gap(venue, feed, _fromMs, _toMs, reason));
    }
}
