using System.Globalization;
using System.Text;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Tests.Store;

/// <summary>Binance reports one order twice while it is filled: 0.4 and then all of 1 BTC at 49,000 dollars.</summary>
public sealed class OrderReportsTests : IDisposable
{
    private const long Noon = Sample.Noon;

    private static readonly string Part = Frame("PARTIALLY_FILLED", "0.4", Noon);
    private static readonly string Whole = Frame("FILLED", "1", Noon + 900);

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_reports_in_one_commit_count_once()
    {
        using var store = _folder.Open();
        store.Commit([.. Items(Part), .. Items(Whole)]);

        AssertTotal(49_000);
    }

    [Fact]
    public void The_later_report_counts_with_what_is_new_in_it_after_a_restart_too()
    {
        using (var store = _folder.Open())
            Assert.Equal([19_600_000_000], store.Commit(Items(Part)).Stored.Select(order => order.NotionalMicroUsd));
        using (var store = _folder.Open())
            Assert.Equal([29_400_000_000], store.Commit(Items(Whole)).Stored.Select(order => order.NotionalMicroUsd));

        AssertTotal(49_000);
        using var reader = _folder.Read();
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));
    }

    [Fact]
    public void Reports_that_come_again_change_nothing()
    {
        using var store = _folder.Open();
        store.Commit([.. Items(Part), .. Items(Whole)]);

        Assert.Equal(2, store.Commit([.. Items(Part), .. Items(Whole)]).Duplicates);
        AssertTotal(49_000);
    }

    [Fact]
    public void A_part_that_comes_after_the_whole_is_counted_already()
    {
        using var store = _folder.Open();
        store.Commit(Items(Whole));

        Assert.Equal(1, store.Commit(Items(Part)).Duplicates);
        AssertTotal(49_000);
    }

    [Fact]
    public void Three_reports_add_up_to_the_last()
    {
        using var store = _folder.Open();
        foreach (var frame in new[] { Part, Frame("PARTIALLY_FILLED", "0.7", Noon + 300), Whole, Frame("PARTIALLY_FILLED", "0.7", Noon + 300) })
            store.Commit(Items(frame));

        AssertTotal(49_000);
    }

    [Theory]
    [InlineData(60_901)]
    [InlineData(901)]
    public void The_next_order_that_looks_the_same_counts_too(int laterMs)
    {
        using var store = _folder.Open();
        store.Commit([.. Items(Part), .. Items(Whole), .. Items(Frame("FILLED", "1", Noon + laterMs))]);

        AssertTotal(98_000);
    }

    [Fact]
    public void Reports_that_wait_for_their_contract_count_once_when_it_is_listed()
    {
        using var store = _folder.Open();
        Assert.Equal(2, store.Commit([Pending(Part), Pending(Whole)]).PendingAdded);
        store.Commit([StoreItem.Of(new ListedInstruments("binance", [Sample.Btc]))]);

        AssertTotal(49_000);
    }

    [Fact]
    public void A_commit_that_fails_leaves_nothing_behind()
    {
        using var store = _folder.Open();
        Assert.ThrowsAny<Exception>(() => store.Commit([.. Items(Part), StoreItem.Of(new object())]));
        store.Commit(Items(Whole));

        AssertTotal(49_000);
    }

    private static string Frame(string status, string filled, long timeMs) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"e":"forceOrder","E":{{{timeMs}}},"st":1,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"1","p":"48500","ap":"49000","X":"{{{status}}}","z":"{{{filled}}}","T":{{{timeMs}}}}}""");

    private static LiquidationReading Read(string frame, bool isListed)
    {
        var symbols = new SymbolRegistry();
        if (isListed)
            symbols.Update([Sample.Btc], 0);
        var readings = new FrameReadings(symbols);
        readings.Clear(Noon + 1_000);
        new Binance().Read(Encoding.UTF8.GetBytes(frame), readings);
        return Assert.Single(readings.Liquidations);
    }

    private static StoreItem[] Items(string frame)
    {
        Assert.Equal(ValuationOutcome.Valued, Read(frame, isListed: true).Value(Noon + 1_000, out var liquidation));
        return [StoreItem.Of(liquidation)];
    }

    private static StoreItem Pending(string frame)
    {
        var reading = Read(frame, isListed: false);
        return StoreItem.Of(new PendingLiquidation(
            "binance", reading.Symbol.Text, reading.Side, reading.Price, reading.PriceKind, reading.Quantity, reading.TimeMs, reading.Identity,
            reading.Margin, Noon + 1_000)
        { Order = reading.Order });
    }

    private void AssertTotal(decimal usd)
    {
        using var reader = _folder.Read();
        Assert.Equal((Int128)(usd * 1_000_000), reader.Liquidations.Totals(Sample.Between(Noon - 1, Noon + 3_600_000)).LongMicroUsd);
    }
}
