using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>What happened in a window after its start: how far the price traded, and what was liquidated at which level.</summary>
public sealed class TradedWindow
{
    private readonly double _startPrice;
    private readonly Dictionary<int, long>[] _realised = [[], []];
    private readonly long[] _microUsd = new long[2];
    private readonly int[] _orders = new int[2];
    private double _lowest;
    private double _highest;

    /// <summary>Begins a window.</summary>
    /// <param name="startPrice">The price at the start.</param>
    public TradedWindow(double startPrice)
    {
        (_startPrice, _lowest, _highest) = (startPrice, startPrice, startPrice);
        Start = PriceLevels.Of(startPrice);
    }

    /// <summary>Level of the price at the start.</summary>
    public int Start { get; }

    /// <summary>Takes a price that was traded.</summary>
    public void Trade(double price) => (_lowest, _highest) = (Math.Min(_lowest, price), Math.Max(_highest, price));

    /// <summary>Takes a liquidation.</summary>
    public void Liquidate(LiquidatedSide side, double price, long microUsd)
    {
        var levels = _realised[(int)side];
        var level = PriceLevels.Of(price);
        levels[level] = levels.GetValueOrDefault(level) + microUsd;
        Liquidate(side, microUsd, orders: 1);
    }

    /// <summary>Takes liquidations whose prices are not known; they count as realised only.</summary>
    public void Liquidate(LiquidatedSide side, long microUsd, int orders)
    {
        _microUsd[(int)side] += microUsd;
        _orders[(int)side] += orders;
    }

    /// <summary>The levels that a side could be liquidated at: from the start to the farthest that was traded, both inclusive.</summary>
    public (int From, int To) Levels(LiquidatedSide side) => side == LiquidatedSide.Long
        ? (PriceLevels.Of(_lowest), Start)
        : (Start, PriceLevels.Of(_highest));

    /// <summary>How far the price went against a side: a difference of natural logarithms, not below zero.</summary>
    public double Distance(LiquidatedSide side) => side == LiquidatedSide.Long ? Math.Log(_startPrice / _lowest) : Math.Log(_highest / _startPrice);

    /// <summary>From the lowest price to the highest: a difference of natural logarithms.</summary>
    public double Range => Math.Log(_highest / _lowest);

    /// <summary>Dollars × 1,000,000 that were liquidated at a level.</summary>
    public long Realised(LiquidatedSide side, int level) => _realised[(int)side].GetValueOrDefault(level);

    /// <summary>All dollars × 1,000,000 that were liquidated on a side.</summary>
    public long Realised(LiquidatedSide side) => _microUsd[(int)side];

    /// <summary>Liquidations on a side.</summary>
    public int Orders(LiquidatedSide side) => _orders[(int)side];
}
