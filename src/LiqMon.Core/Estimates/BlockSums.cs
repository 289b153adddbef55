using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>Which hidden dollars a sum is about, as seen from the published ones.</summary>
internal enum HiddenPart
{
    /// <summary>Those of the published side.</summary>
    Same,

    /// <summary>Those of the other side.</summary>
    Other,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>What has to be known of many blocks to learn from them or to estimate what they hide; can be added and taken away.</summary>
internal struct BlockSums
{
    private MomentSums _same;
    private MomentSums _other;
    private MomentSums _both;

    /// <summary>Blocks and sides with published dollars.</summary>
    internal int Entries { get; private set; }

    /// <summary>Published dollars.</summary>
    internal double Reported { get; private set; }

    /// <summary>Sum of their squares, one for each block and side.</summary>
    internal double ReportedSquared { get; private set; }

    internal void Add(in BlockSide side)
    {
        if (side.Reported == 0)
            return;
        Entries++;
        Reported += side.Reported;
        ReportedSquared += side.Reported * side.Reported;
        _same.Add(side.HiddenSame, side.Reported);
        _other.Add(side.HiddenOther, side.Reported);
        _both.Add(side.HiddenSame + side.HiddenOther, side.Reported);
    }

    internal void Add(in BlockSums sums, int times = 1)
    {
        Entries += times * sums.Entries;
        Reported += times * sums.Reported;
        ReportedSquared += times * sums.ReportedSquared;
        _same.Add(sums._same, times);
        _other.Add(sums._other, times);
        _both.Add(sums._both, times);
    }

    /// <summary>Hidden dollars.</summary>
    internal readonly double Hidden(HiddenPart part) => Of(part).Hidden;

    /// <summary>Sum of the squares of what is left of the hidden dollars when so many per published dollar are taken away.</summary>
    internal readonly double SquaredError(HiddenPart part, double perReported)
    {
        var sums = Of(part);
        return Math.Max(0, sums.Squared - 2 * perReported * sums.TimesReported + perReported * perReported * ReportedSquared);
    }

    private readonly MomentSums Of(HiddenPart part) => part switch
    {
        HiddenPart.Same => _same,
        HiddenPart.Other => _other,
        _ => _both,
    };

    private struct MomentSums
    {
        internal double Hidden;
        internal double Squared;
        internal double TimesReported;

        internal void Add(double hidden, double reported)
        {
            Hidden += hidden;
            Squared += hidden * hidden;
            TimesReported += hidden * reported;
        }

        internal void Add(in MomentSums sums, int times)
        {
            Hidden += times * sums.Hidden;
            Squared += times * sums.Squared;
            TimesReported += times * sums.TimesReported;
        }
    }
}

/// <summary>Sums of the blocks of a span, by class and published side.</summary>
internal sealed class SpanSums
{
    private readonly BlockSums[] _longs = new BlockSums[BurstBlock.Classes];
    private readonly BlockSums[] _shorts = new BlockSums[BurstBlock.Classes];

    /// <summary>Blocks and sides with published dollars.</summary>
    internal int Entries => _longs.Sum(sums => sums.Entries) + _shorts.Sum(sums => sums.Entries);

    internal ref readonly BlockSums Of(LiquidatedSide side, int block) => ref (side == LiquidatedSide.Long ? _longs : _shorts)[block];

    internal void Add(in BurstBlock block)
    {
        _longs[block.Class].Add(block.Long);
        _shorts[block.Class].Add(block.Short);
    }

    internal void Add(SpanSums sums, int times = 1)
    {
        for (var block = 0; block < BurstBlock.Classes; block++)
        {
            _longs[block].Add(sums._longs[block], times);
            _shorts[block].Add(sums._shorts[block], times);
        }
    }

    /// <summary>Hidden dollars of a side, whichever side was published beside them; null for both sides.</summary>
    internal double Hidden(LiquidatedSide? side)
    {
        var hidden = 0.0;
        for (var block = 0; block < BurstBlock.Classes; block++)
        {
            hidden += _longs[block].Hidden(side switch { null => HiddenPart.Both, LiquidatedSide.Long => HiddenPart.Same, _ => HiddenPart.Other });
            hidden += _shorts[block].Hidden(side switch { null => HiddenPart.Both, LiquidatedSide.Short => HiddenPart.Same, _ => HiddenPart.Other });
        }

        return hidden;
    }
}
