using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>What a frame means for the connection it came on.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="AckId">Id of the subscription that it confirms or refuses; null when it names none.</param>
/// <param name="Detail">The venue's own words on a refusal, a notice or an unreadable frame.</param>
/// <param name="Reply">What to send in answer; valid until the next frame is read with the same readings.</param>
/// <param name="Taken">
/// Whether it proves that the connection delivers what can be used. Something of it was taken, or it is market data in
/// which there was nothing to take; one all of whose messages were rejected proves nothing.
/// </param>
/// <param name="OrdersTaken">Orders that were valued, wait for their contract, or are of assets that are not kept.</param>
/// <param name="OrdersRejected">Orders that could not be taken; those of the venue's own accounts do not count.</param>
/// <param name="OrderRejection">Why the first of those was not taken.</param>
/// <param name="NewestStampMs">The newest time in it, Unix milliseconds by the venue's clock; null when it has none.</param>
public readonly record struct FrameOutcome(
    FrameKind Kind,
    int? AckId,
    string? Detail,
    ReadOnlyMemory<byte> Reply,
    bool Taken,
    int OrdersTaken = 0,
    int OrdersRejected = 0,
    RejectReason? OrderRejection = null,
    long? NewestStampMs = null);
