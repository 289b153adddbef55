using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class MapSamplesTests : IDisposable
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_interest_of_all_contracts_stands_beside_the_price_of_the_largest()
    {
        Commit(
            Open(Sample.Btc, 0, 100, 1_000), Mark(Sample.Btc, 0, 10), Open(Sample.BtcElsewhere, 0, 50, 5_000), Mark(Sample.BtcElsewhere, 0, 11),
            Open(Sample.Btc, 1, 130, 1_300), Mark(Sample.Btc, 1, 10), Open(Sample.BtcElsewhere, 1, 45, 4_500), Mark(Sample.BtcElsewhere, 1, 12),
            Open(Sample.Eth, 1, 7, 7));

        var samples = Read(2 * MinuteMs);
        Assert.Equal(("bybit", "BTCUSDT", 2, 1.0, 1.0), (samples.Venue, samples.Symbol, samples.Contracts, samples.PriceCoverage, samples.OpenInterestCoverage));
        Assert.Equal(["binance", "bybit"], samples.Venues);
        Assert.Equal(
            [
                new MapStep(Sample.Noon + MinuteMs, 11, new(150, 0, 0)),
                new MapStep(Sample.Noon + 2 * MinuteMs, 12, new(150, 30, 5)),
            ],
            samples.Steps);
    }

    [Fact]
    public void A_contract_of_a_thousand_coins_has_the_price_of_one()
    {
        var thousands = new Instrument { Venue = "binance", Symbol = "1000PEPEUSDT", Asset = "PEPE", Quote = "USDT", AssetFactor = 1_000 };
        Commit(Open(thousands, 0, 5_000, 50), Mark(thousands, 0, 0.01));

        Assert.Equal(0.000_01, Assert.Single(Read(MinuteMs, "PEPE").Steps).Price, 12);
    }

    [Fact]
    public void The_longest_line_of_prices_is_taken_before_the_largest_contract()
    {
        Commit(
            Open(Sample.Btc, 0, 1, 10), Mark(Sample.Btc, 0, 10), Mark(Sample.Btc, 59, 11),
            Open(Sample.BtcElsewhere, 59, 900, 9_000), Mark(Sample.BtcElsewhere, 59, 12));

        var samples = Read(HourMs);
        Assert.Equal("binance", samples.Venue);
        Assert.Equal(2.0 / 60, samples.PriceCoverage, 12);
        // A minute without a price has the one before.
        Assert.Equal((10, 11), (samples.Steps[0].Price, samples.Steps[^1].Price));
        Assert.Equal(new MapStep(Sample.Noon + 2 * MinuteMs, 10, new(1, 0, 0)) { IsSampled = false }, samples.Steps[1]);
    }

    [Fact]
    public void Open_interest_of_the_past_which_comes_five_minutes_apart_has_no_gaps()
    {
        Commit([.. FiveMinutesApart(24, left: -1)]);
        var samples = Read(2 * HourMs);
        // Prices are not known of each minute, and the map says so.
        Assert.Equal((1.0, 0.2), (samples.OpenInterestCoverage, samples.PriceCoverage));
        Assert.Equal(23, samples.Steps.Sum(step => step.Change.Opened));
        using var reader = _folder.Read();
        Assert.Equal(230, reader.Market.OpenInterestMovement([Sample.Btc.Key], Sample.Noon, Sample.Noon + HourMs * 2)!.Value, 6);
    }

    [Fact]
    public void Where_a_point_of_the_past_is_missing_there_is_a_gap()
    {
        Commit([.. FiveMinutesApart(24, left: 3)]);
        Assert.Equal(115.0 / 120, Read(2 * HourMs).OpenInterestCoverage, 12);
        using var reader = _folder.Read();
        Assert.Null(reader.Market.OpenInterestMovement([Sample.Btc.Key], Sample.Noon, Sample.Noon + HourMs));
    }

    private static IEnumerable<StoreItem> FiveMinutesApart(int points, int left) => Enumerable.Range(0, points).Where(point => point != left)
        .SelectMany(point => new[] { Open(Sample.Btc, 5 * point, 1_000 + point, (1_000 + point) * 10), Mark(Sample.Btc, 5 * point, 10) });

    [Fact]
    public void In_a_long_span_no_price_is_left_out_and_no_change_of_open_interest_lost()
    {
        const int Minutes = 3 * 24 * 60;
        Commit([.. Enumerable.Range(0, Minutes).SelectMany(minute => new[]
        {
            Open(Sample.Btc, minute, 1_000 + minute, 1), Mark(Sample.Btc, minute, minute % 2 == 0 ? 10 : 11),
        })]);

        var samples = Read(Minutes * MinuteMs);
        Assert.Equal(Minutes, samples.Steps.Count);
        Assert.Equal([10, 11, 10, 11], samples.Steps.Take(4).Select(step => step.Price));
        // Read every five minutes; what changed before the first reading is not known.
        Assert.Equal(Minutes - 5, samples.Steps.Sum(step => step.Change.Opened));
        Assert.Equal(5, samples.Steps.Max(step => step.Change.Opened));
    }

    [Fact]
    public void Without_a_price_there_are_no_steps()
    {
        Commit(Open(Sample.Btc, 0, 1, 10));

        var samples = Read(HourMs);
        Assert.Null(samples.Venue);
        Assert.Empty(samples.Steps);
    }

    private void Commit(params StoreItem[] items)
    {
        using var store = _folder.Open();
        store.Commit(items);
    }

    private MapSamples Read(long spanMs, string asset = "BTC")
    {
        using var reader = _folder.Read();
        return reader.Market.MapSamples(Sample.Between(Sample.Noon, Sample.Noon + spanMs) with { Assets = [asset] });
    }

    private static StoreItem Open(Instrument contract, int minute, double coins, double usd) =>
        StoreItem.Of(new OpenInterest(contract, Sample.Noon + minute * MinuteMs, coins, coins, usd));

    private static StoreItem Mark(Instrument contract, int minute, double price) =>
        StoreItem.Of(new MarkPrice(contract, Sample.Noon + minute * MinuteMs, price, null, null, null));
}
