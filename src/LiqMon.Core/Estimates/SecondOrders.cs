using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>The orders of one contract in one second: their sum, and what a sampled feed would have published of them.</summary>
internal struct SecondOrders
{
    private SideOrders _long;
    private SideOrders _short;

    internal readonly bool IsEmpty => _long.Orders + _short.Orders == 0;

    internal void Add(LiquidatedSide side, double usd, long timeMs)
    {
        ref var orders = ref _long;
        if (side == LiquidatedSide.Short)
            orders = ref _short;
        orders.Orders++;
        orders.Usd += usd;
        orders.LargestUsd = Math.Max(orders.LargestUsd, usd);
        // Of two in one millisecond the larger counts as the later, so that the direction of reading does not matter.
        if (orders.Orders == 1 || timeMs > orders.LastMs || (timeMs == orders.LastMs && usd > orders.LastUsd))
            (orders.LastMs, orders.LastUsd) = (timeMs, usd);
    }

    /// <summary>All dollars of a side.</summary>
    internal readonly double Usd(LiquidatedSide side) => Of(side).Usd;

    /// <summary>Published dollars of a side; all of them without a rule.</summary>
    internal readonly double PublishedUsd(LiquidatedSide side, SamplingRule? rule)
    {
        var (orders, others) = (Of(side), Of(side == LiquidatedSide.Long ? LiquidatedSide.Short : LiquidatedSide.Long));
        return rule switch
        {
            null => orders.Usd,
            SamplingRule.LargestPerSideAndSecond => orders.LargestUsd,
            SamplingRule.LargestPerSecond => Wins(side, orders.LargestUsd, others.LargestUsd) ? orders.LargestUsd : 0,
            _ => orders.Orders > 0 && (others.Orders == 0 || orders.LastMs > others.LastMs
                || (orders.LastMs == others.LastMs && Wins(side, orders.LastUsd, others.LastUsd))) ? orders.LastUsd : 0,
        };
    }

    private readonly SideOrders Of(LiquidatedSide side) => side == LiquidatedSide.Long ? _long : _short;

    // Equal ones cannot be distinguished; one of the two must win.
    private static bool Wins(LiquidatedSide side, double usd, double other) =>
        usd > other || (usd == other && side == LiquidatedSide.Long);

    private struct SideOrders
    {
        internal int Orders;
        internal double Usd;
        internal double LargestUsd;
        internal double LastUsd;
        internal long LastMs;
    }
}
