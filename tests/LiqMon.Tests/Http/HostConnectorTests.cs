using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Tests.Feeds;

namespace LiqMon.Tests.Http;

public sealed class HostConnectorTests
{
    private static readonly IPAddress Dead = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task The_second_address_is_tried_when_the_first_never_answers()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        using var silent = SilentAddress.Occupy(Dead, server.RestUrl.Port);
        var (connection, failure) = await DialAsync(server, TimeSpan.FromMilliseconds(200), Dead, IPAddress.Loopback);
        await using (connection)
            Assert.Null(failure);
        Assert.Equal(1, server.Dialled);
    }

    [Fact]
    public async Task The_second_address_is_tried_at_once_when_the_first_refuses()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        // So long a limit would end the attempt if it were waited for.
        var (connection, failure) = await DialAsync(server, TimeSpan.FromMinutes(1), Dead, IPAddress.Loopback);
        await using (connection)
            Assert.Null(failure);
    }

    [Fact]
    public async Task Only_the_last_address_may_take_all_the_time()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        using var silent = SilentAddress.Occupy(Dead, server.RestUrl.Port);
        var watch = Stopwatch.StartNew();
        var (connection, failure) = await DialAsync(server, TimeSpan.FromMilliseconds(50), Dead);
        Assert.Null(connection);
        Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(900));
        Assert.Equal((GapReason.Unreachable, $"unreachable: no answer in time (venue.test:{server.RestUrl.Port})"), (failure!.Reason, failure.Detail));
    }

    [Fact]
    public async Task However_many_addresses_are_dead_the_last_has_its_turn()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        using var silent = SilentAddress.Occupy(Dead, server.RestUrl.Port);
        // A second for each would be longer than the 20 seconds of the whole attempt.
        var (connection, failure) = await DialAsync(
            server, TimeSpan.FromSeconds(1), [.. Enumerable.Repeat(Dead, 30), IPAddress.Loopback]);
        await using (connection)
            Assert.Null(failure);
    }

    [Fact]
    public void Everything_that_leaves_this_machine_tries_each_address()
    {
        using var influx = InfluxHttp.NewHandler(new Uri("https://influx.example"));
        Assert.Equal(HostConnector.Shared.ConnectAsync, influx.ConnectCallback);
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_resolved()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        var (_, failure) = await DialAsync(server, TimeSpan.FromSeconds(1));
        Assert.Equal(GapReason.NameNotResolved, failure!.Reason);
    }

    [Fact]
    public void Families_take_turns_beginning_with_the_preferred_one()
    {
        string[] addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2"];
        Assert.Equal(
            ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"],
            HostConnector.Alternate([.. addresses.Select(IPAddress.Parse)]).Select(address => address.ToString()));
    }

    private static Task<(WebSocketConnection? Connection, ConnectionFailure? Failure)> DialAsync(
        VenueServer server, TimeSpan addressTimeout, params IPAddress[] addresses)
    {
        var connector = new HostConnector((_, _) => Task.FromResult(addresses), addressTimeout, TimeProvider.System);
        var url = new UriBuilder(server.WebSocketUrl) { Host = "venue.test" }.Uri;
        var options = new FeedOptions { ConnectTimeout = TimeSpan.FromSeconds(addresses.Length > 1 ? 20 : 1) };
        return WebSocketConnection.ConnectAsync(
            WebSocketDialer.Over(connector), url, options, gzip: false, headers: null, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>An address that answers no more connections: its queue is full and nobody accepts.</summary>
    private sealed class SilentAddress : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public static SilentAddress Occupy(IPAddress address, int port)
        {
            var silent = new SilentAddress();
            var listener = silent.NewSocket();
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(0);
            var waiting = true;
            while (waiting)
            {
                var client = silent.NewSocket();
                client.Blocking = false;
                try
                {
                    client.Connect(address, port);
                }
                catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    waiting = client.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
                }
            }

            return silent;
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

        private Socket NewSocket()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            return socket;
        }
    }
}
