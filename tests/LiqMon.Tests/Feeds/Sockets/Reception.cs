using System.Text;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;

namespace LiqMon.Tests.Feeds.Sockets;

/// <summary>A connection to a venue on loopback, and all that came over it.</summary>
internal sealed class Reception : IAsyncDisposable
{
    private readonly List<string> _messages = [];

    private Reception(WebSocketConnection connection) => Connection = connection;

    public WebSocketConnection Connection { get; }

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    public static async Task<Reception> OpenAsync(Uri url, FeedOptions? options = null, bool gzip = false)
    {
        var (connection, failure) = await WebSocketConnection.ConnectAsync(
            url, options ?? new FeedOptions(), gzip, headers: null, TimeProvider.System, CancellationToken.None);
        Assert.Null(failure);
        return new Reception(connection!);
    }

    /// <summary>Keeps messages until the connection ends.</summary>
    /// <param name="then">What else the handler does; null for nothing.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public Task<ConnectionFailure> RunAsync(MessageHandler? then = null, CancellationToken cancellationToken = default) =>
        Connection.RunAsync(
            message =>
            {
                lock (_messages)
                    _messages.Add(Encoding.UTF8.GetString(message.Span));
                return then?.Invoke(message) ?? default;
            },
            cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
