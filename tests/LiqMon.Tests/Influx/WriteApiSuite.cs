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

/// <summary>A server of one API, and what tests of both APIs do with it.</summary>
public abstract class WriteApiSuite(InfluxApi api) : IAsyncLifetime
{
    private FakeInflux? _server;

    private protected InfluxApi Api => api;

    private protected FakeInflux Server => _server!;

    public async Task InitializeAsync() => _server = await FakeInflux.StartAsync(api);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private protected static ReadOnlyMemory<byte> Line => "m v=1 1\n"u8.ToArray();

    private protected InfluxOptions Options(double timeout = 30)
    {
        var options = new InfluxOptions
        {
            Url = new Uri(Server.Url, "sub"),
            Api = api,
            Target = "liq mon",
            Timeout = TimeSpan.FromSeconds(timeout),
        };
        return api == InfluxApi.V1
            ? options with { User = "u", Password = new Secret("pw") }
            : options with { Organisation = "o&o", Token = new Secret("s3cret") };
    }

    private protected InfluxClient Client(double timeout = 30) => new(Options(timeout), TimeProvider.System);

    private protected WriterRun Run(double timeout = 30) => new(Options(timeout));

    private protected async Task<WriteResult> WriteAsync(string lines = "m v=1 1\n", double timeout = 30)
    {
        using var client = Client(timeout);
        return await client.WriteAsync(Encoding.UTF8.GetBytes(lines), CancellationToken.None);
    }

    private protected int Count(string measurement) => Server.Points.Values.Count(point => point.Measurement == measurement);

    private protected double Sum(string measurement, string field) => Server.Points.Values.Where(point => point.Measurement == measurement)
        .Sum(point => Convert.ToDouble(point.Field(field), CultureInfo.InvariantCulture));

    private protected static List<StoreItem> Orders(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number =>
            Sample.Item(Sample.Btc, Sample.Noon + number, price: 10, side: LiquidatedSide.Long, ordinal: number)),
    ];

    private protected static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private protected static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(plain);
        return packed.ToArray();
    }
}
