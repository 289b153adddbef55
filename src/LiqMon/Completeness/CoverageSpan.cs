using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Completeness;

/// <summary>What a part of a venue's time is.</summary>
internal enum CoverageState
{
    /// <summary>Proven: everything that the venue publishes was received and counted.</summary>
    Proven,

    /// <summary>Not proven.</summary>
    Gap,

    /// <summary>Something was received and is in no total, or should have been received.</summary>
    Deficit,
}

/// <summary>A part of a venue's time, as tables outside of LiqMon hold it.</summary>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive.</param>
/// <param name="State">What it is.</param>
/// <param name="Gap">Why it is not proven; null for other states.</param>
/// <param name="Deficit">The deficit; null for other states.</param>
internal sealed record CoverageSpan(long FromMs, long ToMs, CoverageState State, GapReason? Gap, StoredDeficit? Deficit)
{
    /// <summary>The spans of a venue: proven ones and gaps make up the whole, deficits follow.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">Start, Unix milliseconds.</param>
    /// <param name="toMs">End, Unix milliseconds.</param>
    /// <param name="nowMs">The present.</param>
    internal static IEnumerable<CoverageSpan> Of(StoreReader reader, string venue, long fromMs, long toMs, long nowMs)
    {
        var at = fromMs;
        foreach (var gap in reader.Coverage.OfVenues([venue], fromMs, toMs, nowMs)[0].Gaps)
        {
            if (at < gap.FromMs)
                yield return new(at, gap.FromMs, CoverageState.Proven, null, null);
            yield return new(gap.FromMs, gap.ToMs, CoverageState.Gap, gap.Reason, null);
            at = gap.ToMs;
        }

        if (at < toMs)
            yield return new(at, toMs, CoverageState.Proven, null, null);
        foreach (var deficit in reader.Coverage.Deficits([venue], fromMs, toMs))
            yield return new(deficit.FromMs, deficit.ToMs, CoverageState.Deficit, null, deficit);
    }

    /// <summary>What a venue publishes; null for a venue that this program does not know.</summary>
    internal static FeedClass? ClassOf(string venue) => VenueCatalog.Find(venue)?.Profile.FeedClass;
}
