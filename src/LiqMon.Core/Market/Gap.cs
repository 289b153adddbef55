namespace LiqMon.Market;

/// <summary>Why a span of a feed is not covered. Stored by name: members may be added, never renamed.</summary>
public enum GapReason : byte
{
    /// <summary>LiqMon had never watched this venue before.</summary>
    NotWatched,

    /// <summary>LiqMon was not running.</summary>
    NotRunning,

    /// <summary>Connected or connecting, but no market data has arrived yet.</summary>
    Connecting,

    /// <summary>The host's name could not be resolved.</summary>
    NameNotResolved,

    /// <summary>Nothing answered at the venue's address.</summary>
    Unreachable,

    /// <summary>The venue's certificate or encryption was not acceptable.</summary>
    TlsFailed,

    /// <summary>The venue answered the connection attempt with an HTTP error.</summary>
    Refused,

    /// <summary>The venue wants fewer requests (HTTP 418, 429 or its own code).</summary>
    RateLimited,

    /// <summary>The venue did not confirm a subscription in time.</summary>
    NotAcknowledged,

    /// <summary>The venue refused a subscription.</summary>
    SubscriptionRejected,

    /// <summary>The venue closed the connection.</summary>
    ClosedByVenue,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>The venue stopped answering pings.</summary>
    PingTimeout,

    /// <summary>The busy control stream of the same socket fell silent.</summary>
    Silent,

    /// <summary>A message was larger than the frame limit.</summary>
    OversizedFrame,

    /// <summary>A message took too long to arrive whole.</summary>
    SlowMessage,

    /// <summary>Too many unreadable messages in a row.</summary>
    Unreadable,

    /// <summary>The instruments of the venue are not known and could not be loaded.</summary>
    NoInstruments,

    /// <summary>The store could not write (disk full or failing), or has lost what it had written.</summary>
    StoreFailed,

    /// <summary>The venue's numbering shows that messages between two others never arrived.</summary>
    MessagesLost,

    /// <summary>LiqMon's own code failed on this feed; the log has the error.</summary>
    InternalError,

    /// <summary>Orders arrived and none of them could be taken: from the first rejected one until one is taken again.</summary>
    OrdersRejected,

    /// <summary>LiqMon itself stood still: a paused machine or process, or one without any processor time.</summary>
    Standstill,

    /// <summary>The wall clock was moved forward against the monotonic one: a suspended machine, or a clock that was set.</summary>
    ClockStepped,
}

/// <summary>A span in which a feed was not connected and proven to deliver.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed, for example <c>linear</c>.</param>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive; null while it lasts.</param>
/// <param name="Reason">Why.</param>
public sealed record Gap(string Venue, string Feed, long FromMs, long? ToMs, GapReason Reason);

/// <summary>A span in which a feed was connected and proven to deliver.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Feed">The venue's feed.</param>
/// <param name="FromMs">Start, Unix milliseconds, inclusive; with venue and feed it names the span.</param>
/// <param name="ToMs">The last moment proven so far, Unix milliseconds.</param>
public sealed record CoveredSpan(string Venue, string Feed, long FromMs, long ToMs)
{
    /// <summary>Stands for all feeds of a venue at once: a recording does not distinguish its sockets.</summary>
    public const string WholeVenue = "*";

    /// <summary>
    /// How long after its end the next proof may take by the feed's own rhythm, milliseconds: until then the feed
    /// counts as covered while LiqMon runs. 0 where nothing is known.
    /// </summary>
    public long HoldsMs { get; init; }
}

/// <summary>
/// A span that a venue's history was read for, whole and without error. It counts as covered when that history holds
/// every liquidation of the venue.
/// <para>
/// What that assumes: the history is as complete as the venue says, an event is in it some seconds after it happened, and
/// no contract was delisted between the span and the reading, for only contracts that are listed are requested.
/// </para>
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive.</param>
/// <param name="Reason">Why the span was a gap.</param>
/// <param name="RepairedMs">When its history had been read, Unix milliseconds.</param>
/// <param name="Events">Liquidations found in it, also those that were known already.</param>
/// <param name="Class">How much of its liquidations the history holds.</param>
public sealed record GapRepaired(
    string Venue, long FromMs, long ToMs, GapReason Reason, long RepairedMs, long Events, FeedClass Class);
