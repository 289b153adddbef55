using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>A venue that renames a contract may have its earlier orders under the new name in its history.</summary>
public sealed class RenamedOrderTests : IDisposable
{
    private const long TimeMs = Sample.Noon + 1_400;

    private static readonly Instrument Old = Sample.Contract("htx", "BTC-USDT", "BTC");
    private static readonly Instrument New = Sample.Contract("htx", "QTC-USDT", "QTC");

    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_order_of_history_under_the_new_name_counts_once()
    {
        using (var store = _folder.Open())
            store.Commit([Live(Old, TimeMs)]);
        // Also after a restart: what was known then is listed no more.
        using var again = _folder.Open();
        var result = again.Commit([Delisted("htx", "BTC-USDT"), History(New, TimeMs), History(New, TimeMs + 1)]);
        Assert.Equal((1, 1), (result.Stored.Count, result.Duplicates));
        Assert.Equal(2, Orders());
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(-30_000)] // The venue's clock is ahead.
    public void An_order_that_a_new_subscriber_gets_late_under_the_new_name_counts_once(int ageMs)
    {
        using var store = _folder.Open();
        store.Commit([Live(Old, TimeMs), Delisted("htx", "BTC-USDT")]);
        Assert.Equal(1, store.Commit([StoreItem.Of(Sample.Event(New, TimeMs) with { ReceivedMs = TimeMs + ageMs })]).Duplicates);
        Assert.Equal(1, Orders());
    }

    [Fact]
    public void An_order_that_waited_for_the_list_with_the_new_name_counts_once()
    {
        var order = Sample.Event(New, TimeMs);
        using var store = _folder.Open();
        store.Commit(
        [
            Live(Old, TimeMs),
            StoreItem.Of(new PendingLiquidation(
                "htx", "QTC-USDT", order.Side, order.Price, order.PriceKind, order.Quantity, TimeMs, order.Identity, null, TimeMs)),
        ]);
        store.Commit([Delisted("htx", "BTC-USDT"), StoreItem.Of(new ListedInstruments("htx", [New]))]);
        Assert.Equal(1, Orders());
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM pending"));
    }

    [Fact]
    public void Where_socket_and_history_name_orders_differently_a_renamed_contract_s_order_counts_once()
    {
        var (old, present) = (Sample.Contract("gate", "BTC_USDT", "BTC"), Sample.Contract("gate", "QTC_USDT", "QTC"));
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(Sample.Event(old, TimeMs, price: 100, quantity: 5) with { PriceKind = PriceKind.Order })]);
        const long secondMs = TimeMs / 1_000 * 1_000;
        store.Commit(
        [
            Delisted("gate", "BTC_USDT"),
            StoreItem.Of(AsHistory(Sample.Event(present, secondMs, price: 99, quantity: 5))),
            StoreItem.Of(AsHistory(Sample.Event(present, secondMs, price: 99, quantity: 5))),
        ]);
        Assert.Equal(1, Orders());
        // The second of two equal orders, and one at another price.
        store.Commit(
        [
            StoreItem.Of(AsHistory(Sample.Event(present, secondMs, price: 99, quantity: 5, ordinal: 1))),
            StoreItem.Of(AsHistory(Sample.Event(present, secondMs, price: 120, quantity: 5))),
        ]);
        Assert.Equal(3, Orders());
    }

    [Fact]
    public void Equal_orders_of_two_contracts_that_are_both_listed_are_two()
    {
        using var store = _folder.Open();
        store.Commit([Live(Old, TimeMs), Delisted("htx", "LUNA-USDT"), Delisted("okx", "BTC-USDT"), History(New, TimeMs)]);
        store.Commit([Delisted("htx", "BTC-USDT"), Delisted("htx"), History(New, TimeMs + 5), Live(Old, TimeMs + 5)]);
        Assert.Equal(4, Orders());
    }

    [Fact]
    public void Another_time_price_quantity_or_venue_is_another_order()
    {
        using var store = _folder.Open();
        store.Commit([Live(Old, TimeMs), Delisted("htx", "BTC-USDT"), Delisted("bybit", "BTC-USDT")]);
        store.Commit(
        [
            History(New, TimeMs + 1), StoreItem.Of(AsHistory(Sample.Event(New, TimeMs, price: 101))),
            StoreItem.Of(AsHistory(Sample.Event(New, TimeMs, quantity: 2))), History(Sample.BtcElsewhere, TimeMs),
        ]);
        Assert.Equal(5, Orders());
    }

    private static StoreItem Live(Instrument contract, long timeMs) => StoreItem.Of(Sample.Event(contract, timeMs));

    private static StoreItem History(Instrument contract, long timeMs) => StoreItem.Of(AsHistory(Sample.Event(contract, timeMs)));

    private static Liquidation AsHistory(in Liquidation order) => order with { ReceivedMs = order.EventTimeMs };

    private static StoreItem Delisted(string venue, params string[] symbols) =>
        StoreItem.Of(new DelistedContracts(venue, symbols.ToHashSet(StringComparer.Ordinal)));

    private long Orders()
    {
        using var reader = _folder.Read();
        return reader.Liquidations.Totals(Sample.Between(0, long.MaxValue)).LongOrders;
    }
}
