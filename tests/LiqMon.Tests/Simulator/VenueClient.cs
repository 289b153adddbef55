using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiqMon.Simulator;

namespace LiqMon.Tests.Simulator;

/// <summary>
/// A plain WebSocket client of a simulated venue. Each wait has a limit of its own: while other tests keep all threads of the
/// runner busy a test stands still, and that time must not count against what it waits for next.
/// </summary>
internal sealed class VenueClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 22];

    public ClientWebSocketOptions Options => _socket.Options;

    public WebSocketState State => _socket.State;

    public static async Task<VenueClient> ConnectAsync(Simulation simulation, string venue, string path)
    {
        var client = new VenueClient();
        await client.OpenAsync(simulation, venue, path);
        return client;
    }

    public async Task OpenAsync(Simulation simulation, string venue, string path)
    {
        using var limit = new CancellationTokenSource(Wait.Patience);
        await _socket.ConnectAsync(new Uri(simulation.Endpoints[venue].WebSocketUrl, path), limit.Token).ConfigureAwait(false);
    }

    public async Task SendAsync(string text)
    {
        using var limit = new CancellationTokenSource(Wait.Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, limit.Token).ConfigureAwait(false);
    }

    /// <summary>The next message, unpacked if it was gzip; null when the connection ended.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var length = 0;
        using var limit = new CancellationTokenSource(Wait.Patience);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                length += part.Count;
                if (!part.EndOfMessage) continue;
                if (part.MessageType == WebSocketMessageType.Text) return Encoding.UTF8.GetString(_buffer, 0, length);
                using var unpacked = new StreamReader(
                    new GZipStream(new MemoryStream(_buffer, 0, length), CompressionMode.Decompress), Encoding.UTF8);
                return await unpacked.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (!limit.IsCancellationRequested
            && ended is WebSocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    public async Task<JsonElement> JsonAsync()
    {
        using var document = JsonDocument.Parse(await ReceiveAsync() ?? throw new InvalidOperationException("the connection ended"));
        return document.RootElement.Clone();
    }

    /// <summary>The next message that passes; others are skipped.</summary>
    public async Task<JsonElement> JsonAsync(Func<JsonElement, bool> isWanted)
    {
        while (true)
        {
            var message = await JsonAsync();
            if (isWanted(message)) return message;
        }
    }

    public async Task<JsonElement> AskAsync(string text)
    {
        await SendAsync(text);
        return await JsonAsync();
    }

    public void Dispose() => _socket.Dispose();
}
