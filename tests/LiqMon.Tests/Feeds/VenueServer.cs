using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Feeds;

/// <summary>A venue on loopback whose every connection follows a script.</summary>
internal sealed class VenueServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<VenueConnection, Task> _script;
    private readonly Func<HttpContext, Task<bool>>? _http;
    private readonly ConcurrentQueue<VenueConnection> _connections = new();
    private int _dialled;

    private VenueServer(Func<VenueConnection, Task> script, Func<HttpContext, Task<bool>>? http)
    {
        _script = script;
        _http = http;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _app.Run(ServeAsync);
    }

    public Uri RestUrl { get; private set; } = new("http://127.0.0.1");

    public Uri WebSocketUrl => new UriBuilder(RestUrl) { Scheme = "ws" }.Uri;

    /// <summary>How often it was dialled, refused attempts included.</summary>
    public int Dialled => Volatile.Read(ref _dialled);

    public IReadOnlyList<VenueConnection> Connections => [.. _connections];

    /// <param name="script">What each connection does; when it returns, the connection is closed.</param>
    /// <param name="http">Answers requests itself by returning true, also those that ask for a socket.</param>
    public static async Task<VenueServer> StartAsync(Func<VenueConnection, Task> script, Func<HttpContext, Task<bool>>? http = null)
    {
        var server = new VenueServer(script, http);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.RestUrl = new Uri(addresses.Addresses.Single());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            connection.Abort();
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (var connection in _connections)
            connection.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
            Interlocked.Increment(ref _dialled);
        if (_http is not null && await _http(context))
            return;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 404;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new VenueConnection(socket, context, _connections.Count + 1);
        _connections.Enqueue(connection);
        await connection.RunAsync(_script);
    }
}

/// <summary>The venue's end of one connection.</summary>
internal sealed class VenueConnection(WebSocket socket, HttpContext context, int number) : IDisposable
{
    private readonly ConcurrentQueue<string> _received = new();
    private readonly CancellationTokenSource _deaf = new();
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>1 for the first connection of the server.</summary>
    public int Number => number;

    public string Path { get; } = context.Request.Path + context.Request.QueryString;

    public IReadOnlyList<string> Received => [.. _received];

    /// <summary>Whether the client has said goodbye or is gone.</summary>
    public bool IsGone { get; private set; }

    public WebSocketCloseStatus? ClosedWith { get; private set; }

    public async Task RunAsync(Func<VenueConnection, Task> script)
    {
        var listening = ListenAsync();
        try
        {
            await script(this);
            if (!IsGone && socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client went away.
        }

        await listening;
    }

    public async Task SendAsync(string text, bool end = true)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, end, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public Task SendBinaryAsync(byte[] bytes) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Closes the venue's half.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string? description) =>
        socket.CloseOutputAsync(status, description, CancellationToken.None);

    /// <summary>Waits until the client has sent a number of messages.</summary>
    public Task HeardAsync(int count) => Until.TrueAsync(() => _received.Count >= count || IsGone, $"{count} messages from the client");

    /// <summary>Sends a frame again and again until the client is gone.</summary>
    public async Task RepeatAsync(Func<string> frame, int everyMs = 20)
    {
        while (!IsGone)
        {
            await SendAsync(frame());
            await Task.Delay(everyMs);
        }
    }

    /// <summary>Stays connected and says nothing until the client is gone.</summary>
    public Task StayAsync() => Until.TrueAsync(() => IsGone, "the client leaves", 30);

    public void Abort()
    {
        IsGone = true;
        _deaf.Cancel();
        socket.Abort();
    }

    public void Dispose()
    {
        _deaf.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (!_deaf.IsCancellationRequested)
            {
                var read = socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask();
                var part = await read.WaitAsync(_deaf.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    ClosedWith = socket.CloseStatus;
                    IsGone = true;
                    return;
                }

                _received.Enqueue(Encoding.UTF8.GetString(buffer, 0, part.Count));
            }
        }
        catch (OperationCanceledException) when (_deaf.IsCancellationRequested)
        {
            // Asked to be deaf.
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            IsGone = true;
        }
    }
}
