namespace LiqMon.Venues;

/// <summary>What the answer to a call brings, where it is not a list of contracts or the answer to a poll.</summary>
public enum RestKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>Past liquidations.</summary>
    Liquidations,

    /// <summary>Past open interest alone, which is no part of repairing a gap.</summary>
    OpenInterest,
}

/// <summary>
/// What a venue needs to read the answer to one of its calls. It travels with the call and comes back with the answer, so
/// that no venue reads its own address again.
/// </summary>
public abstract record RestTag;

/// <summary>A page joined to others by a cursor that the venue returns.</summary>
/// <param name="First">Address of the first page, without a cursor.</param>
/// <param name="Cursor">The cursor as the venue returned it; null on the first page.</param>
public sealed record CursorTag(Uri First, string? Cursor = null) : RestTag;

/// <summary>A page of history.</summary>
/// <param name="Subject">The contract, or the group of contracts, as the venue's address names it.</param>
/// <param name="EdgeMs">
/// The edge at which the page begins, Unix milliseconds, inclusive. Newest first: the last moment of interest. Oldest
/// first: the first one.
/// </param>
public record HistoryTag(string Subject, long EdgeMs) : RestTag
{
    /// <summary>The venue's name of the distance between two rows; null where rows are events.</summary>
    public string? Step { get; init; }
}
