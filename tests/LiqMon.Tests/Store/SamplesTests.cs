using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class SamplesTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_each_cell_the_newest_sample_stays()
    {
        using var store = _folder.Open();
        store.Commit([Interest(Sample.Btc, 30_000, 3), Interest(Sample.Btc, 10_000, 1), Interest(Sample.Btc, 59_999, 5), Interest(Sample.Btc, 60_000, 6)]);
        store.Commit([Interest(Sample.Btc, 20_000, 2)]);
        Assert.Equal($"{Sample.Noon + 59_999}|5\n{Sample.Noon + 60_000}|6", _folder.Dump("SELECT time_ms, contracts FROM open_interest"));
    }

    [Fact]
    public void An_unknown_price_is_null()
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon, 5, double.NaN, double.NaN)), StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon, 9, null, null, null))]);
        using var reader = _folder.Read();
        var row = reader.Market.OpenInterest(Sample.Between(Sample.Noon, Sample.Noon + 1)).Single();
        Assert.Equal((5.0, null, null, 9.0, null, null), (row.Contracts, row.Base, row.Usd, row.Mark, row.Index, row.FundingRate));
    }

    [Fact]
    public void The_newest_and_the_oldest_sample_of_the_span_are_found()
    {
        using var store = _folder.Open();
        var next = Sample.Contract("binance", "BTCUSDT", "BTC").Following(Sample.Btc, Sample.Noon + 3_600_000);
        store.Commit(
        [
            Interest(Sample.Btc, 0, 1), Interest(Sample.Btc, 60_000, 2), Interest(Sample.Btc, 600_000, 3), Interest(next, 7_200_000, 4),
            Interest(Sample.Eth, 120_000, 7), Interest(Sample.Tesla, 60_000, 9), Interest(Sample.BtcElsewhere, 86_400_000, 8),
        ]);
        using var reader = _folder.Read();
        Assert.Equal("BTCUSDT ..400", Rows(reader, 30_000, 86_400_000));
        Assert.Equal("BTCUSDT ..300", Rows(reader, 120_001, 700_000));
        Assert.Equal("", Rows(reader, 700_000, 7_000_000));
        Assert.Equal("BTCUSDT ..800 BTCUSDT ..400", Rows(reader, 0, 86_400_001));
    }

    [Theory]
    // Over 24 hours a sample may lie two hours off each end.
    [InlineData(7_200_000, 79_200_000, "BTCUSDT 100..200")]
    [InlineData(7_200_001, 86_000_000, "BTCUSDT ..200")]
    [InlineData(60_000, 79_199_999, "BTCUSDT ..200")]
    public void AChangeIsKnownOnlyWithSamplesNearBothEnds(long firstMs, long lastMs, string expected)
    {
        using var store = _folder.Open();
        store.Commit([Interest(Sample.Btc, firstMs, 1), Interest(Sample.Btc, lastMs, 2)]);
        using var reader = _folder.Read();
        Assert.Equal(expected, Rows(reader, 0, 86_400_000));
    }

    [Fact]
    public void AContractThatItsVenueNoLongerReportsHasEnded()
    {
        using var store = _folder.Open();
        store.Commit([Interest(Sample.Btc, 0, 1), Interest(Sample.Eth, 0, 7), Interest(Sample.BtcElsewhere, 0, 8)]);
        // ETH leaves the list of its venue; the other venue is not polled meanwhile, which ends nothing.
        for (var minute = 3; minute <= 18; minute += 3)
            store.Commit([Interest(Sample.Btc, minute * 60_000, 1)]);
        using var reader = _folder.Read();
        Assert.Equal("BTCUSDT ..800 BTCUSDT ..100 ETHUSDT ..700", Rows(reader, -60_000, 60_000));
        Assert.Equal("BTCUSDT ..800 BTCUSDT 100..100", Rows(reader, 0, 19 * 60_000));
    }

    [Fact]
    public async Task Old_samples_are_thinned_to_the_last_of_each_hour_within_minutes()
    {
        using var store = _folder.Open(_folder.Options with { SampleDetail = TimeSpan.FromHours(2) });
        var items = new List<StoreItem>();
        for (var minute = 0; minute < 300; minute++)
        {
            items.Add(Interest(Sample.Btc, minute * 60_000, minute));
            items.Add(StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + minute * 60_000, minute, null, null, null)));
            if (minute < 70)
                items.Add(Interest(Sample.Eth, minute * 60_000, minute));
        }

        store.Commit(items);
        await Ageing.PassAsync(store, Sample.Noon + 4 * 3_600_000 + 60_000, minutes: 10);
        // Two hours are past their detail: the last of each, and all 180 minutes after them.
        Assert.Equal("182|59,119", Left(SampleRows.OpenInterestKind, "BTC"));
        Assert.Equal("182|59,119", Left(SampleRows.MarkPriceKind, "BTC"));
        Assert.Equal("2|59,69", Left(SampleRows.OpenInterestKind, "ETH"));
    }

    private string Left(int kind, string asset)
    {
        var instrument = _folder.Dump($"SELECT id FROM instrument WHERE symbol = '{asset}USDT'");
        var minutes = StoredSamples.Of(_folder, kind)
            .Where(sample => $"{sample.Instrument}" == instrument).Select(sample => (sample.CellMs - Sample.Noon) / 60_000).ToList();
        return $"{minutes.Count}|{string.Join(',', minutes.Where(minute => minute < 120))}";
    }

    private static StoreItem Interest(Instrument instrument, long afterMs, double contracts) =>
        StoreItem.Of(new OpenInterest(instrument, Sample.Noon + afterMs, contracts, contracts, contracts * 100));

    private static string Rows(StoreReader reader, long fromMs, long toMs) => string.Join(' ', reader
        .Market.OpenInterest(Sample.Between(Sample.Noon + fromMs, Sample.Noon + toMs))
        .OrderBy(row => row.Symbol, StringComparer.Ordinal).ThenByDescending(row => row.Venue, StringComparer.Ordinal)
        .Select(row => FormattableString.Invariant($"{row.Symbol} {row.UsdAtStart}..{row.Usd}")));
}
