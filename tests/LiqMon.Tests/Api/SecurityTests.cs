using System.Net;
using System.Net.Sockets;
using System.Text;
using LiqMon.Api;
using LiqMon.Cli;
using LiqMon.Cli.Live;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Api;

public sealed class SecurityTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("127.0.0.1.evil.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("monitor.example:8190", 200)]
    public async Task Only_known_host_names_are_answered(string host, int status)
    {
        await using var server = await RunningServer.StartAsync(o => o with { AllowedHosts = ["monitor.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/venues") { Headers = { Host = host } };

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/squeeze", 405)]
    [InlineData("DELETE", "/api/venues", 405)]
    [InlineData("OPTIONS", "/api/venues", 405)]
    [InlineData("PUT", "/nothing", 405)]
    [InlineData("GET", "/nothing", 404)]
    public async Task Only_get_and_head_are_answered(string verb, string path, int status)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/api/venues")]
    [InlineData("/nothing")]
    [InlineData("/api/squeeze?window=x")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_has_the_safe_headers(string path)
    {
        await using var server = await RunningServer.StartAsync();

        using var response = await server.Http.GetAsync(path);

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(Key, 200)]
    public async Task With_a_key_every_caller_must_send_it(string? key, int status)
    {
        await using var server = await RunningServer.StartAsync(o => o with { Key = new ApiKey(Key) });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/venues");
        if (key is not null)
            request.Headers.Add(ApiKey.Header, key);

        using var response = await server.Http.SendAsync(request);
        using var inQuery = await server.Http.GetAsync($"/api/venues?api_key={Key}");
        using var health = await server.Http.GetAsync("/healthz/live");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, inQuery.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public void Without_a_key_it_does_not_open_to_other_machines()
    {
        var venues = KnownVenues.Of(_ => true);
        var options = new ApiOptions { Listen = new IPEndPoint(IPAddress.Any, 0), Venues = venues, Time = FixedTime.Noon };
        var sources = new ApiSources { Answers = new StoreQueries(() => StoreReader.Open("."), venues), Live = new LiveBroadcaster() };

        Assert.Throws<ArgumentException>(() => ApiServer.Build(options, sources));
    }

    [Fact]
    public async Task A_failure_shows_nothing_of_the_inside()
    {
        await using var server = await RunningServer.StartAsync(show: s => s with
        {
            Answers = new StoreQueries(() => StoreReader.Open("/no/such/folder"), s.Answers.KnownVenues),
        });

        using var response = await server.Http.GetAsync("/api/squeeze");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("{\"error\":\"The store cannot be read; the monitor\\u0027s log has the reason.\"}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_given_up()
    {
        using var release = new ManualResetEventSlim();
        using var written = new StringWriter { NewLine = "\n" };
        using var logs = LogSetup.Of(new CliContext { Out = written, Error = written, Time = FixedTime.Noon, ProgramDirectory = "." }, out _);
        await using var server = await RunningServer.StartAsync(
            o => o with { RequestTimeout = TimeSpan.FromMilliseconds(50) },
            s => s with { Answers = new StoreQueries(() => { release.Wait(); return StoreReader.Open("."); }, s.Answers.KnownVenues) },
            logs: logs);

        using var response = await server.Http.GetAsync("/api/squeeze");
        release.Set();

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        // One line, and nothing of where in the program it was.
        Assert.Equal("2026-11-20T12:00:00.000Z WARN  3000 HTTP: an answer to /api/squeeze took too long", Assert.Single(written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_caller_that_asks_too_often_is_told_to_wait()
    {
        await using var server = await RunningServer.StartAsync(o => o with { RequestBurst = 1, RequestsPerSecond = 1 });

        using var first = await server.Http.GetAsync("/api/venues");
        using var second = await server.Http.GetAsync("/api/venues");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.Equal("1", second.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Huge_headers_are_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress!.Port);
        var request = $"GET /api/venues HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 20_000)}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));

        using var reader = new StreamReader(socket.GetStream());
        Assert.Contains("431", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }
}
