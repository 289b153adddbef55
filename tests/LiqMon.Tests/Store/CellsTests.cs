using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.Store;

public sealed class CellsTests
{
    [Fact]
    public void Seconds_minutes_and_sums_equal_the_events() => WithEvents((random, events, store) =>
    {
        var from = Sample.Noon + random.Next(0, 2_000) * 60_000L;
        var to = from + random.Next(0, 2_000) * 60_000L;
        var inside = events.FindAll(e => e.EventTimeMs >= from && e.EventTimeMs < to);
        Assert.Equal(Expected(inside, e => e.EventTimeMs / 1_000 * 1_000), Seconds(store, from, to).Order(ByKey));
        Assert.Equal(Expected(inside, _ => from), store.Rollups.Sums(from, to).Order(ByKey));
        Assert.Equal(
            Expected(events.FindAll(e => e.EventTimeMs / 60_000 * 60_000 == from), _ => from), store.Rollups.Minute(from).Order(ByKey));
    });

    [Fact]
    public void The_chain_gives_the_largest_order_of_every_window_that_ends_now() => WithEvents((random, events, store) =>
    {
        var to = Sample.Noon + random.Next(1, 3_000) * 60_000L;
        var chain = store.Rollups.LargestChain(Sample.Noon, to);
        Assert.Equal(chain.Select(cell => cell.StartMs).Order(), chain.Select(cell => cell.StartMs));
        foreach (var (venue, asset) in new[] { ("binance", "BTC"), ("binance", "ETH"), ("bybit", "BTC"), ("bybit", "TSLA") })
        {
            for (var from = Sample.Noon; from < to; from += 7 * 60_000)
            {
                var largest = events.FindAll(e =>
                        e.EventTimeMs >= from && e.EventTimeMs < to && e.Instrument.Venue == venue && e.Instrument.Asset == asset)
                    .OrderByDescending(e => e.NotionalMicroUsd).ThenBy(e => e.EventTimeMs).FirstOrDefault();
                var found = chain.Where(cell => cell.StartMs >= from && cell.Venue == venue && cell.Asset == asset)
                    .OrderByDescending(cell => cell.LargestMicroUsd).ThenBy(cell => cell.LargestTimeMs).FirstOrDefault();
                Assert.Equal((largest.NotionalMicroUsd, largest.EventTimeMs), (found.LargestMicroUsd, found.LargestTimeMs));
            }
        }
    });

    private static readonly Comparer<Bucket> ByKey = Comparer<Bucket>.Create((one, other) =>
        (one.StartMs, one.Venue, one.Asset, one.Side).CompareTo((other.StartMs, other.Venue, other.Asset, other.Side)));

    private static List<Bucket> Seconds(EventStore store, long from, long to)
    {
        var cells = new List<Bucket>();
        store.Rollups.Seconds(from, to, cells.Add);
        return cells;
    }

    private static void WithEvents(Action<Random, List<Liquidation>, EventStore> check) => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            using var folder = new StoreFolder();
            using var store = folder.Open();
            var events = Sample.Events(random, 300, 50 * 3_600_000).DistinctBy(Sample.Key).ToList();
            store.Commit(events.ConvertAll(e => StoreItem.Of(e)));
            check(random, events, store);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static IEnumerable<Bucket> Expected(List<Liquidation> events, Func<Liquidation, long> start) => events
        .GroupBy(e => (Start: start(e), e.Instrument, e.Side))
        .Select(group =>
        {
            var largest = group.OrderByDescending(e => e.NotionalMicroUsd).ThenBy(e => e.EventTimeMs).ThenBy(e => e.Price.ToDouble()).First();
            return new Bucket(
                group.Key.Instrument.Venue, group.Key.Instrument.Asset, group.Key.Instrument.AssetClass, group.Key.Side,
                group.Key.Start, group.Sum(e => e.NotionalMicroUsd), group.Count(), largest.NotionalMicroUsd, largest.EventTimeMs,
                group.Key.Instrument.Symbol, largest.Price.ToDouble());
        })
        .Order(ByKey);
}
