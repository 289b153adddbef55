namespace LiqMon.Ingestion;

/// <summary>
/// How late orders arrive, in steps that double: below 1 s, 2 s, 4 s … A delay beyond <see cref="Longest"/> is a snapshot
/// of the past or a wrong clock and counts for nothing. Written by one thread at a time, read by any; never allocates.
/// </summary>
internal sealed class LagHistogram
{
    private const int Steps = 11;
    private const long FirstStepMs = 1_000;

    private readonly long[] _counts = new long[Steps];

    /// <summary>The longest delay that counts.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(FirstStepMs << (Steps - 1));

    /// <summary>Takes the delay of one order; one from the future counts as none.</summary>
    public void Add(long lagMs)
    {
        var step = 0;
        for (var endMs = FirstStepMs; lagMs >= endMs; endMs <<= 1)
        {
            if (++step == Steps)
                return;
        }

        Interlocked.Increment(ref _counts[step]);
    }

    /// <summary>A delay that at most one order in a hundred exceeded; null before the first order.</summary>
    public TimeSpan? HighQuantile()
    {
        long all = 0;
        for (var step = 0; step < Steps; step++)
            all += Volatile.Read(ref _counts[step]);
        if (all == 0)
            return null;
        var beyond = 0L;
        for (var step = Steps - 1; step >= 0; step--)
        {
            beyond += Volatile.Read(ref _counts[step]);
            if (beyond > all / 100)
                return TimeSpan.FromMilliseconds(FirstStepMs << step);
        }

        return TimeSpan.FromMilliseconds(FirstStepMs);
    }
}
