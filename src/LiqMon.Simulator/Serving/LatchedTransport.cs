using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace LiqMon.Simulator;

/// <summary>
/// Sits below HTTP and can stop reading, which is what makes a connection half open: the WebSocket above answers
/// pings by itself as soon as it reads them, so the bytes must not arrive there.
/// </summary>
internal sealed class LatchedTransport(ConnectionContext connection) : IDuplexPipe
{
    private readonly IDuplexPipe _inner = connection.Transport;

    public Latch Latch { get; } = new();

    public PipeReader Input => field ??= new LatchedReader(_inner.Input, Latch, connection.ConnectionClosed);

    public PipeWriter Output => _inner.Output;

    private sealed class LatchedReader(PipeReader inner, Latch latch, CancellationToken closed) : PipeReader
    {
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await inner.ReadAsync(cancellationToken);
            if (!latch.IsShut || result.IsCompleted || result.IsCanceled) return result;
            // Not after the peer is gone: then the connection has to end.
            await latch.WhenOpenAsync(closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!latch.IsShut) return inner.TryRead(out result);
            result = default;
            return false;
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
