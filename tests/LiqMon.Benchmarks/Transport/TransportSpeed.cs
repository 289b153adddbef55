using System.Globalization;
using System.Net.WebSockets;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Benchmarks.Transport;

/// <summary>
/// What the transport alone costs: whole messages from a loopback socket to a handler that only counts them, in frames per
/// second of processor time, beside a bare <see cref="ClientWebSocket"/> without limits of any kind.
/// </summary>
public static class TransportSpeed
{
    private const int Rounds = 7;

    private static readonly ConnectionFailure Enough = new(GapReason.ConnectionLost, "enough");

    private static readonly (string Name, Func<Uri, int, Task> Receive)[] Transports =
    [
        ("ClientWebSocket", BareAsync),
        ("WebSocketConnection", ConnectionAsync),
    ];

    /// <summary>Measures in turns and prints the median of each.</summary>
    /// <param name="frames">Frames in each round.</param>
    public static async Task RunAsync(int frames)
    {
        using var flood = await FrameFlood.StartAsync(frames);
        var rounds = Transports.Select(_ => new List<(double PerSecond, double Bytes)>()).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < Transports.Length; i++)
            {
                GC.Collect();
                var (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
                await Transports[i].Receive(flood.Url, frames);
                var seconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
                // The first round warms up.
                if (round >= 0)
                    rounds[i].Add((frames / seconds, (GC.GetTotalAllocatedBytes() - allocated) / (double)frames));
            }
        }

        for (var i = 0; i < Transports.Length; i++)
        {
            var sorted = rounds[i].OrderBy(round => round.PerSecond).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Transports[i].Name,-20} {sorted[Rounds / 2].PerSecond,10:N0} frames of {FrameFlood.MessageBytes} B per CPU-second "
                + $"({sorted[0].PerSecond:N0} to {sorted[^1].PerSecond:N0}), {sorted[Rounds / 2].Bytes:N0} B allocated a frame"));
        }
    }

    private static async Task BareAsync(Uri url, int frames)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, CancellationToken.None);
        var buffer = new byte[64 * 1024];
        for (var whole = 0; whole < frames;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.EndOfMessage)
                whole++;
        }
    }

    private static async Task ConnectionAsync(Uri url, int frames)
    {
        var (connection, failure) = await WebSocketConnection.ConnectAsync(
            url, new FeedOptions(), gzip: false, headers: null, TimeProvider.System, CancellationToken.None);
        if (connection is null)
            throw new InvalidOperationException(failure!.Detail);
        await using (connection)
        {
            var whole = 0;
            var end = await connection.RunAsync(
                _ => ValueTask.FromResult(++whole < frames ? null : Enough), CancellationToken.None);
            if (end != Enough)
                throw new InvalidOperationException(end.Detail);
        }
    }
}
