using System.Text.Json;
using LiqMon.Import;
using LiqMon.Market;
using LiqMon.Store;
using Sample = LiqMon.Tests.Store.Sample;
using Shared = LiqMon.Tests.Venues.Recordings;
using SharedFactAttribute = LiqMon.Tests.Venues.SharedFactAttribute;

namespace LiqMon.Tests.Cli;

/// <summary>Files as CoinGlass and Coinalyze send them, and as people save them.</summary>
public sealed class ImportFormatTests : IDisposable
{
    // 2023-11-14T22:00:00Z and the hours after it.
    private const long Start = 1_699_999_200;
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public static TheoryData<string> SameHours => new()
    {
        // CoinGlass v4: a coin, a pair with amounts as text, without the envelope, and with what its documentation adds.
        """{"code":"0","msg":"success","data":[{"time":1699999200000,"aggregated_long_liquidation_usd":1.5,"aggregated_short_liquidation_usd":2},{"time":1700002800000,"aggregated_long_liquidation_usd":3,"aggregated_short_liquidation_usd":4}]}""",
        """{"code":"0","msg":"success","data":[{"time":1699999200000,"long_liquidation_usd":"1.5","short_liquidation_usd":"2"},{"time":1700002800000,"long_liquidation_usd":"3","short_liquidation_usd":"4"}]}""",
        """[{"time":1699999200000,"aggregated_long_liquidation_usd":1.5,"aggregated_short_liquidation_usd":2},{"time":1700002800000,"aggregated_long_liquidation_usd":3,"aggregated_short_liquidation_usd":4}]""",
        """
        { "code": "0", "data": [
          { "time": 1699999200000, // Timestamp (milliseconds)
            "aggregated_long_liquidation_usd": 1.5, "aggregated_short_liquidation_usd": 2 },
          { "time": 1700002800000, "aggregated_long_liquidation_usd": 3, "aggregated_short_liquidation_usd": 4 },
        ] }
        """,

        // Coinalyze v1: as sent, one market, its history alone, with float seconds, and as arrays.
        """[{"symbol":"BTCUSDT_PERP.A","history":[{"t":1699999200,"l":1.5,"s":2},{"t":1700002800,"l":3,"s":4}]}]""",
        """{"symbol":"BTCUSDT_PERP.A","history":[{"t":1699999200.0,"l":1.5,"s":2},{"t":1700002800.0,"l":3,"s":4}]}""",
        """[{"t":1.6999992e9,"l":1.5,"s":2},{"t":1700002800,"l":3,"s":4}]""",
        """[[1699999200,1.5,2],[1700002800,3,4]]""",

        // The same as CSV, with a heading and without.
        "t,l,s\n1699999200.0,1.5,2\n1700002800.0,3,4\n",
        "1699999200,1.5,2\n1700002800,3,4\n",
        "symbol,timestamp,longs,shorts\nBTCUSDT,1699999200.0,1.5,2\nBTCUSDT,1700002800.0,3,4\n",
        "BTCUSDT;1699999200000;1.5;2\r\nBTCUSDT;1700002800000;3;4\r\n",
        "symbol,timestamp,longVolUsd,shortVolUsd\nBTCUSDT_PERP.A,2023-11-14T22:00:00Z,1.5,2\nBTCUSDT_PERP.A,2023-11-14T23:00:00Z,3,4\n",
    };

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [MemberData(nameof(SameHours))]
    public async Task The_same_two_hours_are_read_from_each_form(string text)
    {
        string[] asset = text.Contains("BTC", StringComparison.Ordinal) ? [] : ["--asset", "BTC"];
        var import = await Run(["import", "totals", Write(text), "--source", "theirs", .. asset]);
        Assert.Equal((0, ""), (import.Code, import.Error));
        using var total = await Squeeze("BTC");
        Assert.Equal((4.5m, 6m), (Dollars(total, "long_usd"), Dollars(total, "short_usd")));
        Assert.Equal("[\"1h\"]", total.RootElement.GetProperty("buckets").GetRawText());
        Assert.Equal(1, Dollars(total, "source_coverage"));
    }

