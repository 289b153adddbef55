using System.Globalization;
using System.Text;
using LiqMon.Influx;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Influx;

public sealed class WriteStatusV1Tests() : WriteStatusSuite(InfluxApi.V1);

public sealed class WriteStatusV2Tests() : WriteStatusSuite(InfluxApi.V2);

/// <summary>What a write client makes of answers and of their lack, the same for both APIs.</summary>
public abstract class WriteStatusSuite(InfluxApi api) : WriteApiSuite(api)
{
    [Fact]
    public async Task A_batch_is_one_compressed_request_with_the_right_to_write()
    {
        Assert.Equal(new WriteResult(WriteStatus.Stored), await WriteAsync("m,a=b v=1 1\nm,a=b v=2 2\n"));

        var write = Assert.Single(Server.Writes);
        var uri = new Uri(Server.Url, write.Path);
        var query = uri.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal);
        Assert.Equal(
            Api == InfluxApi.V1
                ? ("/sub/write", "db=liq%20mon,precision=ns", "Basic dTpwdw==")
                : ("/sub/api/v2/write", "bucket=liq%20mon,org=o%26o,precision=ns", "Token s3cret"),
            (uri.AbsolutePath, string.Join(',', query), write.Authorization));
        Assert.Equal(("gzip", ""), (write.Encoding, write.Cookie));
        Assert.StartsWith("LiqMon/", write.UserAgent, StringComparison.Ordinal);
        Assert.Equal(["m [(a, b)] [(v, 1)] 1", "m [(a, b)] [(v, 2)] 2"], Server.Points.Values.Select(point => point.ToString()).Order());
    }

    [Theory]
    [InlineData(200, WriteStatus.Stored)]
    [InlineData(301, WriteStatus.Denied)]
    [InlineData(400, WriteStatus.BadPoint)]
    [InlineData(401, WriteStatus.Denied)]
    [InlineData(402, WriteStatus.Denied)]
    [InlineData(403, WriteStatus.Denied)]
    [InlineData(404, WriteStatus.Denied)]
    [InlineData(405, WriteStatus.Denied)]
    [InlineData(408, WriteStatus.Unavailable)]
    [InlineData(413, WriteStatus.TooLarge)]
    [InlineData(418, WriteStatus.Denied)]
    [InlineData(422, WriteStatus.BadPoint)]
    [InlineData(429, WriteStatus.Unavailable)]
    [InlineData(500, WriteStatus.Unavailable)]
    [InlineData(502, WriteStatus.Unavailable)]
    [InlineData(503, WriteStatus.Unavailable)]
    [InlineData(599, WriteStatus.Unavailable)]
    public async Task A_status_and_its_reason_arrive(int status, WriteStatus verdict)
    {
        Server.Fault = (context, _) => Server.RefuseAsync(context, status, "the reason");
        var answer = await WriteAsync();

        Assert.Equal(verdict, answer.Verdict);
        if (status >= 400)
            Assert.Equal($"HTTP {status}: the reason", answer.Message);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("1.5", 2)]
    [InlineData("0.001", 1)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("900", 900)]
    [InlineData("901", 900)]
    [InlineData("2147483647", 900)]
    [InlineData("99999999999999999999999999", 900)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 900)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)]
    public async Task The_status_arrives_whatever_Retry_After_says_and_no_pause_is_longer_than_15_minutes(string header, int? seconds)
    {
        Server.Fault = (context, _) =>
        {
            context.Response.Headers.RetryAfter = header;
            return Server.RefuseAsync(context, 503, "busy");
        };
        var answer = await WriteAsync();

        Assert.Equal((WriteStatus.Unavailable, "HTTP 503: busy"), (answer.Verdict, answer.Message));
        Assert.Equal(seconds, answer.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_the_time_until_then()
    {
        Server.Fault = (context, _) =>
        {
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddSeconds(120).ToString("r", CultureInfo.InvariantCulture);
            return Server.RefuseAsync(context, 429, "busy");
        };
        Assert.InRange((await WriteAsync()).RetryAfter!.Value.TotalSeconds, 60, 120);
    }

    [Fact]
    public async Task AServer_that_says_nothing_is_a_time_out()
    {
        Server.Fault = (context, _) => UntilAbortedAsync(context);
        var answer = await WriteAsync(timeout: 0.2);

        Assert.Equal((WriteStatus.Unavailable, $"{Server.Url.Authority} did not answer within 0 s"), (answer.Verdict, answer.Message));
    }

    [Fact]
    public async Task A_refusal_that_stalls_in_its_middle_is_a_time_out()
    {
        Server.Fault = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("{\"message\":\"unab");
            await context.Response.Body.FlushAsync();
            await UntilAbortedAsync(context);
        };
        Assert.Equal(WriteStatus.Unavailable, (await WriteAsync(timeout: 0.5)).Verdict);
    }

    [Fact]
    public async Task A_cancellation_is_no_time_out()
    {
        using var cancelling = new CancellationTokenSource();
        Server.Fault = async (context, _) =>
        {
            await cancelling.CancelAsync();
            await UntilAbortedAsync(context);
        };
        using var client = Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.WriteAsync(Line, cancelling.Token));
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_it_open_what_was_stored()
    {
        Server.Fault = async (context, store) =>
        {
            await store();
            context.Abort();
        };
        var answer = await WriteAsync();

        Assert.Equal(WriteStatus.Unavailable, answer.Verdict);
        Assert.StartsWith($"{Server.Url.Authority} cannot be reached (", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        using var client = new InfluxClient(Options() with { Url = new Uri("http://127.0.0.1:9") }, TimeProvider.System);
        var answer = await client.WriteAsync(Line, CancellationToken.None);

        Assert.Equal(WriteStatus.Unavailable, answer.Verdict);
        Assert.StartsWith("127.0.0.1:9 cannot be reached (", answer.Message, StringComparison.Ordinal);
    }
}
