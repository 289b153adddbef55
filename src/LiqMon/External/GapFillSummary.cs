namespace LiqMon.External;

/// <summary>What filling gaps from an external source brought. Its sums are kept apart and are in no total.</summary>
public sealed record GapFillSummary
{
    /// <summary>Who counted.</summary>
    public required string Source { get; init; }

    /// <summary>Always true: these are another's sums, not events.</summary>
    public bool External => true;

    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>Start of the span requested, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whether every gap was requested without error.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why it is not complete; null when it is.</summary>
    public string? Detail { get; init; }

    /// <summary>Gaps in the span.</summary>
    public required int Gaps { get; init; }

    /// <summary>How long they are together.</summary>
    public required long GapSeconds { get; init; }

    /// <summary>How much of that lies in whole buckets that were requested; the ends of a gap do not.</summary>
    public required long CoveredSeconds { get; init; }

    /// <summary>How much of the gaps the source no longer has sums of, in buckets of any length.</summary>
    public long NotKeptSeconds { get; init; }

    /// <summary>Sums stored: one for each asset and bucket with liquidations.</summary>
    public required long Totals { get; init; }

    /// <summary>Dollars of liquidated longs in them.</summary>
    public required decimal LongUsd { get; init; }

    /// <summary>Dollars of liquidated shorts in them.</summary>
    public required decimal ShortUsd { get; init; }
}

/// <summary>How far filling is; written by one task, read by any.</summary>
public sealed class GapFillProgress
{
    private int _calls, _done;

    /// <summary>Calls to make.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Calls that were answered.</summary>
    public int Done => Volatile.Read(ref _done);

    internal void Begin(int calls) => Volatile.Write(ref _calls, calls);

    internal void AddDone() => Interlocked.Increment(ref _done);
}