    [Fact]
    public async Task Contracts_of_one_asset_are_one_total_and_a_contract_twice_is_an_error()
    {
        const string Two = """[{"symbol":"BTCUSDT_PERP.A","history":[{"t":1699999200,"l":1,"s":2},{"t":1700002800,"l":3,"s":4}]},{"symbol":"BTCUSD_PERP.A","history":[{"t":1699999200,"l":10,"s":20}]}]""";
        Assert.Equal(0, (await Run("import", "totals", Write(Two), "--source", "theirs")).Code);
        using var total = await Squeeze("BTC");
        Assert.Equal((14m, 26m), (Dollars(total, "long_usd"), Dollars(total, "short_usd")));

        var twice = await Run("import", "totals", Write(Two.Replace("BTCUSD_PERP", "BTCUSDT_PERP", StringComparison.Ordinal)), "--source", "twice");
        Assert.Equal(1, twice.Code);
        Assert.Contains(":3: repeats asset and time of line 1", twice.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BTC", "BTC", 1)]
    [InlineData("BTCUSDT", "BTC", 1)]
    [InlineData("BTCUSDT_PERP.A", "BTC", 1)]
    [InlineData("BTCUSD_PERP.6", "BTC", 1)]
    [InlineData("1000PEPEUSDT_PERP.A", "PEPE", 1_000)]
    [InlineData("SUSDT_PERP.A", "S", 1)]
    [InlineData("BTC-USDT-SWAP", "BTC", 1)]
    [InlineData("ETH/USD", "ETH", 1)]
    [InlineData("ETH_USDT", "ETH", 1)]
    [InlineData("XBTUSD", "BTC", 1)]
    [InlineData("PYUSD", "PYUSD", 1)]
    [InlineData("USDT", "USDT", 1)]
    public void Names_of_contracts_lead_to_their_asset(string name, string asset, long factor) =>
        Assert.Equal((asset, factor), SymbolNames.Read(name));

    [Fact]
    public async Task Coins_are_valued_at_the_mark_price_of_their_bucket()
    {
        var contract = Sample.Btc;
        using (var store = EventStore.Open(new StoreOptions { DataDirectory = _data, ReserveBytes = 0 }, TimeProvider.System))
        {
            store.Commit(
            [
                StoreItem.Of(new ListedInstruments(contract.Venue, [contract])),
                StoreItem.Of(new MarkCandle(contract, (Start * 1_000) - (2 * 3_600_000), 30_000, 41_000, 29_000, 40_000, (Start + 7_200) * 1_000)),
            ]);
        }

        const string Coins = """[{"symbol":"BTCUSDT_PERP.A","history":[{"t":1699999200,"l":1,"s":0},{"t":1700002800,"l":0,"s":2}]}]""";
        Assert.Equal(2, (await Run("import", "totals", Write(Coins), "--source", "theirs", "--unit", "coin")).Code);
        var import = await Run("import", "totals", Write(Coins), "--source", "theirs", "--unit", "coin", "--price", "mark");
        Assert.Equal((0, ""), (import.Code, import.Error));
        using var total = await Squeeze("BTC");
        // Halves of the third and fourth hour of the candle: 30,000 + 10,000 × 2.5 ÷ 4, and × 3.5 ÷ 4.
        Assert.Equal((36_250m, 77_500m), (Dollars(total, "long_usd"), Dollars(total, "short_usd")));

        var later = await Run("import", "totals", Write("""[[1702000800,1,2],[1702004400,3,4]]"""), "--asset", "BTC", "--source", "later", "--unit", "coin", "--price", "mark");
        Assert.Equal(1, later.Code);
        Assert.Contains("no mark price of BTC is stored at that time", later.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t,l,s\n1699999200,0,0\n1700002800,0,0\n", 3, "nothing was imported: all amounts are zero")]
    [InlineData("t,l,s\n", 3, "nothing was imported: the file has no rows")]
    [InlineData("""{"code":"0","data":[]}""", 3, "nothing was imported: the file has no rows")]
    [InlineData("t,l,s\nx,1,1\n", 1, "nothing was imported: no line can be taken")]
    [InlineData("""{"code":"30001","msg":"API key missing."}""", 1, "it is an error and no history: API key missing.")]
    [InlineData("""{"data":[{"time":1699999200000,"long_liquidation_usd":1}]}""", 1, "no column for short")]
    [InlineData("""[{"t":1699999200,"l":""", 1, "it is not JSON")]
    public async Task An_import_that_stores_nothing_says_why(string text, int code, string why)
    {
        var import = await Run("import", "totals", Write(text), "--asset", "BTC", "--source", "theirs");
        Assert.Equal(code, import.Code);
        Assert.Contains(why, import.Error, StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task Rows_of_several_lengths_are_refused_and_never_misread()
    {
        var mixed = Path.Combine(Path.GetDirectoryName(Shared.Folder!)!, "cases", "import-mixed-buckets", "in.csv");
        var refused = await Run("import", "totals", mixed, "--source", "cg", "--asset", "BTC");
        Assert.Equal(1, refused.Code);
        Assert.Contains("lie unevenly", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_length_is_refused_where_a_part_of_the_file_has_another()
    {
        var minutes = Enumerable.Range(0, 12).Select(at => Start + (at * 300L));
        var hours = Enumerable.Range(1, 4).Select(at => Start + (at * 3_600L));
        var text = "t,l,s\n" + string.Concat(minutes.Concat(hours).Select(at => FormattableString.Invariant($"{at},1,1\n")));
        var refused = await Run("import", "totals", Write(text), "--asset", "BTC", "--source", "theirs", "--bucket", "5m");
        Assert.Equal(1, refused.Code);
        Assert.Contains("buckets of another length", refused.Error, StringComparison.Ordinal);

        // Rows that are missing here and there are no other length.
        var missing = "t,l,s\n" + string.Concat(((int[])[0, 1, 2, 4, 7, 8, 9, 10]).Select(at => FormattableString.Invariant($"{Start + (at * 300L)},1,1\n")));
        Assert.Equal(0, (await Run("import", "totals", Write(missing), "--asset", "BTC", "--source", "theirs", "--bucket", "5m")).Code);
    }

    private static Task<CliRun> CliOf(params string[] args) => CliRun.Of(args);

    private Task<CliRun> Run(params string[] args) => CliOf([.. args, "--data", _data]);

    private async Task<JsonDocument> Squeeze(string asset) => JsonDocument.Parse((await Run(
        "squeeze", "--asset", asset, "--from", "2023-11-14T22:00", "--to", "2023-11-15T00:00", "--format", "json")).Out);

    private static decimal Dollars(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetDecimal();

    private string Write(string text)
    {
        var path = Path.Combine(_data, Guid.NewGuid().ToString("N") + ".txt");
        File.WriteAllText(path, text);
        return path;
    }
}
