using LiqMon.Http;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Processes one whole message on the thread that received it. While the returned task is pending, nothing more is
/// received.
/// </summary>
/// <param name="message">The message, decompressed; valid until the returned task completes.</param>
/// <returns>Why the connection must end, or null to go on.</returns>
public delegate ValueTask<ConnectionFailure?> MessageHandler(ReadOnlyMemory<byte> message);
