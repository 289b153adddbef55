namespace LiqMon.External;

/// <summary>A length of buckets, and how long buckets of it are published.</summary>
/// <param name="Name">Its name in calls: <c>5min</c>.</param>
/// <param name="Ms">Milliseconds.</param>
/// <param name="Kept">How far back they are worth a call, though fewer may come; null for as far as there are any.</param>
public sealed record BucketLength(string Name, long Ms, TimeSpan? Kept)
{
    private static readonly BucketLength[] All =
    [
        new("1min", 60_000, TimeSpan.FromDays(7)),
        new("5min", 300_000, TimeSpan.FromDays(8)),
        new("15min", 900_000, TimeSpan.FromDays(22)),
        new("1hour", 3_600_000, null),
    ];

    /// <summary>The shortest buckets that are still published of a moment.</summary>
    public static BucketLength For(long fromMs, long nowMs) =>
        Array.Find(All, length => length.Kept is not { } kept || nowMs - fromMs <= kept.TotalMilliseconds)!;

    /// <summary>How far back the longest buckets were seen to reach.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(86);

    /// <summary>The next longer buckets, which reach further back; null for the longest.</summary>
    public BucketLength? Longer => Array.IndexOf(All, this) is var at && at + 1 < All.Length ? All[at + 1] : null;

    /// <summary>The part of [fromMs, toMs) that whole buckets fill; empty (start at end) when none fits.</summary>
    public (long FromMs, long ToMs) Inside(long fromMs, long toMs)
    {
        var first = (fromMs + Ms - 1) / Ms * Ms;
        var last = toMs / Ms * Ms;
        return last > first ? (first, last) : (first, first);
    }
}
