using System.Net.WebSockets;
using LiqMon.Http;
using Websocket.Client;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// Hands each message of the package to a handler. Never throws: the package would silently drop a subscriber that does.
/// </summary>
internal sealed class MessageObserver(GuardedWebSocket socket, MessageHandler handler, GzipFrameDecoder? inflater, int limit)
    : IObserver<ResponseMessage>
{
    public void OnNext(ResponseMessage value)
    {
        try
        {
            socket.HoldUntil(Handle(value.Binary!));
        }
        catch (Exception exception)
        {
            socket.HoldUntil(ValueTask.FromException<ConnectionFailure?>(exception));
        }
    }

    public void OnError(Exception error) => socket.HoldUntil(ValueTask.FromException<ConnectionFailure?>(error));

    public void OnCompleted()
    {
        // The package's client is being disposed; its reader ends by that.
    }

    private ValueTask<ConnectionFailure?> Handle(byte[] message)
    {
        // With text conversion off the package no longer says which type a message has; the socket does.
        if (inflater is null || socket.MessageType != WebSocketMessageType.Binary)
            return handler(message);
        return inflater.TryInflate(message, out var inflated)
            ? handler(inflated)
            : ValueTask.FromResult<ConnectionFailure?>(GuardedWebSocket.Oversized(limit));
    }
}
