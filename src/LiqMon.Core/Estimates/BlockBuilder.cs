using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>Puts the orders of one contract, which come in order of time or against it, together into blocks.</summary>
/// <param name="rule">How to throttle the feed; null for one that is throttled already.</param>
/// <param name="take">Takes each block when it is complete.</param>
public sealed class BlockBuilder(SamplingRule? rule, Action<BurstBlock> take)
{
    private readonly SecondOrders[] _seconds = new SecondOrders[BurstBlock.LengthMs / 1_000];
    private long? _startMs;

    /// <summary>Takes an order.</summary>
    /// <param name="side">The position that was closed.</param>
    /// <param name="usd">Its dollars.</param>
    /// <param name="timeMs">The venue's time, Unix milliseconds.</param>
    public void Add(LiquidatedSide side, double usd, long timeMs)
    {
        var startMs = timeMs - (timeMs % BurstBlock.LengthMs);
        if (_startMs != startMs)
        {
            Finish();
            _startMs = startMs;
        }

        _seconds[(timeMs - startMs) / 1_000].Add(side, usd, timeMs);
    }

    /// <summary>Hands out the last block.</summary>
    public void Finish()
    {
        if (_startMs is not { } startMs)
            return;
        var (occupied, longs, shorts) = (0, default(BlockSide), default(BlockSide));
        foreach (ref readonly var second in _seconds.AsSpan())
        {
            if (second.IsEmpty)
                continue;
            occupied++;
            longs = With(longs, second, LiquidatedSide.Long);
            shorts = With(shorts, second, LiquidatedSide.Short);
        }

        take(new BurstBlock { Class = BurstBlock.ClassOf(occupied), StartMs = startMs, Long = longs, Short = shorts });
        Array.Clear(_seconds);
        _startMs = null;
    }

    private BlockSide With(BlockSide sum, in SecondOrders second, LiquidatedSide side)
    {
        var reported = second.PublishedUsd(side, rule);
        if (reported == 0)
            return sum;
        var other = side == LiquidatedSide.Long ? LiquidatedSide.Short : LiquidatedSide.Long;
        // Where both sides are published, each accounts for its own hidden dollars.
        var hiddenOther = second.PublishedUsd(other, rule) > 0 ? 0 : second.Usd(other);
        return new BlockSide(
            sum.Reported + reported, sum.HiddenSame + second.Usd(side) - reported, sum.HiddenOther + hiddenOther);
    }
}
