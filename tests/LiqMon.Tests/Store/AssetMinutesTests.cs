using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class AssetMinutesTests : IDisposable
{
    private const long Minute = 60_000;
    private const long Hour = 3_600_000;
    private readonly StoreFolder _folder = new();
    private readonly EventStore _store;

    public AssetMinutesTests() => _store = _folder.Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_change_of_dollars_is_split_into_coin_and_price()
    {
        Sampled(Sample.Btc, 0, 10, 1_000);
        Sampled(Sample.BtcElsewhere, 0, 5, 500);
        // Price up by a tenth, two coins more; elsewhere one coin less at an unchanged price.
        Sampled(Sample.Btc, Minute, 12, 1_320);
        Sampled(Sample.BtcElsewhere, Minute, 4, 400);

        var minutes = Minutes(Sample.Noon);
        var first = minutes.Single(row => row is { Asset: "BTC", StartMs: Sample.Noon });
        var second = minutes.Single(row => row is { Asset: "BTC", StartMs: Sample.Noon + Minute });
        Assert.Equal((1_500, 15, 0, 0), (first.OpenInterestUsd, first.OpenInterestBase, first.CoinFlowUsd, first.PriceEffectUsd));
        Assert.Equal((1_720, 16, 100, 120), (second.OpenInterestUsd, second.OpenInterestBase, second.CoinFlowUsd, second.PriceEffectUsd));
        Assert.Equal(1_720, minutes.Single(row => row.Asset == AssetMinute.All && row.StartMs == Sample.Noon + Minute).OpenInterestUsd);
    }

    [Fact]
    public void The_same_tables_give_the_same_minutes_wherever_the_walk_begins()
    {
        var random = new Random(5);
        Instrument[] contracts = [Sample.Btc, Sample.BtcElsewhere, Sample.Eth, Sample.Tesla];
        for (var minute = 0; minute < 100; minute++)
        {
            foreach (var contract in contracts.Where(_ => random.Next(3) > 0))
            {
                Sampled(contract, minute * Minute, 10 + random.Next(5), 1_000 + random.Next(500));
                Funded(contract, minute * Minute, 0.0001 * random.Next(5), ((minute / 60) + 1) * Hour);
            }
        }

        var whole = Minutes(Sample.Noon);
        Assert.Equal(100, whole.Select(row => row.StartMs).Distinct().Count());
        Assert.DoesNotContain(whole, row => row.Asset == "TSLA");
        using var reader = OutboxReader.Open(_folder.Path);
        foreach (var start in new[] { 50, 3, 97, 98, 20 })
        {
            var (from, to) = (Sample.Noon + (start * Minute), Sample.Noon + ((start + 3) * Minute));
            Assert.Equal(whole.Where(row => row.StartMs >= from && row.StartMs < to), reader.OpenInterestMinutes(from, to).SelectMany(minute => minute.Sums.Assets));
        }

        // What coin and price have changed is the change.
        var change = whole.Where(row => row.Asset == "ETH").Sum(row => row.CoinFlowUsd + row.PriceEffectUsd);
        using var answers = _folder.Read();
        var eth = answers.Market.OpenInterest(new LiquidationFilter { Assets = ["ETH"], FromMs = Sample.Noon, ToMs = Sample.Noon + (100 * Minute) }).Single();
        Assert.Equal(eth.Usd!.Value - eth.UsdAtStart!.Value, change, 1e-6);
    }

    [Fact]
    public void Open_interest_that_is_not_sampled_any_more_is_not_counted()
    {
        Sampled(Sample.Btc, 0, 10, 1_000);
        for (var minute = 0; minute < 30; minute++)
            Sampled(Sample.BtcElsewhere, minute * Minute, 5, 500);
        var minutes = Minutes(Sample.Noon).Where(row => row.Asset == "BTC").ToList();
        Assert.Equal(1_500, minutes[14].OpenInterestUsd);
        Assert.Equal(500, minutes[16].OpenInterestUsd);
        Assert.All(minutes, row => Assert.Equal((0, 0), (row.CoinFlowUsd, row.PriceEffectUsd)));
    }

    [Fact]
    public void Funding_is_weighted_by_open_interest_and_by_how_often_it_is_paid()
    {
        // 15:00 fits payments of every hour only; 16:00 fits every eight hours until two payments were seen.
        Sampled(Sample.Btc, 0, 10, 3_000);
        Funded(Sample.Btc, 0, 0.0001, 3 * Hour);
        Sampled(Sample.BtcElsewhere, 0, 10, 1_000);
        Funded(Sample.BtcElsewhere, 0, 0.0004, 4 * Hour);
        // Of this one it is not known when it is paid.
        Sampled(Sample.Contract("okx", "BTC-USDT-SWAP", "BTC"), 0, 10, 5_000);

        var funding = Minutes(Sample.Noon).Single(row => row.Asset == "BTC").FundingAnnual;
        Assert.Equal(((3_000 * 0.0001 * 24) + (1_000 * 0.0004 * 3)) * 365 / 4_000, funding!.Value, 1e-12);

        // After two payments four hours apart it is known to be paid every four hours.
        Sampled(Sample.BtcElsewhere, (4 * Hour) + Minute, 10, 1_000);
        Funded(Sample.BtcElsewhere, (4 * Hour) + Minute, 0.0004, 8 * Hour);
        var later = Minutes(Sample.Noon).Single(row => row.Asset == "BTC" && row.StartMs == Sample.Noon + (4 * Hour) + Minute).FundingAnnual;
        Assert.Equal(0.0004 * 6 * 365, later!.Value, 1e-12);
    }

    [Fact]
    public void Every_venue_keeps_what_is_known_of_contracts_that_are_not_sampled_in_the_minute()
    {
        // One contract is sampled each minute, the other every third: their sum must not fall in between.
        for (var minute = 0; minute < 9; minute++)
        {
            Sampled(Sample.Eth, minute * Minute, 10, 1_000);
            if (minute % 3 == 0)
                Sampled(Sample.Btc, minute * Minute, 5, 5_000);
        }

        using var reader = OutboxReader.Open(_folder.Path);
        var minutes = reader.OpenInterestMinutes(Sample.Noon, long.MaxValue / 2);
        Assert.Equal(9, minutes.Count);
        Assert.All(minutes, minute =>
        {
            var whole = Assert.Single(minute.Sums.Venues, row => row.Venue == Sample.Btc.Venue && row.Asset == AssetMinute.All);
            Assert.Equal((6_000, 2), (whole.Usd, whole.Contracts));
            var one = Assert.Single(minute.Sums.Venues, row => row.Venue == Sample.Btc.Venue && row.Asset == Sample.Btc.Asset);
            Assert.Equal((5_000, 5, 1), (one.Usd, one.Base, one.Contracts));
            Assert.Equal(minute.StartMs, one.StartMs);
        });
    }

    private void Sampled(Instrument contract, long afterMs, double coins, double usd) =>
        _store.Commit([StoreItem.Of(new OpenInterest(contract, Sample.Noon + afterMs, coins, coins, usd))]);

    private void Funded(Instrument contract, long afterMs, double rate, long nextAfterMs) =>
        _store.Commit([StoreItem.Of(new MarkPrice(contract, Sample.Noon + afterMs, 100, null, rate, Sample.Noon + nextAfterMs))]);

    private List<AssetMinute> Minutes(long fromMs)
    {
        using var reader = OutboxReader.Open(_folder.Path);
        return [.. reader.OpenInterestMinutes(fromMs, long.MaxValue / 2).SelectMany(minute => minute.Sums.Assets)];
    }
}
