using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Text;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>What a feed that does not show all has caught, beside the complete dollars. Friday 2026-11-20; the last full week begins on the 9th.</summary>
public sealed class CaughtShareTests : IDisposable
{
    private const long Day = 86_400_000;
    private const long Monday = Sample.Noon - (Day / 2) - (11 * Day);

    private readonly StoreFolder _folder = new();
    private readonly Instrument _btc = Sample.Contract("hyperliquid", "BTC", "BTC");
    private readonly Instrument _gold = Sample.Contract("hyperliquid", "xyz:GOLD", "GOLD", AssetClass.Traditional);
    private readonly Instrument _eth = Sample.Contract("hyperliquid", "ETH", "ETH");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_days_that_were_watched_and_are_published_count()
    {
        Commit(
            // Monday: $300 of $1000. Of another venue, and of what the source does not publish, nothing counts.
            Order(_btc, 0, 300), Order(Sample.Btc, 0, 900), Order(_gold, 0, 50), Order(_eth, 0, 40), Published("BTC", 0, 900), Published("SOL", 0, 100),
            // Tuesday: $100 of $300.
            Order(_btc, 1, 100), Published("BTC", 1, 300),
            // Wednesday: watched by three quarters. Thursday: not published. Friday: more than there was. Saturday: nothing.
            Order(_btc, 2, 500), Published("BTC", 2, 500),
            Order(_btc, 3, 500),
            Order(_btc, 4, 110), Published("BTC", 4, 100),
            Published("BTC", 5, 0),
            Watched(0, 2), Watched(2.25, 6));

        var caught = Answer()!;

        Assert.Equal(
            [
                (0.3m, null), (0.333333m, null), (null, "watched 75.0% of the day"), (null, "not published yet"), (1.1m, null), (null, "nothing was liquidated"),
                (null, "not watched"), (null, "not watched"), (null, "not watched"), (null, "not watched"), ((decimal?)null, (string?)"not watched"),
            ],
            caught.Days.Select(day => (day.Share, day.Why)));
        Assert.Equal(
            (510m, 1_400m, 3, decimal.Round(510m / 1_400m, 6)), (caught.CaughtUsd, caught.PublishedUsd, caught.DaysCounted, caught.Share!.Value));
        Assert.Equal("hyperliquid: its feed caught 36.4% of the dollars of 2026-11-09 to 2026-11-15 ($510 of $1.4K, 3 of 7 days)", CaughtShareText.Of("hyperliquid", caught));
        Assert.StartsWith("11-09 30.0%, 11-10 33.3%, 11-11 – (watched 75.0% of the day), ", CaughtShareText.OfDays(caught), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_of_some_minutes_leaves_a_day_watched()
    {
        Commit(Order(_btc, 0, 1), Published("BTC", 0, 2), Watched(0, 0.5), Watched(0.505, 7));
        Assert.Equal(0.5m, Answer()!.Days[0].Share);
    }

    [Fact]
    public void Without_anything_published_there_is_a_dash_and_the_reason()
    {
        Commit(Order(_btc, 0, 1), Watched(0, 3));
        var caught = Answer()!;
        Assert.Null(caught.Share);
        Assert.Equal(
            "hyperliquid: the share that its feed caught of 2026-11-09 to 2026-11-15 is not known: 4 of 7 days not watched, 3 of 7 days not published yet",
            CaughtShareText.Of("hyperliquid", caught));
    }

    [Fact]
    public void Published_dollars_are_in_no_total()
    {
        Commit(Order(_btc, 0, 300), Published("BTC", 0, 900), Watched(0, 7));
        using var reader = _folder.Read();
        var total = reader.Liquidations.Totals(new LiquidationFilter { FromMs = Monday, ToMs = Monday + (7 * Day) });
        Assert.Equal(300_000_000, (long)(total.LongMicroUsd + total.ShortMicroUsd));
    }

    [Fact]
    public void A_venue_that_publishes_all_or_is_off_has_no_such_share()
    {
        Commit(Watched(0, 1));
        Assert.Null(Answer("bybit"));
        Assert.Null(Answer(enabled: false));
    }

    private CaughtShareResult? Answer(string venue = "hyperliquid", bool enabled = true) =>
        new StoreQueries(_folder.Read, KnownVenues.Of(_ => enabled)).Venues.Of(Timestamps.FromUnixMs(Sample.Noon), []).Single(answer => answer.Id == venue).Caught;

    private static StoreItem Order(Instrument contract, int day, long usd) => StoreItem.Of(Sample.Event(contract, Monday + (day * Day) + 5_000, usd));

    private static StoreItem Published(string asset, int day, double usd) =>
        StoreItem.Of(new ContextSample("hyperliquid_daily", "liquidated:" + asset, Monday + (day * Day), usd));

    private static StoreItem Watched(double fromDay, double toDay) =>
        StoreItem.Of(new CoveredSpan("hyperliquid", "fills", Monday + (long)(fromDay * Day), Monday + (long)(toDay * Day)));

    private void Commit(params StoreItem[] items)
    {
        using var store = _folder.Open();
        store.Commit(
        [
            StoreItem.Of(new ListedInstruments("hyperliquid", [_btc, _gold, _eth])), StoreItem.Of(new ListedInstruments("binance", [Sample.Btc])), .. items,
        ]);
    }
}
