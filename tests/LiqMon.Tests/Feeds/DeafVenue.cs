using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Tests.Feeds;

/// <summary>Speaks a few frames over a bare socket as soon as it is spoken to, and then neither reads nor answers: a half-open connection.</summary>
internal sealed class DeafVenue : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string[] _frames;
    private readonly List<TcpClient> _clients = [];

    public DeafVenue(params string[] frames)
    {
        _frames = frames;
        _listener.Start();
        Serving = ServeAsync();
    }

    public Uri Url => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public Task Serving { get; }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients)
            client.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                await GreetAsync(client.GetStream());
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task GreetAsync(NetworkStream stream)
    {
        var request = await ReadTextAsync(stream, text => text.EndsWith("\r\n\r\n", StringComparison.Ordinal));
        var key = request.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..];
#pragma warning disable CA5350 // The handshake of RFC 6455 is made with SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        // The subscription: enough to have seen one byte of it.
        await ReadTextAsync(stream, text => text.Length > 0);
        foreach (var frame in _frames)
            await stream.WriteAsync((byte[])[0x81, (byte)frame.Length, .. Encoding.ASCII.GetBytes(frame)]);
    }

    private static async Task<string> ReadTextAsync(NetworkStream stream, Func<string, bool> isWhole)
    {
        var text = "";
        var buffer = new byte[4096];
        while (!isWhole(text) && await stream.ReadAsync(buffer) is > 0 and var read)
            text += Encoding.ASCII.GetString(buffer, 0, read);
        return text;
    }
}
