using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>What a frame means for the connection it came on.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="AckId">Id of the subscription that it confirms or refuses; null when it names none.</param>
/// <param name="Detail">The venue's own words on a refusal, a notice or an unreadable frame.</param>
/// <param name="Reply">What to send in answer; valid until the next frame is read with the same readings.</param>
/// <param name="HasData">Whether it proves that the connection delivers.</param>
public readonly record struct FrameOutcome(
    FrameKind Kind, int? AckId, string? Detail, ReadOnlyMemory<byte> Reply, bool HasData);
