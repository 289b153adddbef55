namespace LiqMon.Store;

/// <summary>What the commit loop has done since it started; read from any thread.</summary>
public sealed class CommitCounters
{
    private long _commits, _stored, _duplicates, _pendingAdded, _pendingValued, _quarantined, _failures, _failuresInARow, _microseconds;
    private long _expired, _quarantinedLiquidations, _pendingDropped, _refused;

    /// <summary>Commits done.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Liquidations that were new.</summary>
    public long Stored => Volatile.Read(ref _stored);

    /// <summary>Liquidations the store already had.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Liquidations kept until their contract is known.</summary>
    public long PendingAdded => Volatile.Read(ref _pendingAdded);

    /// <summary>Of those, valued since.</summary>
    public long PendingValued => Volatile.Read(ref _pendingValued);

    /// <summary>Frames and messages that went to quarantine.</summary>
    public long Quarantined => Volatile.Read(ref _quarantined);

    /// <summary>Liquidations not taken because they are older than the retention.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>Liquidations among <see cref="Quarantined"/>; the others are frames.</summary>
    public long QuarantinedLiquidations => Volatile.Read(ref _quarantinedLiquidations);

    /// <summary>Liquidations that waited for their contract and were not counted when it was known.</summary>
    public long PendingDropped => Volatile.Read(ref _pendingDropped);

    /// <summary>Items that the store refused, each alone, and that lie in quarantine.</summary>
    public long RefusedItems => Volatile.Read(ref _refused);

    /// <summary>Commits that failed and were tried again, whole or in parts.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Commits that have failed since the last one that did not.</summary>
    public long FailuresInARow => Volatile.Read(ref _failuresInARow);

    /// <summary>Time spent inside commits.</summary>
    public TimeSpan Busy => TimeSpan.FromMicroseconds(Volatile.Read(ref _microseconds));

    internal void Add(CommitResult result, TimeSpan took)
    {
        Volatile.Write(ref _failuresInARow, 0);
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _stored, result.Stored.Count);
        Interlocked.Add(ref _duplicates, result.Duplicates);
        Interlocked.Add(ref _pendingAdded, result.PendingAdded);
        Interlocked.Add(ref _pendingValued, result.PendingValued);
        Interlocked.Add(ref _quarantined, result.Quarantined);
        Interlocked.Add(ref _expired, result.Expired);
        Interlocked.Add(ref _quarantinedLiquidations, result.QuarantinedLiquidations);
        Interlocked.Add(ref _pendingDropped, result.PendingDropped);
        Interlocked.Add(ref _microseconds, (long)took.TotalMicroseconds);
    }

    internal void Refused() => Interlocked.Increment(ref _refused);

    internal void Failed()
    {
        Interlocked.Increment(ref _failures);
        Interlocked.Increment(ref _failuresInARow);
    }
}
