using FsCheck;
using FsCheck.Fluent;
using LiqMon.Maps;

namespace LiqMon.Tests.Maps;

public sealed class PositionMapTests
{
    /// <summary>All positions at 10x and forced out a tenth away from where they were opened.</summary>
    private static readonly LeverageTiers Tenfold = Tiers("10:1:0");

    [Fact]
    public void A_small_market_by_hand()
    {
        var map = new PositionMap(Tiers("10:3:0,50:1:0.5"));

        // 40 coins are opened at 100: $3,000 at 10x, $1,000 at 50x, long and short.
        map.Step(100, new OpenInterestChange(60, 40, 0));
        Assert.Equal([(90.0, 3_000), (98.5, 1_000)], Standing(map.Longs));
        Assert.Equal([(101.5, 1_000), (110.0, 3_000)], Standing(map.Shorts));
        Assert.Equal(10_000_000_000, map.OpenInterestMicroUsd);

        // The price trades through the longs at 98.5. Ten coins' worth of open interest goes with them: nobody else left.
        map.Step(98, new OpenInterestChange(100, 0, 1_000 / 98.0));
        Assert.Equal([(90.0, 3_000)], Standing(map.Longs));
        Assert.Equal((1_000_000_000, 0), (map.Longs.ConsumedMicroUsd, map.Longs.LeftMicroUsd));
        // Of the shorts nobody was forced out: each level loses the same share.
        Assert.Equal([(101.5, 897), (110.0, 2_693)], Standing(map.Shorts));

        // A fifth of what is left closes at the same price.
        map.Step(98, new OpenInterestChange(50, 0, 10));
        Assert.Equal([(90.0, 2_400)], Standing(map.Longs));
        Assert.Equal(600_000_000, map.Longs.LeftMicroUsd);

        // Back up, beyond all shorts.
        map.Step(112, new OpenInterestChange(40, 0, 0));
        Assert.Empty(map.Shorts.Levels);
        Assert.Equal([(90.0, 2_400)], Standing(map.Longs));
    }

    [Fact]
    public void Whatever_happens_no_dollar_is_lost_and_no_traded_level_stands() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var map = new PositionMap(LeverageTiers.Default);
        var price = 50_000.0;
        for (var step = 0; step < 200; step++)
        {
            price *= Math.Exp((random.NextDouble() - 0.5) / (random.Next(20) == 0 ? 4 : 100));
            var before = random.NextDouble() * 1_000;
            map.Step(price, new OpenInterestChange(before, random.NextDouble() * 100, random.NextDouble() * before));
            Assert.All([map.Longs, map.Shorts], side =>
            {
                Assert.Equal(side.BuiltMicroUsd, side.StandingMicroUsd + side.ConsumedMicroUsd + side.LeftMicroUsd);
                Assert.Equal(side.StandingMicroUsd, side.Levels.Sum(level => level.MicroUsd));
                Assert.True(Math.Min(side.ConsumedMicroUsd, side.LeftMicroUsd) >= 0);
            });
            var here = PriceLevels.Of(price);
            Assert.All(map.Longs.Levels, level => Assert.True(level.Level < here));
            Assert.All(map.Shorts.Levels, level => Assert.True(level.Level > here));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_opened_is_no_less_anywhere_more_closed_no_more_and_a_longer_way_consumes_no_less() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var map = new PositionMap(LeverageTiers.Default);
        for (var step = 0; step < 50; step++)
            map.Step(100 + random.NextDouble() * 20, new OpenInterestChange(1_000, random.Next(10), random.Next(5)));
        var (price, opened, closed) = (100 + random.NextDouble() * 20, random.Next(10), random.Next(300));
        var plain = After(map, price, opened, closed);

        AtMost(plain, After(map, price, opened + 1 + random.Next(50), closed));
        AtMost(After(map, price, opened, closed + 1 + random.Next(600)), plain);
        Assert.True(After(map, price * 0.99, opened, closed).Longs.ConsumedMicroUsd >= plain.Longs.ConsumedMicroUsd);
        Assert.True(After(map, price * 1.01, opened, closed).Shorts.ConsumedMicroUsd >= plain.Shorts.ConsumedMicroUsd);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Open_interest_of_tens_of_billions_is_told_whole_and_nonsense_breaks_nothing()
    {
        var map = new PositionMap(Tenfold);
        map.Step(100_000, new OpenInterestChange(400_000, 0, 0));
        Assert.Equal(40_000_000_000_000_000, map.OpenInterestMicroUsd);

        for (var step = 0; step < 5; step++)
            map.Step(100_000, new OpenInterestChange(1e300, 1e300, 0));
        Assert.Equal(map.Longs.BuiltMicroUsd, map.Longs.StandingMicroUsd);
        Assert.True(map.Longs.BuiltMicroUsd > 0);
    }

    [Fact]
    public void A_copy_does_not_move_on()
    {
        var map = new PositionMap(Tenfold);
        map.Step(100, new OpenInterestChange(0, 10, 0));
        var copy = map.Copy();
        map.Step(80, new OpenInterestChange(10, 0, 0));

        Assert.Empty(map.Longs.Levels);
        Assert.Equal([(90.0, 1_000)], Standing(copy.Longs));
        Assert.Equal(100, copy.Price);
    }

    [Theory]
    [InlineData("10:60:0.5,50:40:0.5", true)]
    [InlineData("", false)]
    [InlineData("10:60", false)]
    [InlineData("1:60:0.5", false)]
    [InlineData("10:0:0.5", false)]
    [InlineData("100:1:1", false)]
    [InlineData("10:1:-1", false)]
    [InlineData("10:1:NaN", false)]
    [InlineData("10:1:0,x", false)]
    public void Tiers_are_read_whole_or_not(string text, bool isRead)
    {
        Assert.Equal(isRead, LeverageTiers.TryParse(text, out var tiers));
        Assert.Equal(isRead ? 2 : LeverageTiers.Default.All.Count, tiers.All.Count);
    }

    private static PositionMap After(PositionMap map, double price, double opened, double closed)
    {
        var after = map.Copy();
        after.Step(price, new OpenInterestChange(1_000, opened, closed));
        return after;
    }

    private static void AtMost(PositionMap less, PositionMap more)
    {
        Assert.All(less.Longs.Levels, level => Assert.True(level.MicroUsd <= more.Longs.At(level.Level)));
        Assert.All(less.Shorts.Levels, level => Assert.True(level.MicroUsd <= more.Shorts.At(level.Level)));
    }

    /// <summary>Whole dollars by the price that was expected, if it lies in the level.</summary>
    private static IEnumerable<(double Price, int Usd)> Standing(MapSide side) => side.Levels.Select(level => (
        new[] { 90, 98.5, 101.5, 110 }.Single(price => PriceLevels.Of(price) == level.Level),
        (int)(level.MicroUsd / 1_000_000)));

    private static LeverageTiers Tiers(string text)
    {
        Assert.True(LeverageTiers.TryParse(text, out var tiers));
        return tiers;
    }
}
