using LiqMon.Store;

namespace LiqMon.External;

/// <summary>A span to ask for in one go, and the parts of it that are wanted.</summary>
/// <param name="Length">Length of its buckets.</param>
/// <param name="FromMs">Start of the first bucket, Unix milliseconds.</param>
/// <param name="ToMs">End of the last bucket.</param>
/// <param name="Wanted">The parts, each of whole buckets.</param>
internal sealed record GapFillSpan(BucketLength Length, long FromMs, long ToMs, IReadOnlyList<(long FromMs, long ToMs)> Wanted)
{
    /// <summary>The part of the span from a moment on; without wanted parts when none is left.</summary>
    public GapFillSpan From(long atMs) => this with
    {
        FromMs = Math.Max(FromMs, atMs),
        Wanted = [.. Wanted.Select(part => (FromMs: Math.Max(part.FromMs, atMs), part.ToMs)).Where(part => part.FromMs < part.ToMs)],
    };

    /// <summary>The part of the span before a moment.</summary>
    public GapFillSpan Before(long atMs) => this with
    {
        ToMs = Math.Min(ToMs, atMs),
        Wanted = [.. Wanted.Select(part => (part.FromMs, ToMs: Math.Min(part.ToMs, atMs))).Where(part => part.FromMs < part.ToMs)],
    };

    /// <summary>The same parts in longer buckets; null when there are none, or none that fits into a part.</summary>
    public GapFillSpan? InLongerBuckets()
    {
        if (Length.Longer is not { } longer)
            return null;
        var wanted = Wanted.Select(part => longer.Inside(part.FromMs, part.ToMs)).Where(part => part.FromMs < part.ToMs).ToList();
        return wanted.Count == 0 ? null : new(longer, wanted[0].FromMs, wanted[^1].ToMs, wanted);
    }

    /// <summary>Whether a bucket lies in a wanted part.</summary>
    public bool Wants(long startMs) => Wanted.Any(part => startMs >= part.FromMs && startMs + Length.Ms <= part.ToMs);
}

/// <summary>What to ask for so that whole buckets fill gaps: never a bucket that reaches out of one.</summary>
internal static class GapFillPlan
{
    /// <summary>Most buckets of one answer that are requested; the source does not say how many it publishes.</summary>
    public const int BucketsPerCall = 1_000;

    /// <summary>The spans to ask for, in order of time. Gaps that lie close together share one.</summary>
    public static IReadOnlyList<GapFillSpan> Of(IReadOnlyList<CoverageGap> gaps, long nowMs)
    {
        List<GapFillSpan> spans = [];
        foreach (var gap in gaps.OrderBy(gap => gap.FromMs))
        {
            var length = BucketLength.For(gap.FromMs, nowMs);
            var (fromMs, toMs) = length.Inside(gap.FromMs, Math.Min(gap.ToMs, nowMs));
            for (var stepMs = BucketsPerCall * length.Ms; fromMs < toMs; fromMs += stepMs)
                Add(length, fromMs, Math.Min(fromMs + stepMs, toMs));
        }

        return spans;

        void Add(BucketLength length, long fromMs, long toMs)
        {
            if (spans.Count > 0 && spans[^1] is var last && last.Length == length && toMs - last.FromMs <= BucketsPerCall * length.Ms)
                spans[^1] = last with { ToMs = toMs, Wanted = [.. last.Wanted, (fromMs, toMs)] };
            else
                spans.Add(new(length, fromMs, toMs, [(fromMs, toMs)]));
        }
    }
}
