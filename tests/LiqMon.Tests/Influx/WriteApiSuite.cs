using System.Globalization;
using System.Text;
using LiqMon.Configuration;
using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Influx;

public sealed class WriteApiV1Tests() : WriteApiSuite(InfluxApi.V1);

public sealed class WriteApiV2Tests() : WriteApiSuite(InfluxApi.V2);

/// <summary>What a write client and the writer above it do, the same for both APIs.</summary>
public abstract class WriteApiSuite(InfluxApi api) : IAsyncLifetime
{
    private FakeInflux _server = null!;

    public async Task InitializeAsync() => _server = await FakeInflux.StartAsync(api);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_batch_is_one_compressed_request_with_the_right_to_write()
    {
        Assert.Equal(new WriteResult(WriteStatus.Stored), await WriteAsync("m,a=b v=1 1\nm,a=b v=2 2\n"));

        var write = Assert.Single(_server.Writes);
        var uri = new Uri(_server.Url, write.Path);
        var query = uri.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal);
        Assert.Equal(
            api == InfluxApi.V1
                ? ("/sub/write", "db=liq%20mon,precision=ns", "Basic dTpwdw==")
                : ("/sub/api/v2/write", "bucket=liq%20mon,org=o%26o,precision=ns", "Token s3cret"),
            (uri.AbsolutePath, string.Join(',', query), write.Authorization));
        Assert.Equal(("gzip", ""), (write.Encoding, write.Cookie));
        Assert.StartsWith("LiqMon/", write.UserAgent, StringComparison.Ordinal);
        Assert.Equal(["m [(a, b)] [(v, 1)] 1", "m [(a, b)] [(v, 2)] 2"], _server.Points.Values.Select(point => point.ToString()).Order());
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
        _server.Fault = (context, _) => _server.RefuseAsync(context, status, "the reason");
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
        _server.Fault = (context, _) =>
        {
            context.Response.Headers.RetryAfter = header;
            return _server.RefuseAsync(context, 503, "busy");
        };
        var answer = await WriteAsync();

