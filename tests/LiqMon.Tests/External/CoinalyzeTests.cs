using System.Text;
using System.Text.Json;
using LiqMon.External;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.External;

public sealed class CoinalyzeTests
{
    private const long Minute = 60_000;
    private const long Now = 1_795_176_000_000;

    [Fact]
    public void A_venue_is_found_by_its_name_and_its_contracts_by_its_code()
    {
        Assert.Equal("A", Coinalyze.ReadCode("""[{"name":"Bybit","code":"6"},{"name":"Binance","code":"A"}]"""u8, "binance"));
        Assert.Null(Coinalyze.ReadCode("""[{"name":"Binance","code":"A"}]"""u8, "bitget"));
        Assert.Equal(
            [new CoinalyzeMarket("BTCUSDT_PERP.A", "BTC"), new CoinalyzeMarket("1000PEPEUSDT_PERP.A", "PEPE")],
            Coinalyze.ReadMarkets(
                """
                [{"symbol":"BTCUSDT_PERP.A","exchange":"A","base_asset":"BTC"},{"symbol":"BTCUSDT.6","exchange":"6","base_asset":"BTC"},
                 {"symbol":"1000PEPEUSDT_PERP.A","exchange":"A","base_asset":"1000PEPE"},{"exchange":"A"}]
                """u8, "A"));
    }

    [Fact]
    public void A_bucket_has_seconds_and_dollars_to_the_micro_dollar() => Assert.Equal(
        [new CoinalyzeBucket("X.A", Now, 1_234_567_891, 0)],
        Coinalyze.ReadHistory(Bytes($$"""[{"symbol":"X.A","history":[{"t":{{Now / 1_000}},"l":1234.5678911,"s":0}]},{"symbol":"Y.A","history":[]}]""")));

    [Theory]
    [InlineData("""{"message":"Invalid"}""")]
    [InlineData("""[{"history":[{"t":1795176000,"l":1,"s":1}]}]""")]
    [InlineData("""[{"symbol":"X.A","history":[{"t":1795176000000,"l":1,"s":1}]}]""")]
    [InlineData("""[{"symbol":"X.A","history":[{"t":1795176000,"l":-1,"s":1}]}]""")]
    [InlineData("""[{"symbol":"X.A","history":[{"t":1795176000,"l":1e300,"s":1}]}]""")]
    [InlineData("""[{"symbol":"X.A","history":[{"t":1795176000,"l":1}]}]""")]
    [InlineData("<html>")]
    public void What_cannot_be_is_refused(string body) =>
        Assert.ThrowsAny<JsonException>(() => Coinalyze.ReadHistory(Bytes(body)));

    [Theory]
    [InlineData(7, "1min")]
    [InlineData(8, "5min")]
    [InlineData(9, "15min")]
    [InlineData(40, "1hour")]
    public void Buckets_are_as_short_as_they_are_still_told(int days, string name) =>
        Assert.Equal(name, BucketLength.For(Now - days * 24 * 60 * Minute, Now).Name);

    [Fact]
    public void Only_whole_buckets_inside_a_gap_are_wanted()
    {
        var span = Assert.Single(GapFillPlan.Of([Gap(Now - 30 * Minute - 1, Now - 20 * Minute + 30_000)], Now));

        Assert.Equal((Now - 30 * Minute, Now - 20 * Minute), (span.FromMs, span.ToMs));
        Assert.False(span.Wants(Now - 31 * Minute));
        Assert.True(span.Wants(Now - 30 * Minute));
        Assert.False(span.Wants(Now - 20 * Minute));
        Assert.Empty(GapFillPlan.Of([Gap(Now - 10 * Minute + 1, Now - 9 * Minute + 59_000)], Now));
    }

    [Fact]
    public void Gaps_close_together_are_asked_for_in_one_go_and_long_ones_in_pieces()
    {
        var spans = GapFillPlan.Of([Gap(Now - 300 * Minute, Now - 290 * Minute), Gap(Now - 200 * Minute, Now - 180 * Minute)], Now);
        Assert.Equal(2, Assert.Single(spans).Wanted.Count);
        Assert.False(spans[0].Wants(Now - 250 * Minute));

        var pieces = GapFillPlan.Of([Gap(Now - 2_500 * Minute, Now)], Now);
        Assert.Equal(3, pieces.Count);
        Assert.Equal(2_500, pieces.Sum(piece => (piece.ToMs - piece.FromMs) / Minute));
    }

    private static CoverageGap Gap(long fromMs, long toMs) => new(fromMs, toMs, GapReason.ConnectionLost);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
