namespace LiqMon.Venues;

/// <summary>How the pages of a venue's history ended, or what they left out on the way.</summary>
public enum HistoryEnd
{
    /// <summary>A row from before the span was seen, newest first: everything in the span has been passed.</summary>
    ReachedStart,

    /// <summary>
    /// The venue has no further row of the span. This proves a span only as far back as the venue's history reaches.
    /// </summary>
    ReachedEnd,

    /// <summary>No row of a page has a time or an id that can be read: nothing says where the next page begins.</summary>
    NoTime,

    /// <summary>Some rows could not be read.</summary>
    UnreadableRow,

    /// <summary>A page repeats the one before, or the venue ignores the cursor.</summary>
    NoProgress,

    /// <summary>A full page holds rows of one moment only, and more of that moment may exist.</summary>
    CrowdedMoment,

    /// <summary>A full page without the cursor that leads to the next one.</summary>
    FullPageWithoutCursor,

    /// <summary>The pages did not end.</summary>
    PageLimit,

    /// <summary>The venue's history does not reach back to the start of the span.</summary>
    VenueLimit,

    /// <summary>The venue names the contract by bytes that are no symbol.</summary>
    UnknownSymbol,
}

/// <summary>What an end of history is worth.</summary>
public static class HistoryEnds
{
    /// <summary>Whether everything the venue holds of the span has been read. Every other end is incomplete.</summary>
    public static bool IsProven(this HistoryEnd end) => end is HistoryEnd.ReachedStart or HistoryEnd.ReachedEnd;

    /// <summary>
    /// Whether the pages can go on to other contracts and other spans: the flaw lies in some rows or in the venue's reach,
    /// not in the way the pages follow each other.
    /// </summary>
    public static bool IsPartial(this HistoryEnd end) =>
        end is HistoryEnd.UnreadableRow or HistoryEnd.CrowdedMoment or HistoryEnd.VenueLimit;

    /// <summary>The reason in a few English words, for a log line or a table.</summary>
    public static string Describe(this HistoryEnd end) => end switch
    {
        HistoryEnd.ReachedStart or HistoryEnd.ReachedEnd => "read to the end",
        HistoryEnd.NoTime => "a page has no row with a readable time",
        HistoryEnd.UnreadableRow => "some rows could not be read",
        HistoryEnd.NoProgress => "a page leads no further: it repeats rows, or the venue ignores the cursor",
        HistoryEnd.CrowdedMoment => "more rows of one moment than a page holds",
        HistoryEnd.FullPageWithoutCursor => "a full page has no cursor to the next one",
        HistoryEnd.PageLimit => "the pages do not end",
        HistoryEnd.VenueLimit => "the venue's history does not reach back to the start of the span",
        HistoryEnd.UnknownSymbol => "the contract's name is no symbol",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "an end of history without a description"),
    };
}
