using System.Collections.Immutable;
using System.Net.WebSockets;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// One WebSocket connection that hands out whole messages within limits of size and time. What can go wrong on a network
/// is a value; only cancellation is an exception. One reader; several senders.
/// </summary>
public sealed class FrameSocket : IAsyncDisposable
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>The library's own would follow a redirect to any host.</summary>
    private static readonly HttpMessageInvoker Dialler = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

    private readonly ClientWebSocket _socket;
    private readonly FeedOptions _options;
    private readonly TimeProvider _time;
    private readonly GzipFrameDecoder? _inflater;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[FirstBuffer];

    private FrameSocket(ClientWebSocket socket, FeedOptions options, bool gzip, TimeProvider time)
    {
        _socket = socket;
        _options = options;
        _time = time;
        _inflater = gzip ? new GzipFrameDecoder(options.FrameLimit) : null;
    }

    /// <summary>Connects.</summary>
    /// <param name="url">Where.</param>
    /// <param name="options">Limits.</param>
    /// <param name="gzip">Whether binary frames are compressed.</param>
    /// <param name="headers">What the venue wants in the handshake; null for nothing.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public static async Task<(FrameSocket? Socket, ConnectionFailure? Fault)> ConnectAsync(
        Uri url,
        FeedOptions options,
        bool gzip,
        IReadOnlyDictionary<string, string>? headers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = options.KeepAliveInterval;
        socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", UserAgent.Text);
        foreach (var (name, value) in headers ?? ImmutableDictionary<string, string>.Empty)
            socket.Options.SetRequestHeader(name, value);
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(url, Dialler, either.Token);
            return (new FrameSocket(socket, options, gzip, time), null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Without an answer the status is 0; with one it says more than the exception.
            var status = (int)socket.HttpStatusCode;
            var retryAfter = socket.HttpResponseHeaders is { } answered && answered.TryGetValue("Retry-After", out var values)
                ? ConnectionFailure.RetryAfterOf(values.FirstOrDefault(), time.GetUtcNow())
                : null;
            socket.Dispose();
            return (null, status is 0 or 101
                ? ConnectionFailure.OfConnect(failure, url.Authority)
                : ConnectionFailure.OfStatus(status, retryAfter, url.Authority));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next whole message.</summary>
    public async ValueTask<SocketMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        CancellationTokenSource? deadline = null;
        CancellationTokenSource? either = null;
        var token = cancellationToken;
        try
        {
            for (var length = 0; ;)
            {
                var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return Ended(SocketResult.Closed, new(GapReason.ClosedByVenue, ClosingWords()));
                length += part.Count;
                if (length > _options.FrameLimit)
                    return await RefuseOversizedAsync(cancellationToken);
                if (part.EndOfMessage)
                    return Whole(length, part.MessageType);
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, _options.FrameLimit + 1));
                if (deadline is null)
                {
                    deadline = new CancellationTokenSource(_options.MessageDeadline, _time);
                    either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                    token = either.Token;
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return deadline is { IsCancellationRequested: true }
                ? Ended(SocketResult.TooSlow, new(GapReason.SlowMessage, "a message took too long to arrive whole"))
                : Ended(SocketResult.Lost, ConnectionFailure.OfReceive(failure));
        }
        finally
        {
            either?.Dispose();
            deadline?.Dispose();
        }
    }

    /// <summary>Sends a text message.</summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public Task<ConnectionFailure?> SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        InTurnAsync(
            token => _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, token).AsTask(), cancellationToken);

    /// <summary>Says goodbye; the venue's messages up to its own goodbye can still be received.</summary>
    public Task<ConnectionFailure?> SayGoodbyeAsync(CancellationToken cancellationToken) =>
        InTurnAsync(token => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SocketMessage Ended(SocketResult result, ConnectionFailure fault) => new(result, default, fault);

    private SocketMessage Whole(int length, WebSocketMessageType type)
    {
        ReadOnlyMemory<byte> message = _buffer.AsMemory(0, length);
        if (_inflater is null || type != WebSocketMessageType.Binary)
            return new SocketMessage(SocketResult.Message, message, null);
        return _inflater.TryInflate(message, out var inflated)
            ? new SocketMessage(SocketResult.Message, inflated, null)
            : Ended(SocketResult.Oversized, Oversized());
    }

    private async ValueTask<SocketMessage> RefuseOversizedAsync(CancellationToken cancellationToken)
    {
        await InTurnAsync(
            token => _socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "message too big", token), cancellationToken);
        return Ended(SocketResult.Oversized, Oversized());
    }

    private ConnectionFailure Oversized() =>
        new(GapReason.OversizedFrame, $"a message was larger than {_options.FrameLimit / 1024} KiB");

    private string ClosingWords() => string.IsNullOrWhiteSpace(_socket.CloseStatusDescription)
        ? $"closed by the venue ({(int?)_socket.CloseStatus ?? 1005})"
        : $"closed by the venue ({(int?)_socket.CloseStatus}: {_socket.CloseStatusDescription})";

    private async Task<ConnectionFailure?> InTurnAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.SendTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var entered = false;
        try
        {
            await _sending.WaitAsync(either.Token);
            entered = true;
            await send(either.Token);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? new(GapReason.ConnectionLost, "the venue does not take what is sent")
                : ConnectionFailure.OfReceive(failure);
        }
        finally
        {
            if (entered)
                _sending.Release();
        }
    }
}
