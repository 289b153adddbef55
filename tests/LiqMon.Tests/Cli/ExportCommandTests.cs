using System.IO.Compression;
using System.Text;
using LiqMon.Market;
using LiqMon.Tests.Queries;
using LiqMon.Windows;

namespace LiqMon.Tests.Cli;

public sealed class ExportCommandTests(SampleStore store) : IClassFixture<SampleStore>, IDisposable
{
    private const string Orders =
        "time,venue,symbol,asset,side,margin,usd,price,price_kind,base,contracts,received,id\r\n"
        + "2026-11-20T11:00:00.000Z,binance,BTCUSDT,BTC,long,linear,142500.000001,95000,fill,1,1,2026-11-20T11:00:00.050Z,000000212da97101\r\n"
        + "2026-11-20T11:30:00.123Z,binance,BTCUSDT,BTC,short,linear,192001,96000.5,fill,1,1,2026-11-20T11:30:00.173Z,0000002cb426c240\r\n"
        + "2026-11-20T11:45:00.000Z,binance,ETHUSDT,ETH,short,linear,900.5,3000,fill,1,1,2026-11-20T11:45:00.050Z,0000000035ac8a20\r\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-export-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Liquidations_are_the_rows_of_the_list_oldest_first()
    {
        var run = await Run("export");

        Assert.Equal((0, Orders), (run.Code, run.Out));
        Assert.StartsWith("liqmon: 3 rows of liquidations, last 24h: 2026-11-19T12:00:00.000Z to 2026-11-20T12:00:00.000Z\nliqmon: floor: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_have_their_largest_order()
    {
        var run = await Run("export", "minutes", "--asset", "BTC");

        Assert.Equal(
            "start,venue,asset,side,usd,orders,largest_usd,largest_symbol,largest_price,largest_time\r\n"
            + "2026-11-20T11:00:00.000Z,binance,BTC,long,142500.000001,1,142500.000001,BTCUSDT,95000,2026-11-20T11:00:00.000Z\r\n"
            + "2026-11-20T11:30:00.000Z,binance,BTC,short,192001,1,192001,BTCUSDT,96000.5,2026-11-20T11:30:00.123Z\r\n",
            run.Out);
    }

    [Fact]
    public async Task Open_interest_is_every_sample()
    {
        var run = await Run("export", "oi", "--from", "2026-11-20T10:00:00", "--format", "ndjson");

        Assert.Equal(
            """
            {"time":"2026-11-20T10:00:00.000Z","venue":"binance","symbol":"BTCUSDT","asset":"BTC","margin":"linear","usd":95000000,"base":1000,"contracts":1000}
            {"time":"2026-11-20T11:00:00.000Z","venue":"binance","symbol":"BTCUSDT","asset":"BTC","margin":"linear","usd":86000000,"base":900,"contracts":900}

            """,
            run.Out);
    }

    [Fact]
    public async Task Cascades_are_those_of_the_span_and_say_up_to_where_they_were_looked_for()
    {
        using var own = new SampleStore();
        var none = await CliRun.Of(c => c, "export", "cascades", "--data", own.Directory);
        Assert.Equal(3, none.Code);
        Assert.Contains("cascades have not been looked for in this span", none.Error, StringComparison.Ordinal);

        var start = SampleStore.Ms("2026-11-20T11:30:00.000Z");
        own.Write(store => store.Searched(
            [
                new(new Cascade
                {
                    Asset = "BTC", Side = LiquidatedSide.Short, StartMs = start, EndMs = start + 90_000, MicroUsd = 192_001_500_000, SideMicroUsd = 192_001_000_000,
                    Orders = 7, PeakMinuteMs = start, PeakMinuteMicroUsd = 150_000_000_001, Multiple = 12.346, Venues = ["binance", "okx"],
                    PriceChange = 0.0123456789, Coverage = 0.5,
                }),
                new(new Cascade
                {
                    Asset = "ETH", Side = LiquidatedSide.Long, StartMs = start - 600_000, EndMs = start, MicroUsd = 900_000_000, SideMicroUsd = 900_000_000,
                    Orders = 2, PeakMinuteMs = start - 60_000, PeakMinuteMicroUsd = 900_000_000, Venues = ["binance"], IsOpen = true,
                }),
            ],
            SampleStore.Ms("2026-11-20T11:59:00.000Z"), store.Sequence));

        var csv = await CliRun.Of(c => c, "export", "cascades", "--data", own.Directory);
        Assert.Equal(
            "start,end,asset,side,open,usd,side_usd,orders,peak_minute,peak_minute_usd,multiple,venues,price_change,price_change_hour_after,oi_change,coverage\r\n"
            + "2026-11-20T11:20:00.000Z,2026-11-20T11:30:00.000Z,ETH,long,true,900,900,2,2026-11-20T11:29:00.000Z,900,,binance,,,,0\r\n"
            + "2026-11-20T11:30:00.000Z,2026-11-20T11:31:30.000Z,BTC,short,false,192001.5,192001,7,2026-11-20T11:30:00.000Z,150000.000001,12.35,binance okx,0.012346,,,0.5\r\n",
            csv.Out);
        Assert.Contains("cascades have been looked for up to 2026-11-20T11:59:00.000Z", csv.Error, StringComparison.Ordinal);

        var ndjson = await CliRun.Of(c => c, "export", "cascades", "--data", own.Directory, "--format", "ndjson", "--min-usd", "1000");
        Assert.Equal(
            """
            {"start":"2026-11-20T11:30:00.000Z","end":"2026-11-20T11:31:30.000Z","asset":"BTC","side":"short","open":false,"usd":192001.5,"side_usd":192001,"orders":7,"peak_minute":"2026-11-20T11:30:00.000Z","peak_minute_usd":150000.000001,"multiple":12.35,"venues":["binance","okx"],"price_change":0.012346,"price_change_hour_after":null,"oi_change":null,"coverage":0.5}

            """,
            ndjson.Out);
    }

    [Theory]
    [InlineData("rows.csv", "time,venue,")]
    [InlineData("rows.ndjson.gz", "{\"time\":")]
    public async Task A_file_says_by_its_name_what_it_holds(string name, string start)
    {
        var file = Path.Combine(_folder.FullName, name);

        var run = await Run("export", "--out", file);

        Assert.Equal((0, ""), (run.Code, run.Out));
        await using var stream = File.OpenRead(file);
        using var text = new StreamReader(name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream, Encoding.UTF8);
        Assert.StartsWith(start, await text.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public async Task An_existing_file_is_only_replaced_by_force()
    {
        var file = Path.Combine(_folder.FullName, "rows.csv");
        await File.WriteAllTextAsync(file, "mine");

        var refused = await Run("export", "--out", file);
        Assert.Equal((1, $"liqmon: {file} exists; --force replaces it\n", "mine"), (refused.Code, refused.Error, await File.ReadAllTextAsync(file)));

        Assert.Equal(0, (await Run("export", "--out", file, "--force")).Code);
        Assert.Equal(Orders, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Interrupted_it_leaves_nothing_behind()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await CliRun.Of(c => c, interrupt.Token, "export", "--out", Path.Combine(_folder.FullName, "rows.csv"), "--data", store.Directory);

        Assert.Equal(130, run.Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public async Task Nothing_in_the_span_is_a_heading_and_exit_3()
    {
        var run = await Run("export", "--asset", "DOGE");

        Assert.Equal((3, Orders[..Orders.IndexOf('\n', StringComparison.Ordinal)] + "\n"), (run.Code, run.Out));
    }

    [Theory]
    [InlineData("export", "trades", "is not one of liquidations, minutes, oi, cascades")]
    [InlineData("export", "--format=xlsx", "is not one of csv, ndjson")]
    [InlineData("export", "oi", "--min-usd=5", "--min-usd: goes with liquidations")]
    [InlineData("export", "--limit=5", "--limit")]
    public async Task Wrong_use_is_told(params string[] argsAndMessage)
    {
        var run = await Run(argsAndMessage[..^1]);

        Assert.Equal(2, run.Code);
        Assert.Contains(argsAndMessage[^1], run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.Of(c => c, [.. args, "--data", store.Directory]);
}
