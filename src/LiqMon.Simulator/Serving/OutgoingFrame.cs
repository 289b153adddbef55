namespace LiqMon.Simulator;

/// <summary>A message in the queue of one connection; without a body it marks a place in the queue.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="IsBinary">Binary rather than text.</param>
/// <param name="IsData">Data rather than an answer.</param>
/// <param name="Carries">The liquidations inside.</param>
/// <param name="Passed">Completed when the writer got here, or the connection ended.</param>
internal readonly record struct OutgoingFrame(
    ReadOnlyMemory<byte> Body,
    bool IsBinary,
    bool IsData,
    IReadOnlyList<LedgerTicket> Carries,
    TaskCompletionSource? Passed = null);
