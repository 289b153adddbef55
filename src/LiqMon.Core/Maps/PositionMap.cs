using LiqMon.Market;

namespace LiqMon.Maps;

/// <summary>
/// A model of where positions would be forced out. Nobody outside a venue knows the positions; this is what open
/// interest and price allow to guess.
/// <para>
/// Each contract of open interest is one long and one short. When open interest rises, that much is opened on both
/// sides at the price of the moment, spread over leverages; each leverage has its liquidation price. A level is
/// consumed when the price trades through it. When open interest falls by more than was consumed, the rest has left:
/// of each level the same share. Positions from before the first step are not in the map.
/// </para>
/// </summary>
public sealed class PositionMap(LeverageTiers tiers)
{
    private const double Micro = 1e6;

    // Half of what an integer can hold: more than four trillion dollars.
    private const long MostMicroUsd = long.MaxValue / 2;

    /// <summary>Longs, forced out below the price.</summary>
    public MapSide Longs { get; private init; } = new();

    /// <summary>Shorts, forced out above the price.</summary>
    public MapSide Shorts { get; private init; } = new();

    /// <summary>The price of the last step; null before the first.</summary>
    public double? Price { get; private set; }

    /// <summary>Open interest after the last step, in the asset.</summary>
    public double OpenInterest { get; private set; }

    /// <summary>Open interest after the last step, in dollars × 1,000,000.</summary>
    public long OpenInterestMicroUsd => Price is { } price ? MicroUsd(OpenInterest, price) : 0;

    /// <summary>The side that longs or shorts stand on.</summary>
    public MapSide Side(LiquidatedSide side) => side == LiquidatedSide.Long ? Longs : Shorts;

    /// <summary>Moves on: the price trades from where it was to a new price, then open interest changes.</summary>
    /// <param name="price">Dollars for one unit of the asset, greater than zero and finite.</param>
    /// <param name="change">The change of open interest, in the asset.</param>
    public void Step(double price, OpenInterestChange change)
    {
        var here = PriceLevels.Of(price);
        Price = price;
        OpenInterest = change.After;
        // Earlier steps have emptied the rest of the way.
        Leave(Longs, Longs.Consume(here, int.MaxValue), price, change);
        Leave(Shorts, Shorts.Consume(int.MinValue, here), price, change);
        Open(LiquidatedSide.Long, price, here, change.Opened);
        Open(LiquidatedSide.Short, price, here, change.Opened);
    }

    /// <summary>The same as it is now, apart from what happens later.</summary>
    public PositionMap Copy() => new(tiers)
    {
        Longs = Longs.Copy(),
        Shorts = Shorts.Copy(),
        Price = Price,
        OpenInterest = OpenInterest,
    };

    private static void Leave(MapSide side, long consumedMicroUsd, double price, OpenInterestChange change)
    {
        var consumed = Math.Min(consumedMicroUsd / Micro / price, change.Before);
        var rest = change.Before - consumed;
        if (rest > 0)
            side.Leave((change.Closed - consumed) / rest);
    }

    private void Open(LiquidatedSide side, double price, int here, double opened)
    {
        // Only nonsense adds up to more.
        var microUsd = Math.Min(MicroUsd(opened, price), MostMicroUsd - Side(side).BuiltMicroUsd);
        var (given, weight) = (0L, 0);
        foreach (var tier in tiers.All)
        {
            weight += tier.Weight;
            // Whole micro-dollars, of which none is lost between the tiers.
            var upTo = (long)((Int128)microUsd * weight / tiers.TotalWeight);
            var level = PriceLevels.Of(tier.LiquidationPrice(side, price));
            // Nothing stands where the price is trading.
            level = side == LiquidatedSide.Long ? Math.Min(level, here - 1) : Math.Max(level, here + 1);
            Side(side).Add(level, upTo - given);
            given = upTo;
        }
    }

    private static long MicroUsd(double amount, double price) => (long)Math.Clamp(amount * price * Micro, 0, MostMicroUsd / 2);
}
