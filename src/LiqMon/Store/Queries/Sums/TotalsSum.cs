using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>A total while it is being added up.</summary>
internal sealed class TotalsSum
{
    private readonly SortedSet<string> _venues = new(StringComparer.Ordinal);
    private Bucket? _largest;
    private Int128 _longMicroUsd;
    private Int128 _shortMicroUsd;
    private long _longOrders;
    private long _shortOrders;

    internal void Add(in Bucket cell)
    {
        if (cell.Side == LiquidatedSide.Long)
        {
            _longMicroUsd += cell.MicroUsd;
            _longOrders += cell.Orders;
        }
        else
        {
            _shortMicroUsd += cell.MicroUsd;
            _shortOrders += cell.Orders;
        }

        _venues.Add(cell.Venue);
        if (_largest is not { } largest || LargestFirst.Compare(cell, largest) < 0)
            _largest = cell;
    }

    internal LiquidationTotals Totals(string? group, long fromMs, long toMs) => new()
    {
        Group = group,
        FromMs = fromMs,
        ToMs = toMs,
        LongMicroUsd = _longMicroUsd,
        ShortMicroUsd = _shortMicroUsd,
        LongOrders = _longOrders,
        ShortOrders = _shortOrders,
        Largest = _largest is { } cell
            ? new LargestOrder(
                cell.Venue, cell.LargestSymbol, cell.Side, cell.LargestMicroUsd, cell.LargestPrice, cell.LargestTimeMs)
            : null,
        Venues = [.. _venues],
    };
}
