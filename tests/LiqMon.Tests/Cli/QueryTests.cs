using System.Globalization;
using LiqMon.Tests.Queries;
using LiqMon.Venues;

namespace LiqMon.Tests.Cli;

public sealed class QueryTests(SampleStore store) : IClassFixture<SampleStore>
{
    internal const string BtcDay =
        """
        {"asset":"BTC","venues":["binance"],"from":"2026-11-19T12:00:00.000Z","to":"2026-11-20T12:00:00.000Z","long_usd":142500.000001,"short_usd":192001,"short_minus_long_usd":49500.999999,"total_usd":334501.000001,"short_share":0.573992,"long_orders":1,"short_orders":1,"largest":{"venue":"binance","symbol":"BTCUSDT","side":"short","usd":192001,"price":96000.5,"time":"2026-11-20T11:30:00.123Z"},"floor":true,"covered":0.993055,"least_covered":{"venue":"binance","share":0.993055},"coverage":[{"venue":"binance","class":"sampled","share":0.993055,"gaps":[{"from":"2026-11-20T11:50:00.000Z","to":"2026-11-20T12:00:00.000Z","reason":"connection_lost"}],"weight":1}],"deficits":[],"context":{"label":null,"no_label":"no mark price is stored at both ends of the span","coverage":0.993055,"price":null,"open_interest":null,"liquidated_bps":null,"before":null,"rank":null,"ranked_spans":0}}
        """;

