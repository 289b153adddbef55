using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Backfill;

public sealed class HistoryComparisonTests
{
    [Fact]
    public void A_history_with_every_stored_order_lacks_nothing() =>
        Assert.Empty(HistoryComparison.Missing([Order(1, 1_000), Order(2, 1_000)], [Order(2, 1_000), Order(1, 1_000), Order(3, 5)], 1));

    [Fact]
    public void A_stored_order_that_history_does_not_hold_is_missing() =>
        Assert.Equal([Order(2, 1_000, 7)], HistoryComparison.Missing([Order(1, 1_000), Order(2, 1_000, 7)], [Order(1, 1_000)], 1));

    [Fact]
    public void Another_identity_of_the_same_content_within_a_grain_is_the_same_order()
    {
        Assert.Empty(HistoryComparison.Missing([Order(1, 1_999)], [Order(9, 1_000)], 1_000));
        Assert.Single(HistoryComparison.Missing([Order(1, 2_000)], [Order(9, 1_000)], 1_000));
    }

    [Fact]
    public void One_order_of_history_stands_for_one_stored_order()
    {
        Assert.Single(HistoryComparison.Missing([Order(1, 1_001), Order(2, 1_002)], [Order(9, 1_000)], 1_000));
        // The history's order is one of the two by identity, so that the other is not it as well.
        Assert.Single(HistoryComparison.Missing([Order(1, 1_000), Order(2, 1_000)], [Order(1, 1_000)], 1));
    }

    [Fact]
    public void Side_quantity_and_contract_tell_orders_apart()
    {
        var history = new[] { Order(9, 1_000) };
        Assert.Single(HistoryComparison.Missing([Order(1, 1_000) with { Side = LiquidatedSide.Short }], history, 1));
        Assert.Single(HistoryComparison.Missing([Order(1, 1_000) with { Symbol = "ETH" }], history, 1));
        Assert.Single(HistoryComparison.Missing([Order(1, 1_000, 4)], history, 1));
    }

    private static StoredOrder Order(ulong identity, long timeMs, double quantity = 3) =>
        new("BTC", timeMs, identity, LiquidatedSide.Long, quantity);
}
