using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

public sealed class RollingWindowsTests
{
    private const long Start = 1_794_000_000_123;

    private static readonly Instrument[] Instruments =
    [
        Contract("binance", "BTC"), Contract("bybit", "BTC"), Contract("binance", "ETH"), Contract("okx", "SOL"),
        Contract("binance", "TSLA", AssetClass.Traditional),
    ];

    [Fact]
    public void Windows_equal_a_recount_of_every_event()
    {
        // A step: how far the clock moves, and the events that arrive then, by their age (negative: from the future).
        var age = Gen.Frequency(
            (10, Gen.Choose(0, 3_000)),
            (3, Gen.Choose(-40_000, 0)),
            (3, Gen.Choose(0, 400_000_000)),
            (2, Gen.Elements(60_000, 59_999, 86_400_000, 86_399_999, 604_800_000, 604_859_999)),
            (1, Gen.Choose(2_000_000_000, int.MaxValue)));
        var arrivals = from ages in age.ListOf(3)
                       from instrument in Gen.Choose(0, Instruments.Length - 1)
                       from micro in Gen.Choose(1, 40)
                       select ages.Select((ms, i) => (ms, (instrument + i) % Instruments.Length, micro + (i * 3))).ToArray();
        var steps = (from moves in Gen.Frequency(
                         (6, Gen.Choose(0, 2_500)), (2, Gen.Choose(0, 4_000_000)), (1, Gen.Choose(0, 200_000_000)))
                     from events in arrivals
                     select (moves, events)).ListOf(40);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(steps.ToArbitrary(), list => Holds([.. list])));
    }

    [Fact]
    public void An_event_of_a_millisecond_shared_by_many_is_counted_each_time()
    {
        var windows = new RollingWindows(Start);
        for (var i = 0; i < 1_000; i++)
            windows.Add(Event(Instruments[0], Start, 5, i));
        var totals = windows.Totals(WindowSpan.Presets[0], "BTC");
        Assert.Equal((5_000, 1_000), (totals.LongMicroUsd + totals.ShortMicroUsd, totals.LongOrders + totals.ShortOrders));
    }

    [Fact]
    public void Traditional_assets_count_only_when_asked_for()
    {
        var windows = new RollingWindows(Start);
        windows.Add(Event(Instruments[4], Start, 7, 0));
        Assert.Equal(0, windows.Totals(WindowSpan.Presets[0]).LongMicroUsd);
        Assert.Equal(7, windows.Totals(WindowSpan.Presets[0], includeTraditional: true).LongMicroUsd);
        Assert.DoesNotContain(windows.Table(WindowSpan.Presets[0]), row => row.Asset == "TSLA");
    }

    [Fact]
    public void The_table_sums_across_venues_and_assets()
    {
        var windows = new RollingWindows(Start);
        for (var i = 0; i < 4; i++)
            windows.Add(Event(Instruments[i], Start, 10 + i, i));
        var table = windows.Table(WindowSpan.Presets[3]).ToDictionary(row => (row.Asset, row.Venue), Total);
        Assert.Equal(46, table[("ALL", "ALL")]);
        Assert.Equal(21, table[("BTC", "ALL")]);
        Assert.Equal(22, table[("ALL", "binance")]);
        Assert.Equal(11, table[("BTC", "bybit")]);
        Assert.Equal(4 + 3 + 3 + 1, table.Count);
    }

    private static bool Holds((int MovesMs, (int AgeMs, int Instrument, int Micro)[] Arrivals)[] steps)
    {
        var now = Start;
        var windows = new RollingWindows(now);
        var store = new List<Liquidation>();
        foreach (var (moves, arrivals) in steps)
        {
            now += moves;
            windows.Advance(now);
            Leave(windows, store, now);
            foreach (var (age, instrument, micro) in arrivals)
            {
                var liquidation = Event(Instruments[instrument], now - age, micro, store.Count);
                store.Add(liquidation);
                windows.Add(liquidation);
            }

            foreach (var window in WindowSpan.Presets)
            {
                AssertEqual(Recount(store, now, window, "BTC", null), windows.Totals(window, "BTC"));
                AssertEqual(Recount(store, now, window, null, "binance"), windows.Totals(window, venue: "binance"));
                AssertEqual(Recount(store, now, window, null, null), windows.Totals(window));
            }
        }

        var rebuilt = Rebuild(store, now);
        foreach (var window in WindowSpan.Presets)
            AssertEqual(Recount(store, now, window, null, null), rebuilt.Totals(window));
        return true;
    }

    private static void Leave(RollingWindows windows, List<Liquidation> store, long now)
    {
        var byMinute = store.ToLookup(e => e.EventTimeMs / 60_000);
        var (days7, days30) = RollingWindows.FirstMinutesAt(now);
        for (var minute = windows.FirstMinutes.Days7; minute < days7; minute++)
            windows.Leave(false, minute, Minute(minute));
        for (var minute = windows.FirstMinutes.Days30; minute < days30; minute++)
            windows.Leave(true, minute, Minute(minute));

        IEnumerable<Bucket> Minute(long minute) => byMinute[minute].Select(e => Cell(e, minute * 60_000));
    }

    private static Bucket Cell(in Liquidation e, long startMs) => new(
        e.Instrument.Venue,
        e.Instrument.Asset,
        e.Instrument.AssetClass,
        e.Side,
        startMs,
        e.NotionalMicroUsd,
        1,
        e.NotionalMicroUsd,
        e.EventTimeMs,
        e.Instrument.Symbol,
        1);

    private static RollingWindows Rebuild(List<Liquidation> store, long now)
    {
        var windows = new RollingWindows(now);
        foreach (var e in store)
            windows.Restore(Cell(e, e.EventTimeMs / 1_000 * 1_000));
        return windows;
    }

    private static (long Long, long Short, int LongOrders, int ShortOrders, long Largest) Recount(
        List<Liquidation> store, long now, WindowSpan window, string? asset, string? venue)
    {
        var second = now / 1_000;
        var first = window.Seconds <= 86_400 ? second - window.Seconds + 1 : (second - window.Seconds) / 60 * 60;
        var inside = store.Where(e => e.EventTimeMs / 1_000 >= first && e.EventTimeMs / 1_000 <= second
            && (asset ?? e.Instrument.Asset) == e.Instrument.Asset && (venue ?? e.Instrument.Venue) == e.Instrument.Venue
            && e.Instrument.AssetClass == AssetClass.Crypto).ToList();
        var longs = inside.Where(e => e.Side == LiquidatedSide.Long).ToList();
        return (
            longs.Sum(e => e.NotionalMicroUsd),
            inside.Sum(e => e.NotionalMicroUsd) - longs.Sum(e => e.NotionalMicroUsd),
            longs.Count,
            inside.Count - longs.Count,
            inside.Select(e => e.NotionalMicroUsd).DefaultIfEmpty().Max());
    }

    private static void AssertEqual((Int128, Int128, int, int, long) expected, WindowTotals actual) => Assert.Equal(
        expected,
        (actual.LongMicroUsd, actual.ShortMicroUsd, (int)actual.LongOrders, (int)actual.ShortOrders, actual.Largest?.MicroUsd ?? 0));

    private static Int128 Total(WindowTotals totals) => totals.LongMicroUsd + totals.ShortMicroUsd;

    private static Liquidation Event(Instrument instrument, long timeMs, long microUsd, int number) => new()
    {
        Instrument = instrument,
        Side = number % 3 == 1 ? LiquidatedSide.Short : LiquidatedSide.Long,
        Price = ExactNumber.One,
        PriceKind = PriceKind.Fill,
        Quantity = ExactNumber.One,
        NotionalMicroUsd = microUsd,
        BaseQuantity = 1,
        Contracts = 1,
        EventTimeMs = timeMs,
        ReceivedMs = timeMs,
        Identity = (ulong)number,
    };

    private static Instrument Contract(string venue, string asset, AssetClass assetClass = AssetClass.Crypto) => new()
    {
        Venue = venue,
        Symbol = asset + "USDT",
        Asset = asset,
        Quote = "USDT",
        AssetClass = assetClass,
    };
}
