namespace LiqMon.Store;

/// <summary>
/// The present for what cannot be undone. What lies past its time by a clock that was wrongly set forward is removed for good,
/// and orders of the real present would be refused as too old afterwards. So a step forward is believed only after it has lasted;
/// a step back is believed at once. Used by one thread at a time.
/// </summary>
/// <param name="time">Both clocks.</param>
internal sealed class SettledClock(TimeProvider time)
{
    /// <summary>After so long a clock that was set forward is believed; also that of a machine that was suspended.</summary>
    internal static readonly TimeSpan Doubted = TimeSpan.FromHours(6);

    private const long SmallestStepMs = 5 * 60_000;

    private (long At, long Ms) _base = (time.GetTimestamp(), WallMs(time));
    private (long Since, long LeastMs)? _ahead;

    /// <summary>The present as far as it is believed, Unix milliseconds.</summary>
    internal long NowMs()
    {
        var (at, wallMs) = (time.GetTimestamp(), WallMs(time));
        var expectedMs = _base.Ms + (long)time.GetElapsedTime(_base.At, at).TotalMilliseconds;
        var aheadMs = wallMs - expectedMs;
        if (aheadMs <= SmallestStepMs)
        {
            (_base, _ahead) = ((at, wallMs), null);
            return wallMs;
        }

        // What is added later is doubted for as long again.
        var (since, leastMs) = _ahead is { } known ? (known.Since, Math.Min(known.LeastMs, aheadMs)) : (at, aheadMs);
        if (time.GetElapsedTime(since, at) < Doubted)
        {
            _ahead = (since, leastMs);
            return expectedMs;
        }

        _base = (at, expectedMs + leastMs);
        _ahead = aheadMs - leastMs > SmallestStepMs ? (at, aheadMs - leastMs) : null;
        return _base.Ms;
    }

    private static long WallMs(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
