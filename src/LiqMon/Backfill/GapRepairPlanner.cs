using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>Decides what of a missing span a venue's history can fill.</summary>
/// <param name="profile">The venue.</param>
/// <param name="options">How gaps are repaired.</param>
internal sealed class GapRepairPlanner(VenueProfile profile, GapRepairOptions options)
{
    /// <summary>How much more than the span itself is read; nothing where events would be counted twice.</summary>
    public TimeSpan Margin => profile.BackfillMatchesSocket ? options.Margin : TimeSpan.Zero;

    /// <summary>What a whole reading proves; a history that does not say how far it reaches proves a part at most.</summary>
    public FeedClass ProvenClass => profile.History switch
    {
        null => FeedClass.None,
        { Proves: true } => FeedClass.Full,
        { Class: FeedClass.Full } => FeedClass.Partial,
        var other => other.Class,
    };

    /// <summary>The next whole hour: a limit that moves with the clock would make a new gap of an old one each time.</summary>
    public static long NextHour(long timeMs) => (timeMs / 3_600_000 + 1) * 3_600_000;

    /// <summary>From when on the venue's history surely reaches, Unix milliseconds; the smallest number where it says nothing.</summary>
    public long ReachMs(long nowMs) =>
        profile.History?.Reach is { } reach ? NextHour(nowMs - (long)reach.TotalMilliseconds) : long.MinValue;

    /// <summary>
    /// The parts of a span that can be filled, in pieces, the oldest first. Where history has other identities than the
    /// socket, these are only whole grains of time in which the socket delivered nothing.
    /// </summary>
    public IReadOnlyList<CoverageGap> Pieces(StoreReader store, CoverageGap span, long nowMs)
    {
        var reachMs = ReachMs(nowMs);
        IReadOnlyList<CoverageGap> parts = profile.BackfillMatchesSocket ? [span] : store.Silent(profile.Id, span);
        return
        [
            .. parts.Select(part => part with { FromMs = Math.Max(part.FromMs, reachMs) })
                .Select(part => profile.BackfillMatchesSocket ? part : WholeGrains(part))
                .Where(part => part.ToMs > part.FromMs)
                .SelectMany(Split),
        ];
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

    private CoverageGap WholeGrains(CoverageGap span)
    {
        var grain = Math.Max(1, (long)(profile.History?.Grain.TotalMilliseconds ?? 1));
        return span with { FromMs = (span.FromMs + grain - 1) / grain * grain, ToMs = span.ToMs / grain * grain };
    }

    /// <summary>Cuts a span into pieces. They end on whole lengths, hence on the grain of a venue with coarse times too.</summary>
    public IEnumerable<CoverageGap> Split(CoverageGap span)
    {
        var length = (long)options.Piece.TotalMilliseconds;
        for (var at = span.FromMs; at < span.ToMs;)
        {
            var end = Math.Min((at / length + 1) * length, span.ToMs);
            yield return span with { FromMs = at, ToMs = end };
            at = end;
        }
    }
}
