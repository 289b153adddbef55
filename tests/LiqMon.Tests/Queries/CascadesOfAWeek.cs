using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.Queries;

/// <summary>Cascades of BTC longs each six hours over a week, with prices by the minute, written into a store.</summary>
internal static class CascadesOfAWeek
{
    private const long MinuteMs = 60_000;
    private const int EachMinutes = 360;
    private static readonly Instrument Btc = new() { Venue = "binance", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" };

    /// <summary>Writes them.</summary>
    /// <param name="store">Into which.</param>
    /// <param name="cascades">How many.</param>
    /// <param name="rise">By how much the price rises in the quarter of an hour after each, as a fraction.</param>
    internal static void Write(EventStore store, int cascades, double rise)
    {
        var endMs = SampleStore.Ms("2026-11-20T12:00:00.000Z");
        var startMs = endMs - (cascades * EachMinutes * MinuteMs) - (600 * MinuteMs);
        var random = new Random(11);
        var price = 90_000.0;
        List<StoreItem> items = [];
        for (var minute = 0; startMs + (minute * MinuteMs) < endMs; minute++)
        {
            // A cascade ends at the start of each sixth hour.
            var since = minute % EachMinutes;
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.001) * (since < 15 ? 1 + (rise / 15) : 1 - (rise / (EachMinutes - 15)));
            items.Add(StoreItem.Of(new MarkPrice(Btc, startMs + (minute * MinuteMs) + 1_000, price, null, null, null)));
        }

        store.Commit(items);
        store.Write([.. Enumerable.Range(1, cascades).Select(at => startMs + (at * EachMinutes * MinuteMs)).Select(endedMs => new CascadeWrite(new Cascade
        {
            Asset = "BTC", Side = LiquidatedSide.Long, StartMs = endedMs - (2 * MinuteMs), EndMs = endedMs, MicroUsd = 9_000_000_000_000,
            SideMicroUsd = 9_000_000_000_000, Orders = 40, PeakMinuteMs = endedMs - (2 * MinuteMs), PeakMinuteMicroUsd = 5_000_000_000_000, Multiple = 50,
            Venues = ["binance"], PriceChange = -0.01, Coverage = 1,
        }))]);
        store.Searched([], endMs - MinuteMs, store.Sequence);
    }
}
