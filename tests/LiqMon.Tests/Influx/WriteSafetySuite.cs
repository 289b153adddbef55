using System.Globalization;
using System.Text;
using LiqMon.Influx;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Influx;

public sealed class WriteSafetyV1Tests() : WriteSafetySuite(InfluxApi.V1);

public sealed class WriteSafetyV2Tests() : WriteSafetySuite(InfluxApi.V2);

/// <summary>What a write client does not follow, send or read, the same for both APIs.</summary>
public abstract class WriteSafetySuite(InfluxApi api) : WriteApiSuite(api)
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_with_the_token(int status)
    {
        await using var elsewhere = await FakeInflux.StartAsync(Api);
        Server.Fault = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(elsewhere.Url, context.Request.Path.Value).AbsoluteUri;
            return Task.CompletedTask;
        };
        var answer = await WriteAsync();

        Assert.Equal((WriteStatus.Denied, $"HTTP {status}; the address leads elsewhere"), (answer.Verdict, answer.Message));
        Assert.Empty(elsewhere.Writes);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        Server.Fault = (context, store) =>
        {
            context.Response.Headers.SetCookie = "who=you";
            return store();
        };
        using var client = Client();
        await client.WriteAsync(Line, CancellationToken.None);
        await client.WriteAsync(Line, CancellationToken.None);

        Assert.Equal(["", ""], Server.Writes.Select(write => write.Cookie));
    }

    [Fact]
    public async Task A_refusal_without_end_is_read_up_to_a_limit()
    {
        Server.Fault = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(part);
        };
        var answer = await WriteAsync();

        Assert.Equal((WriteStatus.BadPoint, "HTTP 400: " + new string('x', 300) + "…"), (answer.Verdict, answer.Message));
    }

    [Fact]
    public async Task A_refusal_that_unpacks_to_a_gigabyte_is_read_up_to_a_limit()
    {
        var bomb = Packed(new byte[64 << 20]);
        Server.Fault = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(bomb);
        };
        // What other tests allocate meanwhile counts too; what is read without a limit is there each time.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 20 && least > 32 << 20; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Assert.Equal(WriteStatus.BadPoint, (await WriteAsync()).Verdict);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, 32 << 20);
    }

    [Theory]
    [InlineData("application/json; charset=x-none")]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("no type")]
    public async Task A_refusal_in_a_strange_charset_keeps_its_status(string type)
    {
        Server.Fault = (context, _) =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.ContentType = type;
            return context.Response.Body.WriteAsync("no\u001b[2J"u8.ToArray()).AsTask();
        };
        var answer = await WriteAsync();

        Assert.Equal((WriteStatus.Denied, @"HTTP 401: no\u001b[2J"), (answer.Verdict, answer.Message));
    }

    [Fact]
    public void No_proxy_stands_before_loopback_and_one_may_before_others()
    {
        Assert.Equal((false, false, false, true), (
            Proxied("http://127.0.0.1:8086"), Proxied("http://localhost:8086"), Proxied("http://[::1]:8086"), Proxied("https://influx.example")));

        static bool Proxied(string url)
        {
            using var handler = InfluxHttp.NewHandler(new Uri(url));
            return handler.UseProxy;
        }
    }
}
