using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class BitcoinSupplyTests
{
    [Theory]
    [InlineData(0, 50_0000_0000)]
    [InlineData(209_999, 10_500_000_0000_0000)]
    [InlineData(210_000, 10_500_025_0000_0000)]
    [InlineData(419_999, 15_750_000_0000_0000)]
    [InlineData(629_999, 18_375_000_0000_0000)]
    [InlineData(839_999, 19_687_500_0000_0000)]
    // The subsidy is cut to whole satoshi, so that the last coin is never reached.
    [InlineData(6_929_999, 2_099_999_997_690_000)]
    [InlineData(7_500_000, 2_099_999_997_690_000)]
    public void The_schedule_is_exact(long height, long satoshi) => Assert.Equal(satoshi, BitcoinSupply.SatoshiAt(height));

    [Theory]
    [InlineData("2009-01-03T18:15:05Z", 0)]
    [InlineData("2012-11-28T15:24:38Z", 210_000)]
    [InlineData("2016-07-09T16:46:13Z", 420_000)]
    [InlineData("2020-05-11T19:23:43Z", 630_000)]
    [InlineData("2024-04-20T00:09:27Z", 840_000)]
    public void The_height_is_that_of_the_known_blocks(string time, long height) => Assert.Equal(height, BitcoinSupply.HeightAt(Ms(time)));

    [Fact]
    public void A_known_later_block_is_within_the_stated_error()
    {
        // Block 900,000 was found on 6 June 2025.
        var coins = BitcoinSupply.CoinsAt(Ms("2025-06-06T12:00:00Z"));
        Assert.InRange(coins / (BitcoinSupply.SatoshiAt(900_000) / 1e8), 1 - BitcoinSupply.Error, 1 + BitcoinSupply.Error);
    }

    [Fact]
    public void Supply_never_falls() => Prop.ForAll<NonNegativeInt, PositiveInt>((hours, more) =>
    {
        var ms = Ms("2009-01-03T00:00:00Z") + hours.Get % 400_000 * 3_600_000L;
        return BitcoinSupply.CoinsAt(ms) <= BitcoinSupply.CoinsAt(ms + more.Get * 60_000L);
    }).QuickCheckThrowOnFailure();

    private static long Ms(string time) =>
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
