using System.Runtime.InteropServices;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Adds up cells by series and side. Months of cells pass through here, so names are only looked up at need.</summary>
internal sealed class BucketSums(InstrumentCatalog names)
{
    private readonly Dictionary<(int Series, LiquidatedSide Side), Bucket> _sums = [];

    internal void Add(Statement.Rows rows)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (rows.Series(), rows.Side()), out var exists);
        if (!exists)
        {
            sum = BucketSql.Read(rows, names);
        }
        else if (rows.LargestMicroUsd() < sum.LargestMicroUsd)
        {
            sum = sum with { MicroUsd = sum.MicroUsd + rows.Integer(3), Orders = sum.Orders + rows.Integer(4) };
        }
        else
        {
            var added = BucketSql.Read(rows, names);
            var larger = LargestFirst.Compare(added, sum) < 0 ? added : sum;
            sum = larger with { MicroUsd = sum.MicroUsd + added.MicroUsd, Orders = sum.Orders + added.Orders };
        }
    }

    /// <summary>Hands out the sums as cells that start at a moment, and begins anew.</summary>
    internal void MoveTo(List<Bucket> cells, long startMs)
    {
        foreach (var sum in _sums.Values)
            cells.Add(sum with { StartMs = startMs });
        _sums.Clear();
    }
}
