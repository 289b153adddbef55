using System.Collections.Concurrent;
using LiqMon.Configuration;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Venues;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Feeds;

public sealed class RestClientTests : IDisposable
{
    private readonly HttpClient _http = RestClient.NewHttpClient();
    private readonly FakeTime _time = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_answer_comes_from_the_venues_own_path()
    {
        var seen = "";
        await using var server = await ServerAsync(async context =>
        {
            seen = $"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.UserAgent}";
            await context.Response.WriteAsync("body");
        });
        var outcome = await Client(server).GetAsync(Request(), CancellationToken.None);
        Assert.Equal(RestStatus.Ok, outcome.Verdict);
        Assert.Equal("body", System.Text.Encoding.UTF8.GetString(outcome.Body.Span));
        Assert.Equal("/v1/x?a=b%20c LiqMon/0.1.0", seen);
    }

    [Fact]
    public async Task Clients_of_one_host_share_what_it_allows()
    {
        await using var server = await ServerAsync(_ => Task.CompletedTask);
        var (pauses, limit) = (new HostRateLimits(_time), new RestLimit { WeightPerMinute = 60 });
        await Client(server, limit, pauses).GetAsync(Request(weight: 30), CancellationToken.None);
        var next = Client(server, limit, pauses).GetAsync(Request(weight: 10), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RestStatus.Ok, (await next).Verdict);
    }

    [Theory]
    [InlineData(429, "11", RestStatus.RateLimited, 11)]
    [InlineData(418, null, RestStatus.RateLimited, 120)]
    [InlineData(403, null, RestStatus.Refused, 600)]
    [InlineData(503, null, RestStatus.Refused, 0)]
    [InlineData(301, null, RestStatus.Refused, 0)]
    public async Task A_refusal_pauses_everything_to_that_host(int status, string? retryAfter, RestStatus verdict, int pause)
    {
        var calls = 0;
        await using var server = await ServerAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref calls) == 1 ? status : 200;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            return Task.CompletedTask;
        });
        var pauses = new HostRateLimits(_time);
        var outcome = await Client(server, pauses: pauses).GetAsync(Request(), CancellationToken.None);
        Assert.Equal((verdict, status), (outcome.Verdict, outcome.Status));
        Assert.Equal(pause, pauses.Of(server.RestUrl).Remaining.TotalSeconds);
        var other = Client(server, pauses: pauses).GetAsync(Request(), CancellationToken.None);
        if (pause > 0)
        {
            _time.Advance(TimeSpan.FromSeconds(pause - 1));
            Assert.Equal((false, 1), (other.IsCompleted, Volatile.Read(ref calls)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(RestStatus.Ok, (await other).Verdict);
    }

    [Fact]
    public async Task Calls_keep_to_half_of_what_is_allowed()
    {
        await using var server = await ServerAsync(_ => Task.CompletedTask);
        var client = Client(server, new RestLimit { WeightPerMinute = 60 });
        await client.GetAsync(Request(weight: 30), CancellationToken.None);
        var next = client.GetAsync(Request(weight: 10), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RestStatus.Ok, (await next).Verdict);
    }

    [Fact]
    public async Task Weight_that_others_used_slows_us_down()
    {
        await using var server = await ServerAsync(context =>
        {
            context.Response.Headers["X-Used"] = "45";
            return Task.CompletedTask;
        });
        var client = Client(server, new RestLimit { WeightPerMinute = 60, UsedWeightHeader = "X-Used" });
        await client.GetAsync(Request(), CancellationToken.None);
        var next = client.GetAsync(Request(), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        await next;
    }

    [Fact]
    public async Task An_answer_over_16_MiB_is_not_taken_even_compressed()
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var plain = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            var chunk = new byte[1024 * 1024];
            for (var i = 0; i < 20; i++)
                await plain.WriteAsync(chunk);
        });
        var outcome = await Client(server).GetAsync(Request(), CancellationToken.None);
        Assert.Equal((RestStatus.Failed, GapReason.OversizedFrame), (outcome.Verdict, outcome.Reason));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(5_000_000)]
    [InlineData(RestClient.BodyLimit)]
    public async Task An_answer_of_any_length_arrives_whole(int length)
    {
        var sent = new byte[length];
        new Random(length).NextBytes(sent);
        await using var server = await ServerAsync(async context =>
        {
            if (length % 2 == 0)
                context.Response.ContentLength = length;
            for (var from = 0; from < length; from += 100_000)
                await context.Response.Body.WriteAsync(sent.AsMemory(from, Math.Min(100_000, length - from)));
        });
        using var outcome = await Client(server).GetAsync(Request(), CancellationToken.None);
        Assert.Equal(RestStatus.Ok, outcome.Verdict);
        Assert.True(outcome.Body.Span.SequenceEqual(sent));
    }

    [Fact]
    public async Task The_memory_of_an_answer_is_used_again_only_when_it_was_given_back()
    {
        var call = 0;
        await using var server = await ServerAsync(context => context.Response.WriteAsync(new string((char)('a' + call++), 300_000)));
        var client = Client(server);
        using var kept = await client.GetAsync(Request(), CancellationToken.None);
        byte[] given;
        using (var answer = await client.GetAsync(Request(), CancellationToken.None))
        {
            given = ArrayOf(answer);
            answer.Dispose();
        }

        var seen = new List<byte[]>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await client.GetAsync(Request(), CancellationToken.None);
            Assert.True(answer.Body.Span.IndexOfAnyExcept((byte)('a' + call - 1)) < 0);
            seen.Add(ArrayOf(answer));
        }

        Assert.Contains(seen, array => ReferenceEquals(array, given));
        Assert.DoesNotContain(seen, array => ReferenceEquals(array, ArrayOf(kept)));
        Assert.True(kept.Body.Span.IndexOfAnyExcept((byte)'a') < 0);

        static byte[] ArrayOf(RestResult answer) =>
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(answer.Body, out var segment) ? segment.Array! : [];
    }

    [Fact]
    public async Task An_answer_that_stalls_is_given_up()
    {
        var begun = new TaskCompletionSource();
        await using var server = await ServerAsync(async context =>
        {
            await context.Response.WriteAsync("[");
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var waiting = Client(server).GetAsync(Request(), CancellationToken.None);
        await begun.Task;
        _time.Advance(TimeSpan.FromSeconds(15));
        var outcome = await waiting;
        Assert.Equal((RestStatus.Failed, GapReason.Unreachable), (outcome.Verdict, outcome.Reason));
        Assert.Contains("no answer in time", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_value()
    {
        var client = new RestClient(_http, new FakeVenue().Profile, new VenueOptions { RestUrl = new Uri("http://127.0.0.1:1") }, new HostRateLimits(_time), _time);
        var outcome = await client.GetAsync(Request(), CancellationToken.None);
        Assert.Equal((RestStatus.Failed, GapReason.Unreachable), (outcome.Verdict, outcome.Reason));
    }

    private static Task<VenueServer> ServerAsync(Func<HttpContext, Task> answer) => VenueServer.StartAsync(
        _ => Task.CompletedTask,
        async context =>
        {
            await answer(context);
            return true;
        });

    private static RestRequest Request(int weight = 1) => new("x", new Uri("https://venue.example/v1/x?a=b%20c"), weight);

    private RestClient Client(VenueServer server, RestLimit? limit = null, HostRateLimits? pauses = null) =>
        new(_http, new FakeVenue().Profile with { RestLimit = limit ?? new RestLimit() }, new VenueOptions { RestUrl = server.RestUrl }, pauses ?? new HostRateLimits(_time), _time);
}
