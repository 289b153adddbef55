using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Influx;

/// <summary>Large contracts are written with every sample, small ones once in ten minutes; what is read again is written again.</summary>
public sealed class SampleRhythmTests
{
    private const long Minute = 60_000;
    private const int Small = SampleRhythm.Largest + 50;

    private readonly SampleRhythm _rhythm = new();

    [Fact]
    public void Until_sizes_are_known_and_for_as_few_contracts_as_are_large_everything_is_written()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            for (var id = 1; id <= SampleRhythm.Largest; id++)
                Assert.True(_rhythm.IsDue(Sample(id, minute, usd: id)));
        }
    }

    [Fact]
    public void Small_contracts_are_written_once_in_ten_minutes_and_large_ones_always()
    {
        var written = new Dictionary<int, List<int>>();
        for (var minute = 0; minute < 60; minute++)
        {
            for (var id = 1; id <= Small; id++)
            {
                // Contract 1 is the largest. Prices follow the size that open interest has shown.
                var isWritten = _rhythm.IsDue(Sample(id, minute, usd: 1e9 / id));
                Assert.Equal(minute < 10 || isWritten, minute < 10 || _rhythm.IsDue(Price(id, minute)));
                if (isWritten && minute >= 20)
                    (written.TryGetValue(id, out var minutes) ? minutes : written[id] = []).Add(minute);
            }
        }

        Assert.All(Enumerable.Range(1, SampleRhythm.Largest), id => Assert.Equal(40, written[id].Count));
        Assert.All(Enumerable.Range(SampleRhythm.Largest + 1, 50), id => Assert.Equal([20, 30, 40, 50], written[id]));
    }

    [Fact]
    public void A_sample_that_is_read_again_with_something_newer_takes_its_place()
    {
        for (var minute = 0; minute < 20; minute++)
        {
            for (var id = 1; id <= Small; id++)
                _rhythm.IsDue(Sample(id, minute, usd: 1e9 / id));
        }

        Assert.True(_rhythm.IsDue(Sample(Small, 20, usd: 1)));
        Assert.True(_rhythm.IsDue(Sample(Small, 20, usd: 2)));
        Assert.False(_rhythm.IsDue(Sample(Small, 21, usd: 3)));
        Assert.True(_rhythm.IsDue(Sample(Small, 20, usd: 4)));
    }

    private static StoredOpenInterest Sample(int id, int minute, double usd) => new(Name(id), minute * Minute, 1, 1, usd);

    private static StoredMarkPrice Price(int id, int minute) => new(Name(id), minute * Minute, 1, null, null);

    private static InstrumentName Name(int id) => new(id, $"A{id}USDT", new SeriesName(id, "binance", $"A{id}", AssetClass.Crypto), MarginKind.Linear, false, 1);
}
