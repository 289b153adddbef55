using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// Hidden dollars per published dollar, by class of block. Of a class that was seen too seldom, that of the classes below
/// it is taken together with it.
/// </summary>
internal sealed class HiddenModel
{
    /// <summary>Blocks that make a class known.</summary>
    internal const int LeastEntries = 30;

    private readonly BlockSums[] _learned = new BlockSums[BurstBlock.Classes];

    /// <summary>Learns from sums, less those to leave out.</summary>
    internal HiddenModel(SpanSums all, SpanSums? without = null)
    {
        var (open, from, last) = (default(BlockSums), 0, 0);
        for (var block = 0; block < BurstBlock.Classes; block++)
        {
            Add(ref open, all, block, 1);
            if (without is not null)
                Add(ref open, without, block, -1);
            if (open.Entries < LeastEntries)
                continue;
            Array.Fill(_learned, open, from, block + 1 - from);
            (open, last, from) = (default, from, block + 1);
        }

        if (from == BurstBlock.Classes)
            return;
        // Too few at the fast end: they join the last class that is known, with all that joined it.
        if (from > 0)
            open.Add(_learned[from - 1]);
        Array.Fill(_learned, open, last, BurstBlock.Classes - last);
    }

    /// <summary>Mean and variance of the hidden dollars of a side of a span; null for both sides.</summary>
    internal (double Mean, double Variance) Predict(SpanSums span, LiquidatedSide? side)
    {
        var (mean, variance) = (0.0, 0.0);
        for (var block = 0; block < BurstBlock.Classes; block++)
        {
            Predict(_learned[block], span.Of(LiquidatedSide.Long, block), PartOf(side, LiquidatedSide.Long), ref mean, ref variance);
            Predict(_learned[block], span.Of(LiquidatedSide.Short, block), PartOf(side, LiquidatedSide.Short), ref mean, ref variance);
        }

        return (mean, variance);
    }

    private static HiddenPart PartOf(LiquidatedSide? side, LiquidatedSide published) =>
        side is null ? HiddenPart.Both : side == published ? HiddenPart.Same : HiddenPart.Other;

    private static void Predict(in BlockSums learned, in BlockSums seen, HiddenPart part, ref double mean, ref double variance)
    {
        if (seen.Reported == 0 || learned.Entries == 0)
            return;
        var perReported = Math.Max(0, learned.Hidden(part) / learned.Reported);
        // One more block of mean size that hid as much as it showed: what was never seen is not impossible.
        var unseen = learned.Reported / learned.Entries;
        var error = learned.SquaredError(part, perReported) + unseen * unseen;
        mean += perReported * seen.Reported;
        // The blocks of the span differ from the mean, and the mean itself is known from so many blocks only.
        variance += error * (seen.ReportedSquared / learned.ReportedSquared
            + seen.Reported * seen.Reported / (learned.Reported * learned.Reported));
    }

    private static void Add(ref BlockSums sums, SpanSums from, int block, int times)
    {
        sums.Add(from.Of(LiquidatedSide.Long, block), times);
        sums.Add(from.Of(LiquidatedSide.Short, block), times);
    }
}
