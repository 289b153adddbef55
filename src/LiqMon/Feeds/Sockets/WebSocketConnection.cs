using System.Net.WebSockets;
using LiqMon.Http;
using Websocket.Client;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// One WebSocket connection that delivers whole messages within limits of size and time. What can go wrong on a network
/// is a value; only cancellation and a failing handler are exceptions. One reader; several senders.
/// </summary>
/// <remarks>
/// Websocket.Client reads and assembles the messages. Its reconnection is off: one client is one connection. Its ways of
/// sending are not used: they report success on a dead connection, and none sends bytes as text and waits.
/// </remarks>
public sealed class WebSocketConnection : IAsyncDisposable
{
    private readonly GuardedWebSocket _socket;
    private readonly WebsocketClient _client;
    private readonly GzipFrameDecoder? _inflater;
    private readonly int _limit;

    private WebSocketConnection(Uri url, WebSocket socket, FeedOptions options, bool gzip, TimeProvider time)
    {
        _socket = new GuardedWebSocket(socket, options, time);
        _limit = options.FrameLimit;
        _inflater = gzip ? new GzipFrameDecoder(options.FrameLimit) : null;
        _client = new WebsocketClient(url, logger: null, (_, _) => Task.FromResult<WebSocket>(_socket))
        {
            IsReconnectionEnabled = false,
            ReconnectTimeout = null,
            ErrorReconnectTimeout = null,
            IsTextMessageConversionEnabled = false,
        };
    }

    /// <summary>Connects. Nothing is received before <see cref="RunAsync"/>.</summary>
    /// <param name="url">Where.</param>
    /// <param name="options">Limits.</param>
    /// <param name="gzip">Whether binary messages are compressed.</param>
    /// <param name="headers">What the venue wants in the handshake; null for nothing.</param>
    /// <param name="time">Clock of the limits.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public static Task<(WebSocketConnection? Connection, ConnectionFailure? Failure)> ConnectAsync(
        Uri url,
        FeedOptions options,
        bool gzip,
        IReadOnlyDictionary<string, string>? headers,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        ConnectAsync(WebSocketDialer.Shared, url, options, gzip, headers, time, cancellationToken);

    /// <summary>Receives until the connection ends. To be called once.</summary>
    /// <param name="handler">Called with one message after the other; no longer running when this returns.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>Why it ended.</returns>
    public async Task<ConnectionFailure> RunAsync(MessageHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handler);
        using var subscription = _client.MessageReceived.Subscribe(new MessageObserver(_socket, handler, _inflater, _limit));
        await using var abort = cancellationToken.UnsafeRegister(static state => ((WebSocketConnection)state!)._socket.Abort(), this);
        // StartOrFail reads on its caller's thread until it first has to wait, which in a flood takes long.
        await Task.Run(_client.StartOrFail, CancellationToken.None);
        var failure = await _socket.Ended;
        cancellationToken.ThrowIfCancellationRequested();
        return failure;
    }

    /// <summary>Sends a text message.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public Task<ConnectionFailure?> SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        _socket.SendTextAsync(text, cancellationToken);

    /// <summary>Closes our half; what the venue sends until it closes its own is still received.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public Task<ConnectionFailure?> CloseGracefullyAsync(CancellationToken cancellationToken) =>
        _socket.SendCloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        // The client knows the socket only once it runs.
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static async Task<(WebSocketConnection? Connection, ConnectionFailure? Failure)> ConnectAsync(
        WebSocketDialer dialer,
        Uri url,
        FeedOptions options,
        bool gzip,
        IReadOnlyDictionary<string, string>? headers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        var (socket, failure) = await dialer.DialAsync(url, options, headers, time, cancellationToken);
        return socket is null ? (null, failure) : (new WebSocketConnection(url, socket, options, gzip, time), null);
    }
}
