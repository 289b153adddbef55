using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>
/// At which price an order was liquidated, as the map counts it. A fill and a mark show where the market was. The price of
/// bankruptcy, of an order's limit and of the entry do not: OKX publishes <c>bkPx</c>, some levels beyond the market. Such
/// an order is placed at the mark price of its minute.
/// </summary>
internal sealed class PlacedOrders
{
    /// <summary>Dollars × 1,000,000 that were placed at the mark of the minute.</summary>
    internal long AtMarkMicroUsd { get; private set; }

    /// <summary>Dollars for one unit of the asset.</summary>
    /// <param name="row">The order.</param>
    /// <param name="mark">The mark price of its minute.</param>
    internal double PriceOf(LiquidationRow row, double mark)
    {
        if (row.PriceKind is PriceKind.Bankruptcy or PriceKind.Order or PriceKind.Entry)
        {
            AtMarkMicroUsd += row.MicroUsd;
            return mark;
        }

        // Dollars over units: whatever the contract is quoted in.
        return row.MicroUsd / 1e6 / row.BaseQuantity;
    }
}
