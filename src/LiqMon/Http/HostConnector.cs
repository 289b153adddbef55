using System.Net;
using System.Net.Sockets;

namespace LiqMon.Http;

/// <summary>
/// Connects to a host by name. Gives each of its addresses a limited time, so that one that never answers (broken IPv6)
/// does not keep from one that does. The last address has all the time that the caller gives.
/// </summary>
/// <param name="resolve">Addresses of a host, the preferred first.</param>
/// <param name="addressTimeout">Time for each address but the last.</param>
/// <param name="time">Clock of the limit.</param>
public sealed class HostConnector(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeSpan addressTimeout, TimeProvider time)
{
    /// <summary>All addresses but the last have so many times the time of one, together.</summary>
    private const int MostTimeouts = 3;

    /// <summary>With the system's names. A far host needs 0.3 s; one lost packet costs a second more.</summary>
    public static HostConnector Shared { get; } =
        new(static (host, token) => Dns.GetHostAddressesAsync(host, token), TimeSpan.FromSeconds(2), TimeProvider.System);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = Alternate(await resolve(host, cancellationToken));
        // However many there are, the last one's turn comes before the caller gives up.
        var each = addresses.Count - 1 <= MostTimeouts ? addressTimeout : addressTimeout * MostTimeouts / (addresses.Count - 1);
        for (var i = 0; i < addresses.Count - 1; i++)
        {
            if (await TryConnectAsync(new IPEndPoint(addresses[i], port), each, cancellationToken) is { } stream)
                return stream;
        }

        return addresses is [.., var last]
            ? await ConnectAsync(new IPEndPoint(last, port), cancellationToken)
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>
    /// Takes the two families in turn, beginning with the family of the first address: a family that is broken as a whole
    /// costs one address, not all of its addresses.
    /// </summary>
    internal static IReadOnlyList<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return addresses;
        var family = addresses[0].AddressFamily;
        return
        [
            .. addresses.Where(address => address.AddressFamily == family).Select((address, place) => (address, rank: 2 * place))
                .Concat(addresses.Where(address => address.AddressFamily != family).Select((address, place) => (address, rank: 2 * place + 1)))
                .OrderBy(ranked => ranked.rank)
                .Select(ranked => ranked.address),
        ];
    }

    /// <returns>Null when the address refuses or does not answer in time: the next may.</returns>
    private async Task<Stream?> TryConnectAsync(IPEndPoint address, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ConnectAsync(address, either.Token);
        }
        catch (Exception exception) when (
            exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
