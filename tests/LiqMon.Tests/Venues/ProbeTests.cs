using System.Text;
using System.Text.Json;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class ProbeTests
{
    [Theory]
    [InlineData(-3, true)]
    [InlineData(3, false)]
    public void Gate_orders_have_the_other_sign_than_their_position(int order, bool holds)
    {
        var rows = string.Join(',', Enumerable.Repeat($$"""{"size":"7","order_size":"{{order}}"}""", 30));
        Assert.Equal(holds, Probe("gate", 0, $"[{rows}]").Holds);
    }

    [Fact]
    public void A_few_orders_settle_nothing() =>
        Assert.Null(Probe("gate", 0, """[{"size":7,"order_size":-7},{"size":0,"order_size":-7}]""").Holds);

    [Theory]
    [InlineData("100.5", true)]
    [InlineData("201", false)]
    [InlineData("140", null)]
    public void Gate_open_interest_is_compared_with_long_positions(string total, bool? holds)
    {
        var finding = Probe(
            "gate", 1, """[{"name":"BTC_USDT","position_size":"100"},{"name":"NEW_USDT","position_size":0}]""",
            $$"""[{"contract":"BTC_USDT","total_size":"{{total}}"},{"contract":"NEW_USDT","total_size":"5"}]""");
        Assert.Equal(holds, finding.Holds);
    }

    [Fact]
    public void Okx_history_says_how_far_back_a_page_goes()
    {
        var finding = Probe("okx", 0, """{"code":"0","data":[{"details":[{"ts":"1795176000000"},{"ts":"1795167000000"}]}]}""");
        Assert.Equal((true, "the newest 2 of BTC-USDT span 2.5 h"), (finding.Holds, finding.Text));
        Assert.False(Probe("okx", 0, """{"code":"50011","msg":"gone"}""").Holds);
        Assert.Null(Probe("okx", 0, """{"code":"0","data":[]}""").Holds);
    }

    [Fact]
    public void A_paradex_tape_without_a_liquidation_settles_nothing()
    {
        Assert.Null(Probe("paradex", 0, """{"results":[{"trade_type":"FILL"},{"trade_type":"RPI"}]}""").Holds);
        Assert.True(Probe("paradex", 0, """{"results":[{"trade_type":"FILL"},{"trade_type":"LIQUIDATION"}]}""").Holds);
        var strange = Probe("paradex", 0, """{"results":[{"trade_type":"FORCED"},{"trade_type":"LIQUIDATION"}]}""");
        Assert.Equal((false, true), (strange.Holds, strange.Text.EndsWith("unknown types: FORCED", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(0.1, null)]
    public void A_sum_of_both_sides_is_always_even(double odd, bool? isOneSided)
    {
        // In whole contracts at HTX, in steps of the least order at Bitget.
        var counts = Enumerable.Range(0, 40).Select(i => 100 + (2 * i) + (i < 40 * odd / 2 ? 1 : 0)).ToList();
        var volumes = string.Join(',', counts.Select(count => $$"""{"volume":{{count}}.000}"""));
        Assert.Equal(isOneSided is null ? null : !isOneSided, Probe("htx", 0, $$"""{"status":"ok","data":[{{volumes}}]}""").Holds);
        var contracts = string.Join(',', counts.Select((_, i) => $$"""{"symbol":"C{{i}}","minOrderQty":"0.01"}"""));
        var tickers = string.Join(',', counts.Select((count, i) => $$"""{"symbol":"C{{i}}","openInterest":"{{count / 100m}}"}"""));
        Assert.Equal(isOneSided, Probe("bitget", 0, $$"""{"data":[{{contracts}}]}""", $$"""{"data":[{{tickers}}]}""").Holds);
    }

    [Fact]
    public void A_few_contracts_tell_nothing_of_sides() => Assert.Null(Probe("htx", 0, """{"data":[{"volume":2},{"volume":4}]}""").Holds);

    [Theory]
    [InlineData("99870.5", "5231.7", true)]
    [InlineData("99870.5", "0.05", false)]
    [InlineData("0.2", "5231.7", null)]
    public void A_bitget_amount_of_a_dear_coin_can_only_be_one_of_the_two(string price, string amount, bool? holds) => Assert.Equal(
        holds,
        Probe("bitget", 1, """{"event":"subscribe"}""", "pong", $$"""{"action":"update","data":[{"symbol":"X","side":"buy","price":"{{price}}","amount":"{{amount}}"}]}""").Holds);

    [Fact]
    public void Binance_marks_both_families_on_one_socket()
    {
        const string Dollar = """[{"e":"markPriceUpdate","s":"BTCUSDT","st":1}]""", Coin = """[{"e":"markPriceUpdate","s":"BTCUSD_PERP","st":2}]""";
        Assert.Null(Probe("binance", 0, """{"result":null,"id":1}""").Holds);
        Assert.False(Probe("binance", 0, Dollar).Holds);
        Assert.True(Probe("binance", 0, Dollar, Coin).Holds);
        Assert.False(Probe("binance", 0, """[{"e":"markPriceUpdate","s":"BTCUSDT"}]""").Holds);
    }

    [Fact]
    public void Backpack_says_no_to_a_stream_that_is_not()
    {
        const string Mark = """{"stream":"markPrice.BTC_USDC_PERP","data":{}}""";
        Assert.Null(Probe("backpack", 0, """{"id":1,"error":{"code":4006}}""").Holds);
        Assert.True(Probe("backpack", 0, Mark).Holds);
        Assert.True(Probe("backpack", 0, """{"id":1,"error":{"code":4006}}""", Mark).Holds);
        Assert.False(Probe("backpack", 0, """{"id":1,"error":{"code":4006}}""", """{"id":2,"error":{"code":4006}}""", Mark).Holds);
    }

    [Fact]
    public void Extended_sends_all_markets_and_known_types()
    {
        const string Bitcoin = """{"data":[{"m":"BTC-USD","tT":"TRADE"}]}""";
        Assert.Null(Probe("extended", 0, Bitcoin).Holds);
        Assert.True(Probe("extended", 0, Bitcoin, """{"data":[{"m":"ETH-USD","tT":"LIQUIDATION"}]}""").Holds);
        Assert.False(Probe("extended", 0, Bitcoin, """{"data":[{"m":"ETH-USD","tT":"LIQ"}]}""").Holds);
    }

    [Theory]
    [InlineData("99.5", true)]
    [InlineData("100.5", false)]
    public void A_kraken_liquidation_that_sells_moves_the_price_down(string price, bool holds)
    {
        // Newest first.
        var trades = string.Join(',', Enumerable.Repeat($$"""{"type":"liquidation","side":"sell","price":{{price}}},{"type":"fill","side":"buy","price":100}""", 10));
        Assert.Equal(holds, Probe("kraken", 0, $$"""{"history":[{{trades}}]}""", """{"history":[]}""").Holds);
        Assert.Null(Probe("kraken", 0, """{"history":[]}""", """{"history":[]}""").Holds);
    }

    [Fact]
    public void Hyperliquid_must_name_its_liquidators()
    {
        static string Details(string child) => $$$$"""{"relationship":{"type":"parent","data":{"childAddresses":["0x2e3d94f0562703b25c83308a05046ddaf9a8dd14","{{{{child}}}}"]}}}""";
        Assert.True(Probe("hyperliquid", 0, Details("0xb0a55f13d22f66e6d495ac98113841b2326e9540")).Holds);
        Assert.False(Probe("hyperliquid", 0, Details("0x010461c14e146ac35fe42271bdc1134ee31c703a")).Holds);
    }

    [Fact]
    public void Every_probe_refuses_what_is_not_an_answer()
    {
        foreach (var probe in VenueCatalog.All.SelectMany(venue => venue.Probes))
        {
            foreach (var body in new[] { "", "<html>", "7", "\"x\"", "{}garbage" })
                Assert.ThrowsAny<JsonException>(() => probe.Read([.. probe.Requests.Select(_ => Bytes(body)), .. probe.Listen is null ? [] : new[] { Bytes(body) }]));
        }
    }

    private static ProbeFinding Probe(string venue, int probe, params string[] bodies) =>
        VenueCatalog.Find(venue)!.Probes[probe].Read([.. bodies.Select(Bytes)]);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
