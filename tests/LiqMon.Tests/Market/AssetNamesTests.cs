using LiqMon.Market;

namespace LiqMon.Tests.Market;

public sealed class AssetNamesTests
{
    [Theory]
    [InlineData("BTC", "BTC", 1)]
    [InlineData("btc", "BTC", 1)]
    [InlineData("XBT", "BTC", 1)]
    [InlineData("1000PEPE", "PEPE", 1_000)]
    [InlineData("10000SATS", "SATS", 10_000)]
    [InlineData("1000000MOG", "MOG", 1_000_000)]
    [InlineData("10000000AIDOGE", "AIDOGE", 10_000_000)]
    [InlineData("1MBABYDOGE", "BABYDOGE", 1_000_000)]
    [InlineData("kPEPE", "PEPE", 1_000)]
    [InlineData("SHIB1000", "SHIB", 1_000)]
    [InlineData("KAVA", "KAVA", 1)]
    [InlineData("kava", "KAVA", 1)]
    [InlineData("1INCH", "1INCH", 1)]
    [InlineData("1000", "1000", 1)]
    [InlineData("1000X", "1000X", 1)]
    [InlineData("0G", "0G", 1)]
    [InlineData("4", "4", 1)]
    [InlineData("API3", "API3", 1)]
    [InlineData("C98", "C98", 1)]
    [InlineData("LUNA2", "LUNA2", 1)]
    [InlineData("USD1", "USD1", 1)]
    [InlineData("BANANAS31", "BANANAS31", 1)]
    [InlineData("1000NEIROCTO", "NEIROCTO", 1_000)]
    [InlineData("1000牛来", "牛来", 1_000)]
    [InlineData("币安人生", "币安人生", 1)]
    [InlineData("éa", "ÉA", 1)]
    [InlineData("", "", 1)]
    public void A_base_asset_has_one_name(string venueBase, string asset, long factor) =>
        Assert.Equal((asset, factor), AssetNames.Normalise(venueBase));

    [Theory]
    [InlineData("USDT", true)]
    [InlineData("USD", true)]
    [InlineData("USDC", true)]
    [InlineData("BTC", false)]
    [InlineData("EUR", false)]
    [InlineData("usdt", false)]
    [InlineData("", false)]
    public void Some_currencies_count_as_dollars(string currency, bool expected) => Assert.Equal(expected, AssetNames.IsUsd(currency));
}
