using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>Gate's history has whole seconds and the price of the fill, its socket milliseconds and that of the order.</summary>
public sealed class TwinOrderTests : IDisposable
{
    private static readonly Instrument Gate = Sample.Contract("gate", "BTC_USDT", "BTC");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_order_that_the_socket_sends_after_the_repair_counts_once()
    {
        Commit(History(1, quantity: 5));
        Commit(Socket(1_400, quantity: 5), Socket(1_400, quantity: 5));
        Assert.Equal((1, 5_000_000), Stored());
    }

    [Fact]
    public void An_order_of_history_that_the_socket_sent_before_counts_once_however_often_it_is_read()
    {
        Commit(Socket(1_400, quantity: 5));
        Commit(History(1, quantity: 5));
        Commit(History(1, quantity: 5));
        Assert.Equal((1, 5_000_000), Stored());
    }

    [Fact]
    public void Of_two_equal_orders_of_a_second_the_one_that_is_missing_is_taken()
    {
        Commit(Socket(1_400, quantity: 5));
        Commit(History(1, quantity: 5), History(1, quantity: 5, ordinal: 1));
        Commit(History(1, quantity: 5), History(1, quantity: 5, ordinal: 1), Socket(1_400, quantity: 5));
        Assert.Equal((2, 10_000_000), Stored());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_equal_orders_at_other_prices_the_one_that_is_missing_is_taken_whichever_comes_first(bool inCommitsOfTheirOwn)
    {
        StoreItem[] items =
        [
            Socket(1_400, quantity: 5),
            // Read first, and like it in everything but the price of the order.
            Priced(fill: 3, order: 2), Priced(fill: 1, order: 1), Priced(fill: 3, order: 2), Priced(fill: 1, order: 1),
        ];
        using (var store = _folder.Open())
        {
            var counts = (inCommitsOfTheirOwn ? items.Chunk(1) : [items]).Select(batch => store.Commit(batch)).ToList();
            Assert.Equal((2, 3), (counts.Sum(one => one.Stored.Count), counts.Sum(one => one.Duplicates)));
            Assert.All(counts, one => Assert.True(one.Duplicates >= 0));
        }

        Assert.Equal((2, 20_000_000), Stored());
    }

    [Fact]
    public void Of_three_equal_orders_two_that_are_missing_are_taken()
    {
        Commit(Socket(1_400, quantity: 5), Priced(fill: 3, order: 2), Priced(fill: 7, order: 6), Priced(fill: 1, order: 1));
        Assert.Equal((3, 55_000_000), Stored());
    }

    [Fact]
    public void A_price_of_the_order_that_no_stored_one_has_is_no_proof_of_another()
    {
        Commit(Socket(1_400, quantity: 5), Priced(fill: 3, order: 9));
        Assert.Equal((1, 5_000_000), Stored());
    }

    [Fact]
    public void Another_second_side_or_quantity_is_another_order()
    {
        Commit(History(1, quantity: 5));
        Commit(Socket(2_000, quantity: 5), Socket(999, quantity: 5), Socket(1_500, quantity: 6), Socket(1_500, quantity: 5, LiquidatedSide.Short));
        Assert.Equal(5, Stored().Orders);
    }

    [Fact]
    public void Where_both_sources_name_orders_alike_equal_content_is_two_orders()
    {
        Commit(StoreItem.Of(Sample.Event(Sample.Btc, Sample.Noon + 1_000, price: 1, quantity: 5)));
        Commit(StoreItem.Of(Sample.Event(Sample.Btc, Sample.Noon + 1_000, price: 1, quantity: 5, ordinal: 1) with { PriceKind = PriceKind.Order }));
        Assert.Equal(2, Stored().Orders);
    }

    private void Commit(params StoreItem[] items)
    {
        using var store = _folder.Open();
        store.Commit(items);
    }

    private static StoreItem History(long second, long quantity, int ordinal = 0) =>
        StoreItem.Of(Sample.Event(Gate, Sample.Noon + second * 1_000, price: 1, quantity, ordinal: ordinal));

    private static StoreItem Priced(long fill, double order) =>
        StoreItem.Of(Sample.Event(Gate, Sample.Noon + 1_000, price: fill, quantity: 5) with { OrderPrice = order });

    private static StoreItem Socket(long timeMs, long quantity, LiquidatedSide side = LiquidatedSide.Long) =>
        StoreItem.Of(Sample.Event(Gate, Sample.Noon + timeMs, price: 1, quantity, side) with { PriceKind = PriceKind.Order });

    private (long Orders, long MicroUsd) Stored()
    {
        using var reader = _folder.Read();
        var totals = reader.Liquidations.Totals(Sample.Between(0, Sample.Noon + 60_000));
        return (totals.LongOrders + totals.ShortOrders, (long)(totals.LongMicroUsd + totals.ShortMicroUsd));
    }
}
