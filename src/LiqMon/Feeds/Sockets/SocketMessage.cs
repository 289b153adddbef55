namespace LiqMon.Feeds.Sockets;

/// <summary>How reading from a socket turned out.</summary>
public enum SocketResult : byte
{
    /// <summary>A whole message arrived.</summary>
    Message,

    /// <summary>The venue closed the connection.</summary>
    Closed,

    /// <summary>A message was larger than the limit, as sent or after decompression.</summary>
    Oversized,

    /// <summary>A message did not arrive whole in time.</summary>
    TooSlow,

    /// <summary>The connection broke.</summary>
    Lost,
}

/// <summary>A message, or why there will be no more.</summary>
/// <param name="Result">Which.</param>
/// <param name="Bytes">The message, decompressed; valid until the next read.</param>
/// <param name="Fault">Why there will be no more.</param>
public readonly record struct SocketMessage(SocketResult Result, ReadOnlyMemory<byte> Bytes, ConnectionFailure? Fault);
