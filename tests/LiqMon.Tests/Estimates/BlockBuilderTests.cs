using FsCheck;
using FsCheck.Fluent;
using LiqMon.Estimates;
using LiqMon.Market;
using LiqMon.Simulator;

namespace LiqMon.Tests.Estimates;

public sealed class BlockBuilderTests
{
    private static readonly Gen<Order[]> Orders =
        from orders in
            (from at in Gen.Choose(0, 89_999)
             from isShort in Gen.Elements(false, true)
             from cents in Gen.Choose(1, 500)
             select new Order(at, isShort ? LiquidatedSide.Short : LiquidatedSide.Long, cents / 4.0)).ListOf()
        select orders.OrderBy(order => order.TimeMs).ThenBy(order => order.Usd).ToArray();

    [Theory]
    [InlineData(SamplingRule.LargestPerSecond)]
    [InlineData(SamplingRule.LatestPerSecond)]
    [InlineData(SamplingRule.LargestPerSideAndSecond)]
    public void A_throttled_feed_shows_what_its_rule_says_and_hides_the_rest(SamplingRule rule) =>
        Prop.ForAll(Orders.ToArbitrary(), orders =>
        {
            var blocks = Blocks(rule, orders);
            var published = Published(rule, orders);
            return Near(published.Sum(order => order.Usd), blocks.Sum(block => block.Long.Reported + block.Short.Reported))
                && Near(orders.Sum(order => order.Usd), blocks.Sum(block => Whole(block.Long) + Whole(block.Short)))
                && Near(
                    orders.Where(order => order.Side == LiquidatedSide.Long).Sum(order => order.Usd),
                    blocks.Sum(block => block.Long.Reported + block.Long.HiddenSame + block.Short.HiddenOther));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(SamplingRule.LargestPerSecond)]
    [InlineData(SamplingRule.LatestPerSecond)]
    [InlineData(SamplingRule.LargestPerSideAndSecond)]
    public void Read_backwards_it_is_the_same(SamplingRule rule) =>
        Prop.ForAll(Orders.ToArbitrary(), orders =>
        {
            var forwards = Blocks(rule, orders);
            var backwards = Blocks(rule, [.. orders.Reverse()]);
            backwards.Reverse();
            return forwards.Count == backwards.Count && forwards.Zip(backwards).All(pair =>
                pair.First.Class == pair.Second.Class && Near(pair.First.Long.Reported, pair.Second.Long.Reported)
                && Near(pair.First.Short.Reported, pair.Second.Short.Reported));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_throttles_as_the_simulated_venues_do()
    {
        var flow = new BurstFlow { Branching = 0.9, Decay = TimeSpan.FromSeconds(1), Symbols = 1 }.Draw(3);
        var blocks = Blocks(
            SamplingRule.LargestPerSecond,
            flow.Select(order => new Order(order.TimeMs, order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short, order.MicroUsd / 1e6)));

        Assert.Contains(flow, order => !order.IsPublished);
        Assert.Equal(flow.Where(order => order.IsPublished).Sum(order => order.MicroUsd) / 1e6, blocks.Sum(block => block.Long.Reported + block.Short.Reported), 3);
    }

    [Fact]
    public void A_block_is_classed_by_its_seconds_with_an_order()
    {
        var blocks = Blocks(SamplingRule.LargestPerSecond, new[] { 0, 10, 20, 31_000, 32_000, 33_000, 61_000 }.Select(ms => new Order(ms, LiquidatedSide.Long, 1)));

        Assert.Equal([0, 2, 0], blocks.Select(block => block.Class));
    }

    private static List<BurstBlock> Blocks(SamplingRule? rule, IEnumerable<Order> orders)
    {
        var blocks = new List<BurstBlock>();
        var builder = new BlockBuilder(rule, blocks.Add);
        foreach (var order in orders)
            builder.Add(order.Side, order.Usd, order.TimeMs);
        builder.Finish();
        return blocks;
    }

    /// <summary>The rule in the plainest words.</summary>
    private static IEnumerable<Order> Published(SamplingRule rule, IEnumerable<Order> orders) => rule switch
    {
        SamplingRule.LargestPerSecond => orders.GroupBy(order => order.TimeMs / 1_000).Select(second => second.MaxBy(order => order.Usd)!),
        SamplingRule.LatestPerSecond => orders.GroupBy(order => order.TimeMs / 1_000).Select(second => second.OrderBy(order => order.TimeMs).ThenBy(order => order.Usd).Last()),
        _ => orders.GroupBy(order => (order.TimeMs / 1_000, order.Side)).Select(second => second.MaxBy(order => order.Usd)!),
    };

    private static double Whole(BlockSide side) => side.Reported + side.HiddenSame + side.HiddenOther;

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-6;

    private sealed record Order(long TimeMs, LiquidatedSide Side, double Usd);
}
