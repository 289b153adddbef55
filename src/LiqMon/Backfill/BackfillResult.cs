using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>How reading a span of history ended.</summary>
public enum BackfillStatus
{
    /// <summary>Every page of every contract was read to an end that proves that nothing is missing.</summary>
    Complete,

    /// <summary>Pages of a contract ended without that proof; <see cref="BackfillResult.End"/> says how.</summary>
    Incomplete,

    /// <summary>A call was not answered, also not when repeated.</summary>
    CallFailed,

    /// <summary>A page was not what the venue sends.</summary>
    Unreadable,

    /// <summary>The pages led back to one already read.</summary>
    PageLoop,

    /// <summary>The pages did not end.</summary>
    TooManyPages,

    /// <summary>No contract is known, or the venue has no call for these.</summary>
    NothingToAsk,
}

/// <summary>What reading a span of history brought.</summary>
/// <param name="Verdict">How it ended; everything but <see cref="BackfillStatus.Complete"/> may have left events out.</param>
/// <param name="Pages">Pages read.</param>
/// <param name="Times">Event times, Unix milliseconds, of the different liquidations found; margins left out.</param>
/// <param name="Detail">What went wrong, for people.</param>
public sealed record BackfillResult(BackfillStatus Verdict, long Pages, IReadOnlyList<long> Times, string? Detail = null)
{
    /// <summary>Every order that the history holds, margins included, each once.</summary>
    public IReadOnlyCollection<StoredOrder> Orders { get; init; } = [];

    /// <summary>
    /// Symbols of contracts with orders that were read and are in no total all the same, for their contract's rules do not
    /// value them; empty text for orders of no known contract.
    /// </summary>
    public IReadOnlySet<string> Uncounted { get; init; } = new HashSet<string>();

    /// <summary>How the pages of a contract ended, where that is why this is not complete; null elsewhere.</summary>
    public HistoryEnd? End { get; init; }

    /// <summary>
    /// Whether it is worth going on with another span: only rows, or time beyond the venue's reach, are missing from this one.
    /// </summary>
    public bool IsPartial => IsComplete || End?.IsPartial() == true;

    /// <summary>Whether nothing was left out.</summary>
    public bool IsComplete => Verdict == BackfillStatus.Complete;

    /// <summary>Different liquidations found.</summary>
    public int Found => Times.Count;

    /// <summary>How many of them lie within [fromMs, toMs).</summary>
    public int FoundIn(long fromMs, long toMs) => Times.Count(time => time >= fromMs && time < toMs);
}
