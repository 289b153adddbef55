using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class ArrivalOrderTests
{
    [Fact]
    public void The_order_of_arrival_does_not_matter() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var items = Items(random);
            var one = Content(items, random);
            var shuffled = items.ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(one, Content([.. shuffled, .. items.Take(50)], random));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static string Content(IEnumerable<StoreItem> items, Random random)
    {
        using var folder = StoreFolder.Fast();
        using var store = folder.Open();
        foreach (var batch in items.Chunk(random.Next(1, 80)))
            store.Commit(batch);
        return folder.Dump(StoreTables.All);
    }

    private static List<StoreItem> Items(Random random)
    {
        var items = Sample.Events(random, 150, 2 * 3_600_000).ConvertAll(e => StoreItem.Of(e));
        var later = Sample.Contract("okx", "SOL-USDT-SWAP", "SOL");
        for (var i = 0; i < 40; i++)
        {
            var time = Sample.Noon + random.Next(0, 40) * 7_000;
            var instrument = random.Next(2) == 0 ? Sample.Btc : Sample.Eth;
            var value = random.Next(1, 5);
            items.Add(StoreItem.Of(new OpenInterest(instrument, time, value, random.Next(3) == 0 ? double.NaN : value, value * 100)));
            items.Add(StoreItem.Of(new MarkPrice(instrument, time, value, random.Next(3) == 0 ? null : value, 0.0001 * value, time)));
            items.Add(StoreItem.Of(new CoveredSpan("binance", "linear", Sample.Noon + random.Next(3) * 1_000, time + 3_000)));
            var from = Sample.Noon + random.Next(10) * 1_000;
            items.Add(StoreItem.Of(new Gap("binance", "linear", from, random.Next(2) == 0 ? null : time + 10_000, (GapReason)(from / 1_000 % 10))));
            items.Add(StoreItem.Of(new PendingLiquidation(
                "okx", random.Next(2) == 0 ? later.Symbol : "NEVER", (LiquidatedSide)random.Next(2), ExactNumber.From(value),
                PriceKind.Fill, ExactNumber.One, time, (ulong)value, null, Sample.Noon)));
        }

        // What a venue sends twice is equal in everything: the receive time of the first stays.
        items = [.. items.DistinctBy(item => item.Payload is PendingLiquidation p ? (object)(p.Symbol, p.TimeMs, p.Identity) : item)];
        items.Add(StoreItem.Of(new ListedInstruments("okx", [later])));
        return items;
    }
}
