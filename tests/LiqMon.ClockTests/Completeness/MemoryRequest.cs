using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LiqMon.Tests.Completeness;

/// <summary>One HTTP request to a simulated venue as its server sees it, and the answer as LiqMon sees it.</summary>
internal sealed class MemoryRequest : IHttpWebSocketFeature, IHttpRequestLifetimeFeature, IDisposable
{
    // RFC 6455, 1.3.
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly HttpRequestMessage _message;
    private readonly MemoryConnection _connection;
    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _body = new();

    public MemoryRequest(HttpRequestMessage message, MemoryConnection connection)
    {
        _message = message;
        _connection = connection;
        RequestAborted = _aborted.Token;
        Http = new DefaultHttpContext();
        Http.Features.Set<IHttpWebSocketFeature>(this);
        Http.Features.Set<IHttpRequestLifetimeFeature>(this);
        var url = message.RequestUri!;
        Http.Request.Method = message.Method.Method;
        Http.Request.Path = PathString.FromUriComponent(url);
        Http.Request.QueryString = QueryString.FromUriComponent(url);
        if (message.Content is { } content)
            Http.Request.Body = content.ReadAsStream();
        Http.Response.Body = _body;
    }

    public HttpContext Http { get; }

    /// <summary>Ends when the venue has taken the socket.</summary>
    public Task Accepted => _accepted.Task;

    public bool IsWebSocketRequest => _message.Headers.Contains("Sec-WebSocket-Key");

    public CancellationToken RequestAborted { get; set; }

    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        _accepted.TrySetResult();
        // No keep-alive: its timers run by the machine's clock.
        return Task.FromResult(WebSocket.CreateFromStream(
            _connection.VenueEnd, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }));
    }

    public void Abort()
    {
        _aborted.Cancel();
        _connection.Cut();
    }

    /// <summary>What LiqMon receives, once the venue has answered or has taken the socket.</summary>
    public HttpResponseMessage Response()
    {
        if (Accepted.IsCompleted)
        {
            var upgraded = new HttpResponseMessage(HttpStatusCode.SwitchingProtocols)
            {
                RequestMessage = _message,
                Content = new ConnectionContent(_connection.LiqMonEnd),
            };
            upgraded.Headers.Connection.Add("Upgrade");
            upgraded.Headers.Upgrade.ParseAdd("websocket");
            upgraded.Headers.Add("Sec-WebSocket-Accept", AcceptOf(_message.Headers.GetValues("Sec-WebSocket-Key").Single()));
            return upgraded;
        }

        var response = new HttpResponseMessage((HttpStatusCode)Http.Response.StatusCode)
        {
            RequestMessage = _message,
            Content = new ByteArrayContent(_body.ToArray()),
        };
        foreach (var (name, values) in Http.Response.Headers)
            response.Headers.TryAddWithoutValidation(name, values.ToArray());
        return response;
    }

    public void Dispose()
    {
        _body.Dispose();
        _aborted.Dispose();
    }

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // As the protocol wants it.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350
    }

    /// <summary>A body that is read from and written to, as after an upgrade.</summary>
    private sealed class ConnectionContent(Stream stream) : HttpContent
    {
        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => stream;

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(stream);

        protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) =>
            throw new NotSupportedException("a connection has no end to copy to");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
