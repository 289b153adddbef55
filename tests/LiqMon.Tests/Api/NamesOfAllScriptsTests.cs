using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Dashboard;

namespace LiqMon.Tests.Api;

/// <summary>Assets whose names are not of Latin letters: by command line, HTTP and page, in files and in InfluxDB.</summary>
public sealed class NamesOfAllScriptsTests
{
    private const string Asset = "币安人生";

    // One letter, or a letter and an accent: what is looked alike is not equal, for the venue's bytes differ.
    private const string Composed = "CAF\u00c9";
    private const string Decomposed = "CAFE\u0301";

    [Fact]
    public async Task They_are_found_by_every_way_of_asking()
    {
        await using var server = await StartAsync();
        var query = "asset=" + Uri.EscapeDataString(Asset) + "&window=24h";
        Assert.Equal(250m, TotalOf(await server.Http.GetStringAsync("/api/squeeze?" + query)));
        var orders = await server.Http.GetStringAsync("/api/liquidations?" + query);
        using var list = JsonDocument.Parse(orders);
        Assert.Equal(Asset + "USDT", Assert.Single(list.RootElement.GetProperty("liquidations").EnumerateArray()).GetProperty("symbol").GetString());
        var page = WebUtility.HtmlDecode(await server.Http.GetStringAsync("/?" + query));
        Assert.Contains(Asset + "USDT", page, StringComparison.Ordinal);
        var run = await CliRun.Of("squeeze", "--data", server.Store.Directory, "--asset", Asset, "--window", "24h", "--format", "json");
        Assert.Equal((0, 250m), (run.Code, TotalOf(run.Out)));
        var table = await CliRun.Of("squeeze", "--data", server.Store.Directory, "--by", "asset", "--window", "24h", "--no-color");
        Assert.Contains(Asset, table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_compared_by_their_bytes()
    {
        await using var server = await StartAsync();
        server.Store.Add(Composed + "USDT", Composed, LiquidatedSide.Long, "2026-11-20T11:10:00.000Z", "1", 100_000_000);
        server.Store.Add(Decomposed + "USDT", Decomposed, LiquidatedSide.Long, "2026-11-20T11:20:00.000Z", "1", 30_000_000);
        Assert.Equal(100m, TotalOf(await server.Http.GetStringAsync("/api/squeeze?window=24h&asset=" + Uri.EscapeDataString(Composed))));
        Assert.Equal(30m, TotalOf(await server.Http.GetStringAsync("/api/squeeze?window=24h&asset=" + Uri.EscapeDataString(Decomposed))));
    }

    [Fact]
    public async Task Files_of_a_report_are_named_after_its_span_alone()
    {
        await using var server = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("liqmon-test-");
        try
        {
            var run = await CliRun.Of(
                "report", "weekly", "--data", server.Store.Directory, "--week", "2026-W47", "--asset", Asset, "--format", "md", "--out", folder.FullName);
            Assert.Equal(0, run.Code);
            var file = Assert.Single(folder.GetFiles());
            Assert.Equal("liqmon-2026-W47.md", file.Name);
            Assert.Contains(Asset, await File.ReadAllTextAsync(file.FullName), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_tag_of_InfluxDB_holds_the_name_as_it_is()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new LineWriter(output);
        writer.Begin("liquidation");
        writer.Tag("asset", Asset);
        writer.Number("usd", 1);
        Assert.Equal(LineFault.None, writer.End(1));
        Assert.Equal($"liquidation,asset={Asset} usd=1 1\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(map: LivePage.Map);
        server.Store.Add(Asset + "USDT", Asset, LiquidatedSide.Short, "2026-11-20T11:40:00.000Z", "0.5", 250_000_000);
        return server;
    }

    private static decimal TotalOf(string json)
    {
        using var result = JsonDocument.Parse(json);
        return result.RootElement.GetProperty("total_usd").GetDecimal();
    }
}
