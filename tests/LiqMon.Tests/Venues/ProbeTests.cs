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
    public void A_paradex_liquidation_would_be_news()
    {
        Assert.True(Probe("paradex", 0, """{"results":[{"trade_type":"FILL"}]}""").Holds);
        Assert.False(Probe("paradex", 0, """{"results":[{"trade_type":"FILL"},{"trade_type":"LIQUIDATION"}]}""").Holds);
    }

    [Fact]
    public void Every_probe_refuses_what_is_not_an_answer()
    {
        foreach (var probe in VenueCatalog.All.SelectMany(venue => venue.Probes))
        {
            foreach (var body in new[] { "", "<html>", "7", "\"x\"", "{}garbage" })
                Assert.ThrowsAny<JsonException>(() => probe.Read([.. probe.Requests.Select(_ => Bytes(body))]));
        }
    }

    private static ProbeFinding Probe(string venue, int probe, params string[] bodies) =>
        VenueCatalog.Find(venue)!.Probes[probe].Read([.. bodies.Select(Bytes)]);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
