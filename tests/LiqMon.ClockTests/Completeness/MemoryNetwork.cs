using System.Collections.Concurrent;
using System.Net.Sockets;
using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>
/// The network between LiqMon and simulated venues, in memory: requests and sockets to <c>http://VENUE.simulated</c>. It
/// knows when everything that was sent has been taken, which no real network does.
/// </summary>
/// <param name="simulation">The venues.</param>
/// <param name="time">Clock of LiqMon's limits.</param>
internal sealed class MemoryNetwork(Simulation simulation, TimeProvider time) : HttpMessageHandler
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<MemoryConnection, Task> _connections = new();
    private volatile bool _isHeld;
    private int _requests;

    /// <summary>Number of requests ever made.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Whether all that was sent has been taken.</summary>
    public bool IsIdle => _connections.Keys.All(connection => connection.IsIdle);

    public static Uri Url(string scheme, string venue) => new($"{scheme}://{venue}.simulated");

    /// <summary>LiqMon stands still: what venues send waits in its buffers.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>LiqMon goes on.</summary>
    public void Release()
    {
        _isHeld = false;
        foreach (var connection in _connections.Keys)
            connection.Wake();
    }

    /// <summary>Cuts all connections and waits until the venues have left them.</summary>
    public async Task CloseAsync()
    {
        foreach (var (connection, serving) in _connections)
        {
            connection.Cut();
            await serving;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var venue = request.RequestUri!.Host.Split('.')[0];
        if (simulation.IsRefusing(venue))
            throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));
        var connection = new MemoryConnection(() => _isHeld);
        var exchange = new MemoryRequest(request, connection);
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using (either.Token.Register(exchange.Abort))
        {
            var serving = ServeAsync(venue, exchange, connection);
            await Task.WhenAny(serving, exchange.Accepted);
            if (exchange.Accepted.IsCompleted)
                _connections[connection] = serving;
            else
                await serving;
        }

        either.Token.ThrowIfCancellationRequested();
        return exchange.Response();
    }

    private async Task ServeAsync(string venue, MemoryRequest exchange, MemoryConnection connection)
    {
        await simulation.HandleAsync(venue, exchange.Http);
        // It stays in the list: LiqMon may stand still and has yet to see its end.
        await connection.VenueEnd.DisposeAsync();
    }
}
