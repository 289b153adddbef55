namespace LiqMon.Backfill;

/// <summary>How far reading history is; written by one task, read by any.</summary>
public sealed class BackfillProgress
{
    private long _pages, _found;
    private int _questions, _answered;

    /// <summary>Pages read so far.</summary>
    public long Pages => Volatile.Read(ref _pages);

    /// <summary>Liquidations found so far.</summary>
    public long Found => Volatile.Read(ref _found);

    /// <summary>Contracts, or groups of them, to ask for in the span that is being read.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>How many of <see cref="Questions"/> are read to their last page.</summary>
    public int Answered => Volatile.Read(ref _answered);

    internal void Begin(int questions)
    {
        Volatile.Write(ref _answered, 0);
        Volatile.Write(ref _questions, questions);
    }

    internal void AddPage(long found)
    {
        Interlocked.Increment(ref _pages);
        Interlocked.Add(ref _found, found);
    }

    internal void AddAnswered() => Interlocked.Increment(ref _answered);
}
