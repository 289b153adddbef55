using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// The order in which orders count as the largest, the same for live and stored answers: more dollars, then earlier, then
/// the symbol that sorts first, then the lower price, then the venue that sorts first, then long before short. The SQL of the
/// roll-ups repeats it.
/// </summary>
public static class LargestFirst
{
    /// <summary>Negative when the first order comes before the second.</summary>
    public static int Compare(
        long microUsd, long timeMs, string symbol, double price,
        long otherMicroUsd, long otherTimeMs, string otherSymbol, double otherPrice)
    {
        if (microUsd != otherMicroUsd)
            return otherMicroUsd.CompareTo(microUsd);
        if (timeMs != otherTimeMs)
            return timeMs.CompareTo(otherTimeMs);
        var bySymbol = string.CompareOrdinal(symbol, otherSymbol);
        return bySymbol != 0 ? bySymbol : price.CompareTo(otherPrice);
    }

    /// <summary>Negative when the first order comes before the second; both of one venue.</summary>
    public static int Compare(in SingleOrder order, in SingleOrder other)
    {
        var compared = Compare(
            order.MicroUsd, order.TimeMs, order.Symbol, order.Price, other.MicroUsd, other.TimeMs, other.Symbol, other.Price);
        return compared != 0 ? compared : Compare(order.Side, other.Side);
    }

    /// <summary>Negative when the first order, of one venue, comes before the second, of another.</summary>
    public static int Compare(in SingleOrder order, string venue, in SingleOrder other, string otherVenue)
    {
        var compared = Compare(
            order.MicroUsd, order.TimeMs, order.Symbol, order.Price, other.MicroUsd, other.TimeMs, other.Symbol, other.Price);
        if (compared == 0)
            compared = string.CompareOrdinal(venue, otherVenue);
        return compared != 0 ? compared : Compare(order.Side, other.Side);
    }

    /// <summary>Negative when the first cell's largest order comes before the second's.</summary>
    public static int Compare(in Bucket cell, in Bucket other) => Compare(cell.Largest, cell.Venue, other.Largest, other.Venue);

    private static int Compare(LiquidatedSide side, LiquidatedSide other) => ((int)side).CompareTo((int)other);
}
