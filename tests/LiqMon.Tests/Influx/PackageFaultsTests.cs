using System.Reflection;
using InfluxDB.Client;
using InfluxDB.Client.Core.Exceptions;
using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

/// <summary>
/// Faults of InfluxDB.Client 5.1.0 that <see cref="ResponseGuard"/> and <see cref="WriteClientV2"/> stand against. When a
/// test here fails after an upgrade, the package has changed, and what stands against the fault may go.
/// </summary>
public sealed class PackageFaultsTests
{
    [Theory]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", typeof(FormatException))]
    [InlineData("1.5", typeof(FormatException))]
    [InlineData("99999999999", typeof(OverflowException))]
    public async Task Alone_it_loses_the_status_at_a_Retry_After_that_is_no_small_number(string header, Type thrown)
    {
        await using var server = await FakeInflux.StartAsync(InfluxApi.V2);
        server.Fault = (context, _) =>
        {
            context.Response.Headers.RetryAfter = header;
            return server.RefuseAsync(context, 503, "busy");
        };
        using var client = PackageClient(server);
        await Assert.ThrowsAsync(thrown, () => client.GetWriteApiAsync().WriteRecordAsync("m v=1 1"));
    }

    [Fact]
    public async Task Alone_it_reports_a_cancellation_as_a_refusal_without_a_status()
    {
        await using var server = await FakeInflux.StartAsync(InfluxApi.V2);
        using var cancelling = new CancellationTokenSource();
        server.Fault = async (context, store) =>
        {
            await cancelling.CancelAsync();
            await store();
        };
        using var client = PackageClient(server);
        var failure = await Assert.ThrowsAsync<HttpException>(() => client.GetWriteApiAsync().WriteRecordAsync("m v=1 1", cancellationToken: cancelling.Token));
        Assert.Equal(0, failure.Status);
    }

    [Fact]
    public void Its_background_writer_is_banned_by_names_that_exist()
    {
        var banned = File.ReadAllLines(Path.Combine(Repository(), "BannedSymbols.txt"))
            .Select(line => line.Split(';')[0]).Where(symbol => symbol.Contains("InfluxDB.Client.", StringComparison.Ordinal)).ToList();
        var package = typeof(WriteApiAsync).Assembly;
        var background = package.GetExportedTypes().Where(type => type.Name is "WriteApi" or "IWriteApi").ToList();
        var ways = package.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => background.Contains(method.ReturnType) && !method.Name.Contains('.', StringComparison.Ordinal));

        Assert.Equal(2, background.Count);
        Assert.Equal(
            background.Select(type => $"T:{type.FullName}")
                .Concat(ways.Select(way => $"M:{way.DeclaringType!.FullName}.{way.Name}({string.Join(',', way.GetParameters().Select(one => one.ParameterType.FullName))})"))
                .Order(StringComparer.Ordinal),
            banned.Where(symbol => symbol.Contains("WriteApi", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static InfluxDBClient PackageClient(FakeInflux server)
    {
        var client = new InfluxDBClient(new InfluxDBClientOptions(server.Url.AbsoluteUri) { Org = "o", Bucket = "b" });
        client.EnableGzip();
        return client;
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BannedSymbols.txt")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no BannedSymbols.txt above the tests.");
        return folder;
    }
}