        Assert.Equal((WriteStatus.Unavailable, "HTTP 503: busy"), (answer.Verdict, answer.Message));
        Assert.Equal(seconds, answer.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_the_time_until_then()
    {
        _server.Fault = (context, _) =>
        {
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddSeconds(120).ToString("r", CultureInfo.InvariantCulture);
            return _server.RefuseAsync(context, 429, "busy");
        };
        Assert.InRange((await WriteAsync()).RetryAfter!.Value.TotalSeconds, 60, 120);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_a_time_out()
    {
        _server.Fault = (context, _) => UntilAbortedAsync(context);
        var answer = await WriteAsync(timeout: 0.2);

        Assert.Equal((WriteStatus.Unavailable, $"{_server.Url.Authority} did not answer within 0 s"), (answer.Verdict, answer.Message));
    }

    [Fact]
    public async Task A_refusal_that_stalls_in_its_middle_is_a_time_out()
    {
        _server.Fault = async (context, _) =>
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
        _server.Fault = async (context, _) =>
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
        _server.Fault = async (context, store) =>
        {
            await store();
            context.Abort();
        };
        var answer = await WriteAsync();

        Assert.Equal(WriteStatus.Unavailable, answer.Verdict);
        Assert.StartsWith($"{_server.Url.Authority} cannot be reached (", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        using var client = new InfluxClient(Options() with { Url = new Uri("http://127.0.0.1:9") }, TimeProvider.System);
        var answer = await client.WriteAsync(Line, CancellationToken.None);

        Assert.Equal(WriteStatus.Unavailable, answer.Verdict);
        Assert.StartsWith("127.0.0.1:9 cannot be reached (", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_with_the_token(int status)
    {
        await using var elsewhere = await FakeInflux.StartAsync(api);
        _server.Fault = (context, _) =>
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
        _server.Fault = (context, store) =>
        {
            context.Response.Headers.SetCookie = "who=you";
            return store();
        };
        using var client = Client();
        await client.WriteAsync(Line, CancellationToken.None);
        await client.WriteAsync(Line, CancellationToken.None);

        Assert.Equal(["", ""], _server.Writes.Select(write => write.Cookie));
    }

    [Fact]
    public async Task A_refusal_without_end_is_read_up_to_a_limit()
    {
        _server.Fault = async (context, _) =>
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
        _server.Fault = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(bomb);
        };
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(WriteStatus.BadPoint, (await WriteAsync()).Verdict);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("application/json; charset=x-none")]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("no type")]
    public async Task A_refusal_in_a_strange_charset_keeps_its_status(string type)
    {
        _server.Fault = (context, _) =>
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

    [Fact]
    public async Task A_field_of_another_type_in_one_measurement_costs_that_measurement_only()
    {
        _server.Hold("liquidation", "usd", "integer");
        await using var run = Run();
        run.Store.Commit(Orders(0, 20));
        run.Store.Commit([StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + 6, 101, 100, null, null))]);
        await run.UntilToldAsync();

        var state = run.State();
        Assert.Equal((20, null), (state.Refused, state.Fault));
        Assert.Equal(10, run.Refused().Count);
        Assert.All(run.Refused(), point =>
        {
            Assert.StartsWith("liquidation,", point.Line, StringComparison.Ordinal);
            Assert.Equal(new FieldConflict("liquidation", "usd", "float", "integer"), FieldConflict.In(point.Reason));
        });
        Assert.Equal((0, 1, 1), (Count("liquidation"), Count("mark_price"), Count("liquidation_1m")));

        run.Store.Commit(Orders(20, 20));
        await run.UntilToldAsync();
        Assert.Equal((40, 40.0), (run.State().Refused, Sum("liquidation_1m", "orders")));

        // When the conflict is gone, what was refused is written again from the store.
        _server.Hold("liquidation", "usd", "float");
        run.Resync();
        await run.UntilToldAsync();
        Assert.Equal((40, 40), (run.State().Refused, Count("liquidation")));
    }

    [Fact]
    public async Task A_server_that_refuses_every_point_costs_none()
    {
        _server.Fault = (context, _) => _server.RefuseAsync(context, 400, "schema: no such measurement");
        await using var run = Run();
        run.Store.Commit(Orders(0, 200));
        await Until.TrueAsync(() => run.State().Fault is not null, "the fault is noted");

        Assert.Equal("every point is refused: HTTP 400: schema: no such measurement", run.State().Fault);
        Assert.Equal((1, 0), (run.State().Waiting, run.State().Refused));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(503, true)]
    [InlineData(429, false)]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    public async Task Every_other_request_fails_and_everything_arrives_once(int status, bool storesFirst)
    {
        _server.Fault = async (context, store) =>
        {
            if (_server.Writes.Count % 2 == 0)
            {
                await store();
                return;
            }

            if (storesFirst)
                await store();
            if (status == 0)
                context.Abort();
            else if (status < 0)
                await UntilAbortedAsync(context);
            else
                await _server.RefuseAsync(context, status, "not now");
        };
        await using var run = Run(timeout: 1);
        for (var commit = 0; commit < 10; commit++)
            run.Store.Commit(Orders(commit * 500, 500));
        await run.UntilToldAsync();

        Assert.True(_server.Writes.Count > 1);
        Assert.Equal(("5000", "50000"), run.Stored());
        Assert.Equal((5_000, 50_000.0), (Count("liquidation"), Sum("liquidation", "usd")));
        Assert.Equal((5_000.0, 50_000.0), (Sum("liquidation_1m", "orders"), Sum("liquidation_1m", "usd")));
        Assert.Equal(0, run.State().Refused);
    }

    [Fact]
    public async Task A_server_that_takes_small_requests_only_gets_everything()
    {
        _server.Fault = (context, store) => context.Request.ContentLength > 20_000 ? _server.RefuseAsync(context, 413, "too large") : store();
        await using var run = Run();
        run.Store.Commit(Orders(0, 5_000));
        await run.UntilToldAsync();

        Assert.Equal((5_000, 0), (Count("liquidation"), run.State().Refused));
        Assert.True(_server.Writes.Count > 2);
    }

    [Fact]
    public async Task A_token_that_is_taken_away_keeps_everything()
    {
        _server.Fault = (context, _) => _server.RefuseAsync(context, 401, "unauthorized access");
        await using var run = Run();
        run.Store.Commit(Orders(0, 1));
        await Until.TrueAsync(() => run.State().Fault is not null, "the fault is noted");
        Assert.Equal(("HTTP 401: unauthorized access", 1), (run.State().Fault, run.State().Waiting));

        _server.Fault = (_, store) => store();
        await run.RestartAsync();
        await run.UntilToldAsync();
        Assert.Equal((1, null), (Count("liquidation"), run.State().Fault));
    }

    private static ReadOnlyMemory<byte> Line => "m v=1 1\n"u8.ToArray();

    private InfluxOptions Options(double timeout = 30)
    {
        var options = new InfluxOptions
        {
            Url = new Uri(_server.Url, "sub"),
            Api = api,
            Target = "liq mon",
            Timeout = TimeSpan.FromSeconds(timeout),
        };
        return api == InfluxApi.V1
            ? options with { User = "u", Password = new Secret("pw") }
            : options with { Organisation = "o&o", Token = new Secret("s3cret") };
    }

    private InfluxClient Client(double timeout = 30) => new(Options(timeout), TimeProvider.System);

    private WriterRun Run(double timeout = 30) => new(Options(timeout));

    private async Task<WriteResult> WriteAsync(string lines = "m v=1 1\n", double timeout = 30)
    {
        using var client = Client(timeout);
        return await client.WriteAsync(Encoding.UTF8.GetBytes(lines), CancellationToken.None);
    }

    private int Count(string measurement) => _server.Points.Values.Count(point => point.Measurement == measurement);

    private double Sum(string measurement, string field) => _server.Points.Values.Where(point => point.Measurement == measurement)
        .Sum(point => Convert.ToDouble(point.Field(field), CultureInfo.InvariantCulture));

    private static List<StoreItem> Orders(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number =>
            Sample.Item(Sample.Btc, Sample.Noon + number, price: 10, side: LiquidatedSide.Long, ordinal: number)),
    ];

    private static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(plain);
        return packed.ToArray();
    }
}
