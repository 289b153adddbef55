using LiqMon.Api;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Tests.Api;

/// <summary>
/// Every code that an endpoint is described to answer with is one that it does answer with, by a request that brings it about, and its
/// answer is as it is described.
/// </summary>
public sealed class DescribedRefusalsTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task An_endpoint_refuses_as_it_is_described(int code)
    {
        using var release = new ManualResetEventSlim();
        await using var server = await StartAsync(code, release);
        using var keyed = new HttpClient { BaseAddress = server.Http.BaseAddress };
        keyed.DefaultRequestHeaders.Add(ApiKey.Header, Key);
        ApiContract contract;
        await using (var describing = await RunningServer.StartAsync())
            contract = await ApiContract.ReadAsync(describing.Http);
        var described = contract.Paths.Where(path => contract.Codes(path).Contains(code)).ToList();
        List<string> faults = [];
        try
        {
            foreach (var path in contract.Paths)
            {
                // What is not described must not happen either, but for the stream, which begins before anything can fail.
                if (!described.Contains(path) && path == "/api/stream")
                    continue;
                using var answer = await SendAsync(code == 401 ? server.Http : keyed, code, path, described.Contains(path));
                faults.AddRange(await contract.FaultsAsync(path, answer));
                if (described.Contains(path) && (int)answer.StatusCode != code)
                    faults.Add($"{path}: {(int)answer.StatusCode} instead of {code}");
            }
        }
        finally
        {
            release.Set();
        }

        Assert.NotEmpty(described);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task No_code_is_described_that_the_test_above_does_not_bring_about()
    {
        await using var server = await RunningServer.StartAsync();
        var contract = await ApiContract.ReadAsync(server.Http);

        Assert.Equal([200, 400, 401, 405, 413, 429, 500, 503, 504], contract.Paths.SelectMany(contract.Codes).Distinct().Order());
    }

    [Fact]
    public async Task What_is_not_there_is_answered_with_404_and_an_error()
    {
        await using var server = await RunningServer.StartAsync();

        using var answer = await server.Http.GetAsync("/api/nothing");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.StartsWith("{\"error\":\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/squeeze")]
    [InlineData("/api/liquidations")]
    [InlineData("/api/venues")]
    [InlineData("/api/stream")]
    [InlineData("/metrics")]
    [InlineData("/healthz/ready")]
    [InlineData("/api/squeeze?window=x")]
    public async Task Head_has_the_code_and_headers_of_get_and_no_body(string path)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await server.Http.SendAsync(request);
        using var get = await server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, int code, string path, bool isDescribed)
    {
        for (var at = 0; ; at++)
        {
            using var request = Request(code, path);
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            // The one request of a second is answered; those that follow it are too many.
            if (code != 429 || !isDescribed || (int)answer.StatusCode == code || at == 20)
                return answer;
            answer.Dispose();
        }
    }

    private static HttpRequestMessage Request(int code, string path)
    {
        var request = new HttpRequestMessage(code == 405 ? HttpMethod.Post : HttpMethod.Get, path + (path == "/api/map" ? "?asset=BTC" : ""));
        if (code == 400)
            request.Headers.Host = "evil.example";
        return request;
    }

    private static Task<RunningServer> StartAsync(int code, ManualResetEventSlim release) => RunningServer.StartAsync(
        options => code switch
        {
            401 => options with { Key = new ApiKey(Key) },
            413 => options with { AnswerBytes = 1 },
            429 => options with { RequestBurst = 1, RequestsPerSecond = 1, StreamsOfAddress = 0 },
            504 => options with { RequestTimeout = TimeSpan.FromMilliseconds(50), WaitingQuestions = 100 },
            _ => options,
        },
        sources => code switch
        {
            500 => Failing(sources, static () => throw new InvalidOperationException("of the test")),
            503 => Failing(sources, static () => throw new StoreException(StoreFailure.Busy, "of the test")),
            504 => Failing(sources, () => release.Wait()),
            _ => sources,
        },
        code == 503 ? new LiveBroadcaster(maxSubscribers: 0) : null);

    /// <summary>Sources that fail, or do not come back.</summary>
    private static ApiSources Failing(ApiSources sources, Action fail) => sources with
    {
        Answers = new StoreQueries(
            () =>
            {
                fail();
                throw new OperationCanceledException();
            },
            sources.Answers.KnownVenues),
        Ready = () =>
        {
            fail();
            return new ReadinessResult(true, [], 0, 0, []);
        },
        Metrics = () =>
        {
            fail();
            return [];
        },
    };
}
