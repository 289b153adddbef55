using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Queries;

/// <summary>How far a venue's past liquidations are fetched.</summary>
/// <param name="From">How far back they are fetched.</param>
/// <param name="Fetched">Part of the time since then that was watched or fetched, 0 to 1.</param>
public sealed record WarmUpResult(DateTimeOffset From, decimal Fetched)
{
    /// <summary>How far it is of one venue; null where nothing is fetched at the first start.</summary>
    internal static WarmUpResult? Of(StoreReader reader, string venue, long nowMs)
    {
        if (VenueCatalog.Find(venue)?.Profile.WarmUp is not { } warm)
            return null;
        var fromMs = nowMs - (long)warm.Liquidations.TotalMilliseconds;
        var missingMs = reader.Coverage.Missing(venue, fromMs, nowMs, nowMs, neverWatched: true)
            .Where(span => span.Reason == GapReason.NotWatched).Sum(span => span.ToMs - span.FromMs);
        // What the history no longer reaches by the hour cannot be fetched, and is no reason to say that something is missing.
        var fetched = missingMs < UnixTime.HourMs ? 1 : 1 - ((double)missingMs / (nowMs - fromMs));
        return new WarmUpResult(Timestamps.FromUnixMs(fromMs), CoverageResultBuilder.Share(fetched));
    }
}
