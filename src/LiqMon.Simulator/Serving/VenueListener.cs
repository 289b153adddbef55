using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>The server of one venue, which can stop listening and listen again on the same port.</summary>
internal sealed class VenueListener : IAsyncDisposable
{
    private readonly RequestDelegate _handle;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LoopbackServer? _server;
    private Socket? _reservation;
    private bool _isDisposed;

    private VenueListener(RequestDelegate handle, LoopbackServer server) => (_handle, _server, Port) = (handle, server, server.Port);

    public int Port { get; }

    public static async Task<VenueListener> StartAsync(RequestDelegate handle, CancellationToken cancellation) =>
        new(handle, await LoopbackServer.StartAsync(0, handle, cancellation));

    /// <summary>Listens or refuses connections.</summary>
    public async Task SetOpenAsync(bool isOpen)
    {
        await _turn.WaitAsync();
        try
        {
            if (_isDisposed || isOpen == _server is not null) return;
            if (isOpen)
            {
                _server = await LoopbackServer.StartAsync(Port, _handle, CancellationToken.None);
                _reservation?.Dispose();
                _reservation = null;
            }
            else
            {
                await _server!.DisposeAsync();
                _server = null;
                _reservation = Reserve(Port);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _isDisposed = true;
        _reservation?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _turn.Release();
    }

    /// <summary>Keeps the port from other programs: bound, but without listening, so that connections are refused.</summary>
    private static Socket Reserve(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
