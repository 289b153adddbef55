using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class TopOrdersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(5_000)]
    public void The_largest_orders_are_those_that_a_look_at_all_finds(int count)
    {
        var random = new Random(count);
        using var folder = new StoreFolder();
        // Ten hours, so that whole hours, minutes and ragged ends take part; sizes repeat, so that there are ties.
        var events = Sample.Events(random, 3_000, 10 * 3_600_000L).DistinctBy(Sample.Key).ToList();
        using (var store = folder.Open())
            store.Commit([.. events.Select(liquidation => StoreItem.Of(liquidation))]);
        using var reader = folder.Read();
        foreach (var (fromMs, toMs) in new[] { (Sample.Noon, Sample.Noon + 36_000_000L), (Sample.Noon + 1_234_567L, Sample.Noon + 30_000_001L), (0L, Sample.Noon) })
        {
            var expected = events
                .Where(e => e.EventTimeMs >= fromMs && e.EventTimeMs < toMs && e.Instrument.AssetClass == AssetClass.Crypto)
                .OrderByDescending(e => e.NotionalMicroUsd).ThenBy(e => e.EventTimeMs).ThenBy(e => e.Instrument.Symbol, StringComparer.Ordinal)
                .ThenBy(e => e.Price.ToDouble()).ThenBy(e => e.Instrument.Venue, StringComparer.Ordinal).ThenBy(e => e.Side)
                .Take(count)
                .Select(e => (e.Instrument.Asset, e.Instrument.Venue, e.Instrument.Symbol, e.Side, e.NotionalMicroUsd, e.EventTimeMs));
            var found = reader.Liquidations.Largest(Sample.Between(fromMs, toMs), count)
                .Select(o => (o.Asset, o.Order.Venue, o.Order.Symbol, o.Order.Side, o.Order.MicroUsd, o.Order.TimeMs));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Only_what_was_asked_for_is_among_them()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon, 900), Sample.Item(Sample.Eth, Sample.Noon + 1, 50), Sample.Item(Sample.Tesla, Sample.Noon + 2, 5_000)]);
        using var reader = folder.Read();
        var filter = Sample.Between(Sample.Noon, Sample.Noon + 3_600_000);
        Assert.Equal(["BTC", "ETH"], reader.Liquidations.Largest(filter, 20).Select(order => order.Asset));
        Assert.Equal(["ETH"], reader.Liquidations.Largest(filter with { Assets = ["ETH"] }, 20).Select(order => order.Asset));
        Assert.Equal("TSLA", reader.Liquidations.Largest(filter with { IncludeTraditional = true }, 1)[0].Asset);
    }
}
