namespace LiqMon.Simulator;

/// <summary>Ways in which a venue can go wrong; they can be combined, and last until the next call, except Drop.</summary>
[Flags]
public enum Misbehaviour
{
    /// <summary>The venue behaves.</summary>
    None = 0,

    /// <summary>Closes all open sockets abruptly, once; later connections are served as usual.</summary>
    Drop = 1,

    /// <summary>Answers every WebSocket handshake with an HTTP error.</summary>
    RefuseConnections = 1 << 1,

    /// <summary>Accepts every handshake, then cuts the connection at once; open sockets are cut too.</summary>
    AcceptThenDrop = 1 << 2,

    /// <summary>
    /// The sockets open now are neither read nor written (so no pongs) while their TCP connections stay open.
    /// Sockets opened later are served as usual.
    /// </summary>
    HalfOpen = 1 << 3,

    /// <summary>Acknowledges subscriptions and answers pings, but sends no data at all.</summary>
    AckThenSilence = 1 << 4,

    /// <summary>Sends each frame with liquidations twice; the ledger holds them once.</summary>
    Duplicate = 1 << 5,

    /// <summary>Puts an unreadable frame behind every n-th data frame.</summary>
    Malformed = 1 << 6,

    /// <summary>Swallows subscription requests: no acknowledgement and no data.</summary>
    NoAck = 1 << 7,

    /// <summary>Refuses every subscription request with the venue's own error frame.</summary>
    RejectSubscription = 1 << 8,

    /// <summary>Sends each data message in small fragments with pauses in between.</summary>
    SlowDrip = 1 << 9,

    /// <summary>Answers every REST request with 503.</summary>
    RestDown = 1 << 10,

    /// <summary>Answers every REST request with 429 and Retry-After.</summary>
    RestRateLimited = 1 << 11,
}
