using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>A span of a venue that is not covered.</summary>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive.</param>
/// <param name="Reason">Why, as far as one reason can say it.</param>
public sealed record CoverageGap(long FromMs, long ToMs, GapReason Reason)
{
    /// <summary>What is left of the span without some others.</summary>
    public IEnumerable<CoverageGap> Without(IEnumerable<(long FromMs, long ToMs)> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var at = FromMs;
        foreach (var (from, to) in others.Where(other => other.ToMs > FromMs && other.FromMs < ToMs).OrderBy(other => other.FromMs))
        {
            if (from > at)
                yield return this with { FromMs = at, ToMs = from };
            at = Math.Max(at, to);
        }

        if (at < ToMs)
            yield return this with { FromMs = at };
    }
}
