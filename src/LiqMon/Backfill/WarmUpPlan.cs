using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>Decides in which pieces a venue's past market data is fetched: the newest first, each behind the other.</summary>
/// <param name="market">What of it is fetched.</param>
/// <param name="detail">For how long the store keeps samples by the minute; older ones it keeps by the hour.</param>
/// <param name="back">How far back at most; null for as far as the venue says.</param>
internal sealed class WarmUpPlan(PastMarket market, TimeSpan detail, TimeSpan? back = null)
{
    /// <summary>The next piece; null when all is fetched.</summary>
    /// <param name="mark">What is fetched already; null for nothing.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    internal CoverageGap? Next(WarmUpMark? mark, long nowMs)
    {
        var toMs = mark?.FromMs ?? nowMs;
        var targetMs = TargetMs(mark, nowMs);
        if (toMs <= targetMs)
            return null;
        var length = (long)(toMs > nowMs - (long)detail.TotalMilliseconds ? market.FinePiece : market.HourlyPiece).TotalMilliseconds;
        return new CoverageGap(Math.Max((toMs - 1) / length * length, targetMs), toMs, GapReason.NotWatched);
    }

    /// <summary>The mark after a piece was fetched.</summary>
    internal static WarmUpMark After(string venue, WarmUpMark? mark, CoverageGap piece) => new(venue, piece.FromMs, mark?.ToMs ?? piece.ToMs);

    /// <summary>How far back it is to be fetched, as seen from the first start.</summary>
    private long TargetMs(WarmUpMark? mark, long nowMs) => GapRepairPlanner.NextHour((mark?.ToMs ?? nowMs) - (long)(back < market.Back ? back.Value : market.Back).TotalMilliseconds);
}
