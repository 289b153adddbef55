namespace LiqMon.Market;

/// <summary>Why something that belongs to the totals is not in them. Stored by name: members may be added, never renamed.</summary>
public enum DeficitReason : byte
{
    /// <summary>An order arrived that could not be taken: a number, a side, a name or a time that nobody can read.</summary>
    Rejected,

    /// <summary>A message arrived that could not be read at all; it may have held orders.</summary>
    Unreadable,

    /// <summary>An order waits for its contract to be listed.</summary>
    Pending,

    /// <summary>An order was read, could not be counted by its contract's rules, and lies in quarantine.</summary>
    Quarantined,

    /// <summary>An order came after its time had passed out of the store's raw retention.</summary>
    Expired,

    /// <summary>An order is counted under a time that is doubtful: the venue's clock and ours are too far apart.</summary>
    DoubtfulTime,

    /// <summary>The venue refused to send a contract, or all of a topic.</summary>
    TopicRefused,

    /// <summary>The venue trades a contract that no confirmed subscription or poll covers.</summary>
    NotSubscribed,

    /// <summary>The venue's list of contracts was longer than what is read of it, or held names that are not taken.</summary>
    ListCut,

    /// <summary>The venue's own numbering says that messages were lost.</summary>
    SequenceLost,

    /// <summary>The venue's history of a span could not be read to its end, or lacks orders that are known.</summary>
    HistoryIncomplete,

    /// <summary>A sum passed what can be stored and stands at its limit.</summary>
    Saturated,

    /// <summary>The settings keep some assets of the venue only, and the question is about others too.</summary>
    AssetsLeftOut,

    /// <summary>An order without an id equals one of an earlier frame: it is counted once, and may be two.</summary>
    Repeated,

    /// <summary>Orders of a venue are in the total that the settings switch off: what it published since is not.</summary>
    SwitchedOff,
}

/// <summary>
/// Something that was received and is in no total, or should have been received and was not. While it stands, totals that
/// it touches are a floor.
/// </summary>
public sealed record Deficit
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's feed; <c>*</c> for the venue as a whole.</summary>
    public required string Feed { get; init; }

    /// <summary>The venue's symbol; empty when it is not known or when all contracts of the feed are meant.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Start of what it touches, Unix milliseconds of event time, inclusive.</summary>
    public required long FromMs { get; init; }

    /// <summary>End of what it touches, Unix milliseconds, exclusive; null while it lasts.</summary>
    public long? ToMs { get; init; }

    /// <summary>Why.</summary>
    public required DeficitReason Reason { get; init; }

    /// <summary>Orders or messages, where they can be counted; 0 where only the span is known. Added up in the store.</summary>
    public long Count { get; init; }

    /// <summary>Dollars × 1,000,000 where they are known; null where they are not. Added up in the store.</summary>
    public long? MicroUsd { get; init; }
}

/// <summary>A deficit that lasted has been made good: its open rows end.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed; null for every feed.</param>
/// <param name="Symbol">The venue's symbol; null for every contract.</param>
/// <param name="Reason">Which kind; null for every kind.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public sealed record DeficitEnded(string Venue, string? Feed, string? Symbol, DeficitReason? Reason, long AtMs);
