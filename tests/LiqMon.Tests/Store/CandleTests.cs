using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class CandleTests : IDisposable
{
    private static readonly Instrument Dated = new()
    {
        Venue = "binance",
        Symbol = "BTCUSDT_261225",
        Asset = "BTC",
        Quote = "USDT",
        Kind = InstrumentKind.Dated,
    };

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prices_in_any_order_give_the_same_candles() => Prop.ForAll<int>(seed =>
    {
        using var folder = new StoreFolder();
        var random = new Random(seed);
        var prices = Enumerable.Range(0, 40)
            .Select(_ => (TimeMs: Sample.Noon + random.NextInt64(3 * MarkCandle.LengthMs), Price: (double)random.Next(1, 100)))
            .DistinctBy(price => price.TimeMs)
            .ToArray();
        var expected = prices.OrderBy(price => price.TimeMs).GroupBy(price => price.TimeMs - (price.TimeMs % MarkCandle.LengthMs))
            .Select(group => new Candle(group.Key, group.First().Price, group.Max(p => p.Price), group.Min(p => p.Price), group.Last().Price));
        random.Shuffle(prices);
        using (var store = folder.Open())
        {
            store.Commit([.. prices.Take(20).Select(price => Mark(Sample.Btc, price.TimeMs, price.Price))]);
            store.Commit([.. prices.Skip(20).Select(price => Mark(Sample.Btc, price.TimeMs, price.Price))]);
        }

        using var reader = folder.Read();
        return expected.SequenceEqual(reader.Market.Candles(new ContractKey("binance", "BTCUSDT"), 0, long.MaxValue));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void A_venues_past_and_our_own_present_are_one_candle()
    {
        using var store = _folder.Open();
        store.Commit([Mark(Sample.Btc, Sample.Noon + 7_200_000, 105), Mark(Sample.Btc, Sample.Noon + 7_260_000, 103)]);
        store.Commit([StoreItem.Of(new MarkCandle(Sample.Btc, Sample.Noon, 100, 104, 99, 102, Sample.Noon + 7_100_000))]);
        using var reader = _folder.Read();
        Assert.Equal([new Candle(Sample.Noon, 100, 105, 99, 103)], reader.Market.Candles(new ContractKey("binance", "BTCUSDT"), 0, long.MaxValue));
    }

    [Fact]
    public void Only_dollar_perpetuals_of_crypto_have_candles()
    {
        using var store = _folder.Open();
        store.Commit([Mark(Dated, Sample.Noon, 1), Mark(Sample.Tesla, Sample.Noon, 2), Mark(Sample.Btc, Sample.Noon, 3), Mark(Sample.Eth, Sample.Noon, double.NaN)]);
        Assert.Equal("3", _folder.Dump("SELECT close FROM open_candle"));
    }

    [Fact]
    public async Task Candles_outlive_the_samples_that_made_them()
    {
        using var store = _folder.Open(_folder.Options with { SampleDetail = TimeSpan.FromHours(1) });
        store.Commit([.. Enumerable.Range(0, 60).Select(minute => Mark(Sample.Btc, Sample.Noon + minute * 60_000, minute == 30 ? 500 : 100))]);
        await Ageing.PassAsync(store, Sample.Noon + 10 * MarkCandle.LengthMs, minutes: 5);
        Assert.Single(StoredSamples.Of(_folder, SampleRows.MarkPriceKind));
        using var reader = _folder.Read();
        Assert.Equal(500, reader.Market.Candles("BTC", 0, long.MaxValue).Single().Candles.Single().High);
    }

    [Fact]
    public async Task A_candle_that_is_over_goes_to_the_others_of_its_contract_and_late_prices_still_count()
    {
        using var store = _folder.Open();
        store.Commit([Mark(Sample.Btc, Sample.Noon + 60_000, 100), Mark(Sample.Btc, Sample.Noon + 120_000, 103), Mark(Sample.Btc, Sample.Noon + MarkCandle.LengthMs, 50)]);
        await Ageing.PassAsync(store, Sample.Noon + MarkCandle.LengthMs + (9 * 60_000), minutes: 2);
        Assert.Equal("1|1", _folder.Dump("SELECT (SELECT count(*) FROM candle), (SELECT count(*) FROM open_candle)"));

        store.Commit([Mark(Sample.Btc, Sample.Noon + 30_000, 99), Mark(Sample.Btc, Sample.Noon + 90_000, 120)]);
        using var reader = _folder.Read();
        Assert.Equal([new Candle(Sample.Noon, 99, 120, 99, 103), new Candle(Sample.Noon + MarkCandle.LengthMs, 50, 50, 50, 50)], Candles());
        await Ageing.PassAsync(store, Sample.Noon + MarkCandle.LengthMs + (11 * 60_000), minutes: 2);
        Assert.Equal("1|1", _folder.Dump("SELECT (SELECT count(*) FROM candle), (SELECT count(*) FROM open_candle)"));
        Assert.Equal([new Candle(Sample.Noon, 99, 120, 99, 103), new Candle(Sample.Noon + MarkCandle.LengthMs, 50, 50, 50, 50)], Candles());

        IReadOnlyList<Candle> Candles() => reader.Market.Candles(new ContractKey("binance", "BTCUSDT"), 0, long.MaxValue);
    }

    [Fact]
    public void Of_what_others_publish_the_last_word_counts()
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new ContextSample("coinbase", "BTC-USD", 5, 1)), StoreItem.Of(new ContextSample("coinbase", "BTC-USD", 7, 2))]);
        store.Commit([StoreItem.Of(new ContextSample("coinbase", "BTC-USD", 5, 3)), StoreItem.Of(new ContextSample("coinbase", "USDT-USD", 6, 4))]);
        using var reader = _folder.Read();
        Assert.Equal([new Close(5, 3), new Close(7, 2)], reader.Context.Series("coinbase", "BTC-USD", 5, 8));
        Assert.Equal([new Close(5, 3)], reader.Context.Series("coinbase", "BTC-USD", 0, 7));
    }

    [Fact]
    public async Task Spot_prices_go_after_a_time_and_what_is_kept_for_ever_stays()
    {
        using var store = _folder.Open(_folder.Options with { SampleDetail = TimeSpan.FromHours(1) });
        store.Commit(
        [
            StoreItem.Of(new ContextSample("coinbase", "BTC-USD", Sample.Noon - 3_600_001, 1)), StoreItem.Of(new ContextSample("coinbase", "BTC-USD", Sample.Noon - 3_600_000, 2)),
            StoreItem.Of(new ContextSample("coingecko", "total_market_cap_usd", 1, 3)), StoreItem.Of(new ContextSample("bybit", "long_short_ratio:BTC", 1, 4)),
        ]);
        await Ageing.PassAsync(store, Sample.Noon - 60_000, minutes: 1);
        Assert.Equal("4\n2\n3", _folder.Dump("SELECT value FROM context_sample ORDER BY source").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Of_each_day_the_last_counts()
    {
        using var store = _folder.Open();
        const long Day = Candle.DayMs;
        store.Commit([.. new[] { 3, Day - 1, Day, Day + 5, 3 * Day + 1 }.Select(time => StoreItem.Of(new ContextSample("coingecko", "total_market_cap_usd", time, time)))]);
        using var reader = _folder.Read();
        Assert.Equal(
            [new Close(Day - 1, Day - 1), new Close(Day + 5, Day + 5), new Close(3 * Day + 1, 3 * Day + 1)],
            reader.Context.Days("coingecko", "total_market_cap_usd", 0, 4 * Day));
    }

    private static StoreItem Mark(Instrument instrument, long timeMs, double price) => StoreItem.Of(new MarkPrice(instrument, timeMs, price, null, null, null));
}
