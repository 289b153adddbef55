using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>Where the past of a venue ends whose reach nobody has measured: with the first piece in which there is not one order.</summary>
internal static class WarmUpSilence
{
    /// <summary>
    /// Notes that a piece and all before it were read and prove nothing: they stay gaps, and are not tried again. Null where the
    /// piece has orders, or the venue's reach is known.
    /// </summary>
    /// <param name="profile">The venue.</param>
    /// <param name="piece">A piece of time before it was first watched.</param>
    /// <param name="oldestMs">From when on the past was to be fetched, Unix milliseconds.</param>
    /// <param name="result">What was read.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    internal static GapRepaired? Of(VenueProfile profile, CoverageGap piece, long oldestMs, BackfillResult result, long nowMs) =>
        piece.Reason == GapReason.NotWatched && profile.WarmUp is { EndsInSilence: true } && result.FoundIn(piece.FromMs, piece.ToMs) == 0
            ? new GapRepaired(profile.Id, Math.Min(oldestMs, piece.FromMs), piece.ToMs, piece.Reason, nowMs, 0, FeedClass.Partial)
            : null;
}
