using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>
/// The order in which orders count as the largest: more dollars, then earlier, then the symbol that sorts first, then
/// the lower price. The SQL of the roll-ups says the same.
/// </summary>
internal static class LargestFirst
{
    /// <summary>Negative when the first order comes before the second.</summary>
    internal static int Compare(
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

    /// <summary>Negative when the first cell's largest order comes before the second's; venue and side part equal ones.</summary>
    internal static int Compare(in Bucket cell, in Bucket other)
    {
        var order = Compare(
            cell.LargestMicroUsd, cell.LargestTimeMs, cell.LargestSymbol, cell.LargestPrice,
            other.LargestMicroUsd, other.LargestTimeMs, other.LargestSymbol, other.LargestPrice);
        if (order == 0)
            order = string.CompareOrdinal(cell.Venue, other.Venue);
        return order != 0 ? order : cell.Side.CompareTo(other.Side);
    }
}