    [Theory]
    [InlineData("BTC")]
    [InlineData("xbt")]
    public async Task Squeeze_writes_the_exact_object(string asset)
    {
        var run = await Run("squeeze", "--asset", asset, "--window", "24h", "--format", "json");

        Assert.Equal((0, BtcDay + "\n", ""), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public async Task Squeeze_by_asset_is_an_array_with_the_largest_first()
    {
        var run = await Run("squeeze", "--by", "asset", "--format", "json");

        Assert.StartsWith("[{\"asset\":\"BTC\",", run.Out, StringComparison.Ordinal);
        Assert.Contains("{\"asset\":\"ETH\",", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_breakdown_has_its_own_span_and_coverage()
    {
        var run = await Run("squeeze", "--from", "2026-11-20T10:00", "--to", "2026-11-20T12:00", "--by", "hour", "--format", "json");

        Assert.Contains("\"from\":\"2026-11-20T10:00:00.000Z\",\"to\":\"2026-11-20T11:00:00.000Z\",\"long_usd\":0,", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"share\":1,\"gaps\":[]", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"share\":0.833333,\"gaps\":[{\"from\":\"2026-11-20T11:50:00.000Z\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_excludes_its_start_and_a_pair_of_times_includes_it()
    {
        var window = await Run("squeeze", "--window", "1h", "--asset", "BTC", "--format", "json");
        var pair = await Run("squeeze", "--from", "2026-11-20T11:00:00", "--to", "2026-11-20T12:00:00", "--asset", "BTC", "--format", "json");

        Assert.Contains("\"long_orders\":0,", window.Out, StringComparison.Ordinal);
        Assert.Contains("\"long_orders\":1,", pair.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Squeeze_tells_people_the_same()
    {
        var run = await Run("squeeze", "--asset", "BTC");

        Assert.Equal(
            """
            BTC liquidations, last 24h: 2026-11-19T12:00:00.000Z to 2026-11-20T12:00:00.000Z

                                    usd       exact usd  orders  share
            shorts              $192.0K      192,001.00       1  57.4%
            longs               $142.5K  142,500.000001       1  42.6%
            total               $334.5K  334,501.000001       2       
            shorts minus longs  +$49.5K   49,500.999999               

            at least: 99.3% of normal volume was watched; missing: gaps at binance, what binance does not publish (--details)

            """,
            run.Out);
    }

    [Fact]
    public async Task Details_are_what_it_means_and_what_is_missing()
    {
        var run = await Run("squeeze", "--asset", "BTC", "--details");

        Assert.Equal(
            """
            BTC liquidations, last 24h: 2026-11-19T12:00:00.000Z to 2026-11-20T12:00:00.000Z

                                    usd       exact usd  orders  share
            shorts              $192.0K      192,001.00       1  57.4%
            longs               $142.5K  142,500.000001       1  42.6%
            total               $334.5K  334,501.000001       2       
            shorts minus longs  +$49.5K   49,500.999999               

            largest: short BTCUSDT on binance, $192.0K at 96,000.5, 2026-11-20T11:30:00.123Z
            label: none, because no mark price is stored at both ends of the span
            at least: 99.3% of normal volume was watched; missing: gaps at binance, what binance does not publish
            coverage: binance 99.3% (sampled)
            floor: binance publishes the largest order per symbol and second; binance missing 00:10:00 (connection_lost)

            """,
            run.Out);
    }

    [Fact]
    public async Task Markdown_is_a_github_table()
    {
        var run = await Run("squeeze", "--asset", "BTC", "--format", "md");

        Assert.Contains("\n|  | usd | exact usd | orders | share |\n|---|---:|---:|---:|---:|\n| shorts | $192.0K |", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n- floor: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_is_rfc_4180_with_plain_numbers()
    {
        var run = await Run("liquidations", "--format", "csv", "--asset", "BTC");

        Assert.Equal(
            "time,venue,symbol,asset,side,margin,usd,price,price_kind,base,contracts,received,id\r\n"
            + "2026-11-20T11:30:00.123Z,binance,BTCUSDT,BTC,short,linear,192001,96000.5,fill,1,1,2026-11-20T11:30:00.173Z,0000002cb426c240\r\n"
            + "2026-11-20T11:00:00.000Z,binance,BTCUSDT,BTC,long,linear,142500.000001,95000,fill,1,1,2026-11-20T11:00:00.050Z,000000212da97101\r\n",
            run.Out);
    }

    [Fact]
    public async Task A_list_says_when_there_is_more()
    {
        var run = await Run("liquidations", "--limit", "1", "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Contains("\"more\":true", run.Out, StringComparison.Ordinal);
        Assert.Contains("only the newest 1 are shown", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_below_the_least_amount_are_left_out()
    {
        var run = await Run("liquidations", "--min-usd", "142500.000001", "--format", "json");

        Assert.Contains("\"symbol\":\"BTCUSDT\"", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ETHUSDT", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_interest_has_totals_and_changes()
    {
        var run = await Run("oi", "--asset", "BTC", "--format", "json");

        Assert.Equal(
            """
            {"asset":"BTC","from":"2026-11-19T12:00:00.000Z","to":"2026-11-20T12:00:00.000Z","totals":[{"group":"BTC","usd":86000000,"base":900,"usd_change":null,"base_change":null,"usd_start":null,"base_start":null,"instruments":1,"unpriced":0}],"instruments":[{"venue":"binance","symbol":"BTCUSDT","asset":"BTC","margin":"linear","time":"2026-11-20T11:00:00.000Z","usd":86000000,"base":900,"contracts":900,"usd_change":null,"base_change":null,"mark":95555.5,"index":95550,"funding_rate":0.0001}]}

            """,
            run.Out);
    }

    [Fact]
    public async Task Nothing_in_the_span_prints_zeros_and_exits_3()
    {
        var run = await Run("squeeze", "--asset", "DOGE", "--format", "json");

        Assert.Equal(3, run.Code);
        Assert.Contains("\"total_usd\":0,\"short_share\":null,", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"largest\":null,", run.Out, StringComparison.Ordinal);
        Assert.Contains("no liquidations stored between 2026-11-19T12:00:00.000Z", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Venues_tells_what_the_store_holds()
    {
        var run = await Run("venues", "--format", "json");

        Assert.Contains("\"id\":\"binance\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"events\":3,", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"coverage_24h\":0.993055,\"state\":\"connection_lost\",", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "\"repairs_7d\":{\"repaired\":0,\"events\":0,\"missing_seconds\":600,\"missing\":[{\"from\":\"2026-11-20T11:50:00.000Z\"",
            run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_only_where_they_are_wanted()
    {
        var colored = await CliRun.Of(c => c with { Color = true }, Args("squeeze"));
        var refused = await CliRun.Of(c => c with { Color = true }, Args("squeeze", "--no-color"));

        Assert.Contains("\u001b[32mshorts\u001b[0m", colored.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Out);
    }

    [Fact]
    public async Task Lines_fit_a_narrow_terminal()
    {
        foreach (var by in new[] { "asset", "venue", "day", "hour" })
        {
            var run = await CliRun.Of(c => c with { Width = 80 }, Args("squeeze", "--by", by));
            Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
        }
    }

    [Theory]
    [InlineData(",", ".", "/", "-")]
    [InlineData("٫", "٬", "‏/", "؜-")]
    public async Task The_users_culture_changes_nothing(string point, string thousands, string dates, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = thousands;
        culture.NumberFormat.NegativeSign = minus;
        culture.DateTimeFormat.DateSeparator = dates;
        culture.DateTimeFormat.TimeSeparator = ".";
        var expected = await All();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, await All());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        async Task<string> All()
        {
            var text = "";
            foreach (var format in new[] { "table", "json", "csv", "md" })
            {
                text += (await Run("squeeze", "--format", format, "--from", "2026-11-19")).Out;
                text += (await Run("oi", "--format", format)).Out;
                text += (await Run("liquidations", "--format", format, "--min-usd", "1000.5")).Out;
            }

            return text;
        }
    }

    /// <summary>The sample store watches one venue, whatever else the catalogue knows.</summary>
    private static readonly Dictionary<string, string> OneVenue = VenueCatalog.All
        .Where(venue => venue.Profile.Id != "binance")
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    private Task<CliRun> Run(params string[] args) => CliRun.Of(OneVenue, Args(args));

    private string[] Args(params string[] args) => [.. args, "--data", store.Directory];
}
