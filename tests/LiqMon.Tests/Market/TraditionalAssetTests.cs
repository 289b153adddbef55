using LiqMon.Market;

namespace LiqMon.Tests.Market;

public sealed class TraditionalAssetTests
{
    [Theory]
    [InlineData("XAU")]
    [InlineData("EUR")]
    [InlineData("EURUSD")]
    [InlineData("USDJPY")]
    [InlineData("TSLA")]
    [InlineData("SPX500")]
    public void Metals_currencies_indices_and_stocks_are_known(string asset) => Assert.True(AssetNames.IsTraditional(asset));

    [Theory]
    [InlineData("BTC")]
    [InlineData("SPX")]
    [InlineData("PAXG")]
    [InlineData("USDUSD1")]
    [InlineData("EURC")]
    [InlineData("META")]
    [InlineData("")]
    public void Crypto_assets_and_names_that_both_worlds_use_are_not(string asset) => Assert.False(AssetNames.IsTraditional(asset));
}
