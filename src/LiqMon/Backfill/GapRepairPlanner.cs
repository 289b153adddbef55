using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>Decides what of a missing span a venue's history can fill.</summary>
/// <param name="profile">The venue.</param>
/// <param name="options">How gaps are repaired.</param>
internal sealed class GapRepairPlanner(VenueProfile profile, GapRepairOptions options)
{
    /// <summary>How much more than the span itself is read.</summary>
    /// <param name="lag">How late the venue's orders arrive at most, as measured; null when nothing is known.</param>
    public HistoryMargin MarginOf(TimeSpan? lag) =>
        new(lag is { } measured && measured > options.Margin ? measured : options.Margin, options.Margin);

    /// <summary>What a whole reading proves; a history that does not say how far it reaches proves a part at most.</summary>
    public FeedClass ProvenClass => profile.History switch
    {
        null => FeedClass.None,
        { Proves: true } => FeedClass.Full,
        { Class: FeedClass.Full } => FeedClass.Partial,
        var other => other.Class,
    };

    /// <summary>From when on a history is believed that has nothing newer than a gap, Unix milliseconds.</summary>
    public long BelievedMs(CoverageGap gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        return gap.ToMs + (long)options.Current.TotalMilliseconds;
    }

    /// <summary>Whether a history is as new as the end of a gap, as far as it shows: it has an order after it, or had time to.</summary>
    /// <param name="gap">The gap.</param>
    /// <param name="result">What was read.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    public bool IsCurrent(CoverageGap gap, BackfillResult result, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(gap);
        ArgumentNullException.ThrowIfNull(result);
        return nowMs >= BelievedMs(gap) || result.Orders.Any(order => order.TimeMs >= gap.ToMs);
    }

    /// <summary>Up to when the venue's history is whole, Unix milliseconds: what it has not lived through is in no history.</summary>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="behindMs">By how much the venue's clock may be behind ours, milliseconds, 0 or more.</param>
    public long SettledMs(long nowMs, long behindMs) => nowMs - (long)options.Settle.TotalMilliseconds - behindMs;

    /// <summary>The next whole hour: a limit that moves with the clock would make a new gap of an old one each time.</summary>
    public static long NextHour(long timeMs) => (timeMs / 3_600_000 + 1) * 3_600_000;

    /// <summary>From when on the venue's history surely reaches, Unix milliseconds; the smallest number where it says nothing.</summary>
    public long ReachMs(long nowMs) =>
        profile.History?.Reach is { } reach ? NextHour(nowMs - (long)reach.TotalMilliseconds) : long.MinValue;

    /// <summary>How old a gap may be to be repaired without a request, Unix milliseconds.</summary>
    public long OldestMs(long nowMs) =>
        profile.History?.Reach is null ? NextHour(nowMs - (long)options.LookBack.TotalMilliseconds) : ReachMs(nowMs);

    /// <summary>
    /// The gaps, in order, that are worth the calls: together with those near by they are long enough, or orders are known to
    /// be missing from one of them.
    /// </summary>
    public IEnumerable<CoverageGap> Worthwhile(IReadOnlyList<CoverageGap> gaps)
    {
        for (var from = 0; from < gaps.Count;)
        {
            var to = from + 1;
            while (to < gaps.Count && gaps[to].FromMs - gaps[to - 1].ToMs <= (long)options.Near.TotalMilliseconds)
                to++;
            var near = gaps.Skip(from).Take(to - from).ToList();
            if (near.Exists(gap => gap.Reason == GapReason.OrdersRejected)
                || near.Sum(gap => gap.ToMs - gap.FromMs) >= (long)options.Shortest.TotalMilliseconds)
            {
                foreach (var gap in near)
                    yield return gap;
            }

            from = to;
        }
    }

    /// <summary>The part of a span that the venue's history reaches, in pieces, the oldest first.</summary>
    public IEnumerable<CoverageGap> Pieces(CoverageGap span, long nowMs) => Pieces(span, nowMs, options.Piece);

    /// <summary>The same of time before the venue was first watched, in the pieces that the venue names.</summary>
    public IEnumerable<CoverageGap> PastPieces(CoverageGap span, long nowMs) =>
        Pieces(span, nowMs, profile.WarmUp?.Piece is { } piece && piece > options.Piece ? piece : options.Piece);

    private IEnumerable<CoverageGap> Pieces(CoverageGap span, long nowMs, TimeSpan length)
    {
        var part = span with { FromMs = Math.Max(span.FromMs, ReachMs(nowMs)) };
        return part.ToMs > part.FromMs ? Split(part, (long)length.TotalMilliseconds) : [];
    }

    /// <summary>The first of some pieces and those near behind it that are read with it, in order, within one piece's length.</summary>
    public IReadOnlyList<CoverageGap> Merge(IReadOnlyList<CoverageGap> pieces)
    {
        var together = new List<CoverageGap>();
        foreach (var piece in pieces)
        {
            if (together.Count > 0 && (!profile.BackfillMatchesSocket
                || piece.FromMs - together[^1].ToMs > (long)options.Near.TotalMilliseconds
                || piece.ToMs - together[0].FromMs > (long)options.Piece.TotalMilliseconds))
                break;
            together.Add(piece);
        }

        return together;
    }

    /// <summary>A deficit in pieces, the oldest first; one that counts orders is one piece.</summary>
    public IEnumerable<Deficit> Pieces(Deficit deficit) => deficit is { Count: 0, ToMs: { } toMs }
        ? Split(new(deficit.FromMs, toMs, GapReason.OrdersRejected)).Select(piece => deficit with { FromMs = piece.FromMs, ToMs = piece.ToMs })
        : [deficit];

    /// <summary>The first of some deficits and those near behind it that are read with it, in order, within one piece's length.</summary>
    public IReadOnlyList<Deficit> Together(IReadOnlyList<Deficit> deficits)
    {
        var together = new List<Deficit>();
        var endMs = 0L;
        foreach (var deficit in deficits)
        {
            var nextMs = Math.Max(endMs, deficit.ToMs ?? endMs);
            if (together.Count > 0 && (deficit.FromMs - endMs > (profile.BackfillMatchesSocket ? (long)options.Near.TotalMilliseconds : 0)
                || nextMs - together[0].FromMs > (long)options.Piece.TotalMilliseconds))
                break;
            together.Add(deficit);
            endMs = nextMs;
        }

        return together;
    }

    /// <summary>Cuts a span into pieces. They end on whole lengths, hence on the grain of a venue with coarse times too.</summary>
    public IEnumerable<CoverageGap> Split(CoverageGap span) => Split(span, (long)options.Piece.TotalMilliseconds);

    private static IEnumerable<CoverageGap> Split(CoverageGap span, long length)
    {
        for (var at = span.FromMs; at < span.ToMs;)
        {
            var end = Math.Min((at / length + 1) * length, span.ToMs);
            yield return span with { FromMs = at, ToMs = end };
            at = end;
        }
    }
}
