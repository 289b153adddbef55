using System.Net.WebSockets;

namespace LiqMon.Feeds.Sockets;

/// <summary>A WebSocket that passes everything on to another, which it owns.</summary>
internal abstract class DelegatingWebSocket(WebSocket inner) : WebSocket
{
    public override WebSocketCloseStatus? CloseStatus => Inner.CloseStatus;

    public override string? CloseStatusDescription => Inner.CloseStatusDescription;

    public override WebSocketState State => Inner.State;

    public override string? SubProtocol => Inner.SubProtocol;

    protected WebSocket Inner => inner;

    public override void Abort() => Inner.Abort();

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var part = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new(part.Count, part.MessageType, part.EndOfMessage, CloseStatus, CloseStatusDescription);
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        Inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override void Dispose() => Inner.Dispose();
}
