using System.Net;
using System.Net.Sockets;
using System.Text;
using LiqMon.Api;
using LiqMon.Tests.Alerts;

namespace LiqMon.Tests.Api;

/// <summary>Whoever holds connections open keeps nobody else out.</summary>
public sealed class ConnectionTests
{
    private static readonly ConnectionLimits Few = new() { Connections = 4, ConnectionsOfAddress = 4 };

    [Fact]
    public async Task Health_is_answered_while_others_hold_every_connection()
    {
        await using var server = await RunningServer.StartAsync(o => o with { Connections = Few });
        using var idle = new Sockets();
        for (var i = 0; i < 20; i++)
            await idle.OpenAsync(server, i % 2 == 0 ? "" : "GET /healthz/live HTTP/1.1\r\nHost: local");

        using var fresh = NewCaller(server);
        for (var i = 0; i < 5; i++)
            Assert.Equal("live", await fresh.GetStringAsync("/healthz/live"));
    }

    [Fact]
    public async Task Live_streams_take_no_connection_of_others()
    {
        await using var server = await RunningServer.StartAsync(o => o with { Connections = Few });
        List<HttpResponseMessage> streams = [];
        for (var i = 0; i < 8; i++)
            streams.Add(await server.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead));
        using var fresh = NewCaller(server);

        Assert.All(streams, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));
        Assert.Equal("live", await fresh.GetStringAsync("/healthz/live"));
        Assert.Equal(8, server.Live.Subscribers);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task One_address_has_so_many_streams_and_gets_a_place_back_when_one_ends()
    {
        await using var server = await RunningServer.StartAsync(o => o with { StreamsOfAddress = 1 });
        using (var first = await server.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead))
        {
            using var second = await server.Http.GetAsync("/api/stream");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
            Assert.Equal("10", second.Headers.GetValues("Retry-After").Single());
        }

        await Until.TrueAsync(() => server.Live.Subscribers == 0, "the stream ends");
        using var third = await server.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task The_ticks_of_pages_take_places_of_the_same_address()
    {
        await using var server = await RunningServer.StartAsync(o => o with { StreamsOfAddress = 2 }, map: Dashboard.LivePage.Map);
        using var stream = await server.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);
        using (var page = await server.Http.GetAsync("/live/ticks", HttpCompletionOption.ResponseHeadersRead))
        {
            using var second = await server.Http.GetAsync("/live/ticks");
            using var third = await server.Http.GetAsync("/api/stream");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (page.StatusCode, second.StatusCode));
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        }

        await Until.TrueAsync(() => server.Live.Subscribers == 1, "the page leaves");
        using var next = await server.Http.GetAsync("/live/ticks", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_not_waited_for()
    {
        await using var server = await RunningServer.StartAsync();
        using var slow = new Sockets();
        var socket = await slow.OpenAsync(server, "GET /api/venues HTTP/1.1\r\nHost: localhost\r\nX: ");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(socket.GetStream());

        Assert.Contains("408", await reader.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_that_was_idle_longest_makes_room()
    {
        var (time, closed) = (new FakeTime(), new List<string>());
        var limiter = new ConnectionLimiter(Few, time, new MinuteLog(new KeptLog(), time));
        var connections = Enumerable.Range(0, 5).Select(i => new HttpConnection("a", time, () => closed.Add($"{i}"))).ToList();
        foreach (var connection in connections.Take(4))
        {
            Assert.True(limiter.TryAdd(connection));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        connections[0].Become(ConnectionUse.Answering);
        Assert.True(limiter.TryAdd(connections[4]));

        Assert.Equal(["1"], closed);
        Assert.Equal(4, limiter.Open);
    }

    [Fact]
    public void A_request_that_is_being_answered_keeps_its_connection_until_it_is_overdue()
    {
        var (time, closed) = (new FakeTime(), new List<string>());
        var limiter = new ConnectionLimiter(Few, time, new MinuteLog(new KeptLog(), time));
        for (var i = 0; i < 4; i++)
        {
            var busy = new HttpConnection("a", time, () => closed.Add("busy"));
            Assert.True(limiter.TryAdd(busy));
            busy.Become(ConnectionUse.Answering);
        }

        Assert.False(limiter.TryAdd(new HttpConnection("a", time, () => { })));
        time.Advance(Few.Overdue + TimeSpan.FromSeconds(1));
        Assert.True(limiter.TryAdd(new HttpConnection("a", time, () => { })));
        Assert.Equal(["busy"], closed);
    }

    [Fact]
    public void One_address_takes_no_place_of_another()
    {
        var (time, closed) = (new FakeTime(), new List<string>());
        var limiter = new ConnectionLimiter(Few with { ConnectionsOfAddress = 2 }, time, new MinuteLog(new KeptLog(), time));
        foreach (var address in new[] { "guest", "many", "many", "many", "many" })
        {
            Assert.True(limiter.TryAdd(new HttpConnection(address, time, () => closed.Add(address))));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["many", "many"], closed);
    }

    [Fact]
    public void The_log_has_one_line_a_minute()
    {
        var (time, log) = (new FakeTime(), new KeptLog());
        var lines = new MinuteLog(log, time);
        for (var i = 0; i < 1_000; i++)
            lines.Warn("closed");
        time.Advance(TimeSpan.FromMinutes(1));
        lines.Warn("closed");

        Assert.Equal(["HTTP: closed", "HTTP: closed (and 999 more like it since the last such line)"], log.Lines);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/api/venues")]
    [InlineData("/api/stream")]
    public async Task Head_is_answered_with_the_headers_alone(string path)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Content.Headers.ContentType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    private static HttpClient NewCaller(RunningServer server)
    {
        var caller = new HttpClient { BaseAddress = server.Http.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
        caller.DefaultRequestHeaders.ConnectionClose = true;
        return caller;
    }

    private sealed class Sockets : IDisposable
    {
        private readonly List<TcpClient> _open = [];

        public async Task<TcpClient> OpenAsync(RunningServer server, string sent)
        {
            var socket = new TcpClient();
            _open.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress!.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent));
            return socket;
        }

        public void Dispose() => _open.ForEach(socket => socket.Dispose());
    }
}
