namespace LiqMon.Venues;

/// <summary>What a frame was. Every frame is counted under exactly one of these.</summary>
public enum FrameKind : byte
{
    /// <summary>Market data that LiqMon uses; proves that the socket delivers.</summary>
    Data,

    /// <summary>
    /// A subscription was confirmed; proves nothing about delivery. Its readings, where the venue answers with what it
    /// sent lately, count all the same.
    /// </summary>
    Ack,

    /// <summary>A subscription was refused; <see cref="FrameReadings.Detail"/> says why.</summary>
    Nack,

    /// <summary>An answer to a ping, or the venue's own sign of life.</summary>
    Heartbeat,

    /// <summary>The venue asks for a sign of life; <see cref="FrameReadings.Reply"/> is what to send.</summary>
    Ping,

    /// <summary>The venue announces that it will close the connection: open another in time.</summary>
    ClosingNotice,

    /// <summary>Known and not used, such as trades or an order book.</summary>
    Ignored,

    /// <summary>Not readable, or not what a message of its kind looks like.</summary>
    Malformed,

    /// <summary>A message of a kind that this venue is not known to send: it may have held orders.</summary>
    Unknown,

    /// <summary>
    /// The venue has ended a subscription, which nobody requested; <see cref="FrameReadings.Detail"/> names it where the venue does.
    /// </summary>
    Unsubscribed,
}
