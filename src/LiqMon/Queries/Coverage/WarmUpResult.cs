using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>How far a venue's past liquidations are fetched.</summary>
/// <param name="From">How far back they are fetched.</param>
/// <param name="Fetched">Part of the time since then that was watched or fetched, 0 to 1.</param>
/// <param name="Paused">Whether the fetching is paused.</param>
public sealed record WarmUpResult(DateTimeOffset From, decimal Fetched, bool Paused)
{
    /// <summary>How far it is of one venue.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="back">How far back it is fetched.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    internal static WarmUpResult Of(StoreReader reader, string venue, TimeSpan back, long nowMs)
    {
        var fromMs = nowMs - (long)back.TotalMilliseconds;
        var missingMs = reader.Coverage.Missing(venue, fromMs, nowMs, nowMs, neverWatched: true)
            .Where(span => span.Reason == GapReason.NotWatched).Sum(span => span.ToMs - span.FromMs);
        // What the history no longer reaches by the hour cannot be fetched, and is no reason to say that something is missing.
        var fetched = missingMs < UnixTime.HourMs ? 1 : 1 - ((double)missingMs / (nowMs - fromMs));
        return new WarmUpResult(Timestamps.FromUnixMs(fromMs), CoverageResultBuilder.Share(fetched), reader.Folder is { } folder && new WarmUpPause(folder).IsSet);
    }
}
