using System.Net;
using Microsoft.AspNetCore.Connections;

namespace LiqMon.Api;

/// <summary>
/// Keeps the number of connections in bounds without ever shutting a newcomer out: when there are too many, the one that
/// has been idle longest makes room, then one whose request is overdue. So health is answered however many connections
/// others hold open. Streams do not count here; see <see cref="LiveBroadcaster"/>. May be used by several threads.
/// </summary>
internal sealed class ConnectionLimiter(ConnectionLimits limits, TimeProvider time, MinuteLog log)
{
    private readonly Lock _gate = new();
    private readonly List<HttpConnection> _open = [];

    /// <summary>Connections that are open at this moment.</summary>
    internal int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Serves one connection to its end, as a middleware of Kestrel.</summary>
    internal async Task ServeAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var address = (context.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "";
        var connection = new HttpConnection(
            address, time, () => context.Abort(new ConnectionAbortedException("Closed to make room for another connection.")));
        if (!TryAdd(connection))
        {
            log.Warn($"too many connections are busy; the newest one, from {address}, was closed");
            context.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        try
        {
            context.Features.Set(connection);
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _open.Remove(connection);
        }
    }

    /// <summary>Takes a connection in; closes another one for it where there are too many.</summary>
    /// <returns>False when there is no room and none can be made.</returns>
    internal bool TryAdd(HttpConnection connection)
    {
        HttpConnection? leaving;
        lock (_gate)
        {
            var counted = _open.Where(other => other.Use != ConnectionUse.Streaming).ToList();
            var own = counted.Where(other => other.Address == connection.Address).ToList();
            var isFull = counted.Count >= limits.Connections;
            leaving = own.Count >= limits.ConnectionsOfAddress ? Dispensable(own)
                : isFull ? Dispensable(counted)
                : null;
            if (leaving is null && (isFull || own.Count >= limits.ConnectionsOfAddress))
                return false;
            if (leaving is not null)
                _open.Remove(leaving);
            _open.Add(connection);
        }

        if (leaving is not null)
        {
            log.Warn($"many connections are open; one from {leaving.Address} that was not used was closed for a new one");
            leaving.Close();
        }

        return true;
    }

    private HttpConnection? Dispensable(List<HttpConnection> connections) =>
        connections.Where(one => one.Use == ConnectionUse.Idle).MaxBy(one => one.Age)
        ?? connections.Where(one => one.Use == ConnectionUse.Answering && one.Age > limits.Overdue).MaxBy(one => one.Age);
}

/// <summary>How many connections there may be. Streams are not counted; they have limits of their own.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Connections from all addresses.</summary>
    public int Connections { get; init; } = 128;

    /// <summary>Connections from one address.</summary>
    public int ConnectionsOfAddress { get; init; } = 64;

    /// <summary>How long after its arrival a request that is still being answered may lose its connection to another.</summary>
    public TimeSpan Overdue { get; init; } = TimeSpan.FromSeconds(10);
}
