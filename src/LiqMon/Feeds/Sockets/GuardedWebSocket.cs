using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// The socket that the package reads from. Limits size and time of each message, and receives nothing while the last
/// message is still being handled. The end of the connection is decided here alone, so no race inside the package can hide
/// it: after the end a receive stays pending until the socket is disposed.
/// </summary>
internal sealed class GuardedWebSocket : DelegatingWebSocket
{
    private readonly FeedOptions _options;
    private readonly TimedSender _sender;
    private readonly ITimer _deadline;
    private readonly TaskCompletionSource<ConnectionFailure> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ValueTask<ConnectionFailure?> _handling;
    private int _messageBytes;
    private bool _isTimed;
    private volatile bool _isOverdue;

    /// <param name="socket">A connected socket; disposed with this one.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">Clock of the limits.</param>
    public GuardedWebSocket(WebSocket socket, FeedOptions options, TimeProvider time)
        : base(socket)
    {
        _options = options;
        _sender = new TimedSender(options.SendTimeout, time);
        _deadline = time.CreateTimer(
            static state => ((GuardedWebSocket)state!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Why no more messages come. Completes when the last handler has completed; fails with the exception of a handler.
    /// </summary>
    public Task<ConnectionFailure> Ended => _ended.Task;

    /// <summary>Type of the message that was completed last.</summary>
    public WebSocketMessageType MessageType { get; private set; }

    /// <summary>
    /// Open until disposed. The package stops reading at any other state, also at <see cref="WebSocketState.CloseSent"/>,
    /// when the venue may still send.
    /// </summary>
    public override WebSocketState State => _disposed.Task.IsCompleted ? WebSocketState.Closed : WebSocketState.Open;

    public static ConnectionFailure Oversized(int limit) =>
        new(GapReason.OversizedFrame, $"a message was larger than {limit / 1024} KiB");

    /// <summary>Delays the next receive until a message has been handled. Called between two receives only.</summary>
    public void HoldUntil(ValueTask<ConnectionFailure?> handled) => _handling = handled;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // The usual case, without a state machine: the last message is handled and the next has arrived.
        if (!_handling.IsCompletedSuccessfully)
            return ReceiveWhenHandledAsync(buffer);
        var refused = _handling.Result;
        _handling = default;
        if (refused is not null)
            return EndAsync(refused);
        ValueTask<ValueWebSocketReceiveResult> receiving;
        try
        {
            // The package cancels only in Dispose, which aborts as well: a registration for each receive buys nothing.
            receiving = Inner.ReceiveAsync(buffer, CancellationToken.None);
        }
        catch (Exception exception)
        {
            return EndAsync(FailureOf(exception));
        }

        if (!receiving.IsCompletedSuccessfully)
            return CompleteAsync(receiving);
        var part = receiving.Result;
        return IsAccepted(part) ? ValueTask.FromResult(part) : RejectAsync(part);
    }

    /// <summary>Sends a text message within the time limit.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public Task<ConnectionFailure?> SendTextAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        _sender.SendAsync(
            token => Inner.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, token).AsTask(), cancellationToken);

    /// <summary>Closes our half within the time limit; the venue's half can still be received.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public Task<ConnectionFailure?> SendCloseAsync(
        WebSocketCloseStatus status, string? description, CancellationToken cancellationToken) =>
        _sender.SendAsync(token => Inner.CloseOutputAsync(status, description, token), cancellationToken);

    /// <summary>Like <see cref="CloseOutputAsync"/>: a peer that never answers must not hold anybody up.</summary>
    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override async Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (await SendCloseAsync(closeStatus, statusDescription, cancellationToken) is { } failure)
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, failure.Detail);
    }

    public override void Dispose()
    {
        base.Dispose();
        _deadline.Dispose();
        _sender.Dispose();
        _disposed.TrySetResult();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> ReceiveWhenHandledAsync(Memory<byte> buffer)
    {
        var handling = _handling;
        _handling = default;
        ConnectionFailure? refused;
        try
        {
            refused = await handling;
        }
        catch (Exception exception)
        {
            _ended.TrySetException(exception);
            return await UntilDisposedAsync();
        }

        return refused is null ? await ReceiveAsync(buffer, CancellationToken.None) : await EndAsync(refused);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> CompleteAsync(ValueTask<ValueWebSocketReceiveResult> receiving)
    {
        try
        {
            var part = await receiving;
            return IsAccepted(part) ? part : await RejectAsync(part);
        }
        catch (Exception exception) when (!_ended.Task.IsCompleted)
        {
            return await EndAsync(FailureOf(exception));
        }
    }

    private ValueTask<ValueWebSocketReceiveResult> EndAsync(ConnectionFailure failure)
    {
        _ended.TrySetResult(failure);
        return UntilDisposedAsync();
    }

    private async ValueTask<ValueWebSocketReceiveResult> UntilDisposedAsync()
    {
        await _disposed.Task;
        throw new OperationCanceledException("The connection has ended.");
    }

    private ConnectionFailure FailureOf(Exception exception) => _isOverdue
        ? new(GapReason.SlowMessage, "a message took too long to arrive whole")
        : ConnectionFailure.OfReceive(exception);

    private bool IsAccepted(ValueWebSocketReceiveResult part)
    {
        _messageBytes += part.Count;
        if (part.MessageType == WebSocketMessageType.Close || _messageBytes > _options.FrameLimit)
            return false;
        if (part.EndOfMessage)
        {
            MessageType = part.MessageType;
            _messageBytes = 0;
        }

        if (part.EndOfMessage == _isTimed)
        {
            _isTimed = !part.EndOfMessage;
            _deadline.Change(_isTimed ? _options.MessageDeadline : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <summary>Ends the connection after a close, or after a message that is too big; the venue is informed.</summary>
    private async ValueTask<ValueWebSocketReceiveResult> RejectAsync(ValueWebSocketReceiveResult part)
    {
        if (part.MessageType != WebSocketMessageType.Close)
        {
            await SendCloseAsync(WebSocketCloseStatus.MessageTooBig, "message too big", CancellationToken.None);
            return await EndAsync(Oversized(_options.FrameLimit));
        }

        var detail = string.IsNullOrWhiteSpace(CloseStatusDescription)
            ? $"closed by the venue ({(int?)CloseStatus ?? 1005})"
            : $"closed by the venue ({(int?)CloseStatus}: {CloseStatusDescription})";
        if (Inner.State == WebSocketState.CloseReceived)
            await SendCloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return await EndAsync(new(GapReason.ClosedByVenue, detail));
    }

    private void GiveUp()
    {
        _isOverdue = true;
        Inner.Abort();
    }
}
