using System.Collections.Immutable;
using System.Net.WebSockets;
using LiqMon.Http;

namespace LiqMon.Feeds.Sockets;

/// <summary>Connects sockets.</summary>
/// <param name="http">Makes the handshake; lives as long as the program.</param>
internal sealed class WebSocketDialer(HttpMessageInvoker http)
{
    public static WebSocketDialer Shared { get; } = Over(HostConnector.Shared);

    /// <summary>Reaches hosts by a connector. The library's own handler would follow a redirect to any host.</summary>
    public static WebSocketDialer Over(HostConnector connector) => new(new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = connector.ConnectAsync,
    }));

    /// <returns>The connected socket, or why there is none.</returns>
    public async Task<(WebSocket? Socket, ConnectionFailure? Failure)> DialAsync(
        Uri url,
        FeedOptions options,
        IReadOnlyDictionary<string, string>? headers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
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
            await socket.ConnectAsync(url, http, either.Token);
            return (socket, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Without an answer the status is 0; with one it says more than the exception.
            var status = (int)socket.HttpStatusCode;
            var retryAfter = socket.HttpResponseHeaders is { } answered && answered.TryGetValue("Retry-After", out var values)
                ? ConnectionFailure.RetryAfterOf(values.FirstOrDefault(), time.GetUtcNow())
                : null;
            socket.Dispose();
            return (null, status is 0 or 101
                ? ConnectionFailure.OfConnect(exception, url.Authority)
                : ConnectionFailure.OfStatus(status, retryAfter, url.Authority));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
