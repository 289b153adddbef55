using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace LiqMon.Benchmarks.Transport;

/// <summary>
/// A venue that does nothing but send equal text frames as fast as they are taken, in a process of its own, so that its
/// processor time is not the client's.
/// </summary>
internal sealed class FrameFlood : IDisposable
{
    /// <summary>Bytes of a frame's message: a frame of a few trades.</summary>
    internal const int MessageBytes = 840;

    /// <summary>First argument of the process that sends.</summary>
    internal const string Verb = "transport-flood";

    private const int FramesPerWrite = 256;

    private readonly Process _process;

    private FrameFlood(Process process, Uri url) => (_process, Url) = (process, url);

    internal Uri Url { get; }

    /// <param name="frames">Frames for each connection.</param>
    internal static async Task<FrameFlood> StartAsync(int frames)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, frames.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sender did not start.");
        return new FrameFlood(process, new Uri(url));
    }

    /// <summary>Sends to one client after the other until the process is ended.</summary>
    internal static async Task ServeAsync(int frames)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var block = Block();
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            await AcceptAsync(stream);
            try
            {
                for (var left = frames; left > 0; left -= FramesPerWrite)
                    await stream.WriteAsync(block.AsMemory(0, block.Length / FramesPerWrite * Math.Min(left, FramesPerWrite)));
                // Until the client leaves.
                var ignored = new byte[1024];
                while (await stream.ReadAsync(ignored) > 0)
                    continue;
            }
            catch (IOException)
            {
                // The client has left.
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static byte[] Block()
    {
        var frame = new byte[4 + MessageBytes];
        frame[0] = 0x81;
        frame[1] = 126;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), MessageBytes);
        frame.AsSpan(4).Fill((byte)'x');
        return [.. Enumerable.Repeat(frame, FramesPerWrite).SelectMany(bytes => bytes)];
    }

    private static async Task AcceptAsync(NetworkStream stream)
    {
        var request = "";
        var buffer = new byte[4096];
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        const string Name = "Sec-WebSocket-Key: ";
        var key = request.Split("\r\n").Single(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))[Name.Length..];
#pragma warning disable CA5350 // The handshake of RFC 6455 is made with SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
    }
}
