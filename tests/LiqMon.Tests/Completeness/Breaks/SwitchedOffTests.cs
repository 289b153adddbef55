using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// Bybit breaks half an hour before noon, and is switched off at noon. The total of the hour before still counts what came
/// of it, and what did not come is missing.
/// </summary>
public sealed class SwitchedOffTests : IDisposable
{
    private const long HourMs = 3_600_000;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_total_that_counts_part_of_a_venue_is_a_floor_whatever_is_switched_off_now()
    {
        using (var store = _folder.Open())
        {
            StoreItem[] items =
            [
                StoreItem.Of(new CoveredSpan("kraken", "trades", Sample.Noon - (5 * HourMs), Sample.Noon + HourMs)),
                StoreItem.Of(new CoveredSpan("bybit", "linear", Sample.Noon - (5 * HourMs), Sample.Noon - (HourMs / 2))),
                StoreItem.Of(new Gap("bybit", "linear", Sample.Noon - (HourMs / 2), Sample.Noon, GapReason.ConnectionLost)),
                Sample.Item(Sample.BtcElsewhere, Sample.Noon - (HourMs * 3 / 4)),
            ];
            store.Commit(items);
        }

        var queries = new StoreQueries(() => StoreReader.Open(_folder.Path), KnownVenues.Of(id => id == "kraken"));
        var result = queries.Squeezes.Of(new SpanQuery
        {
            Filter = new LiquidationFilter { FromMs = Sample.Noon - HourMs, ToMs = Sample.Noon },
            DisplayFromMs = Sample.Noon - HourMs,
            DisplayToMs = Sample.Noon,
            NowMs = Sample.Noon + (2 * HourMs),
        })[0];
        Assert.True(result.Floor || result.TotalUsd == 0, $"{result.TotalUsd} of {string.Join(", ", result.Venues)} and no floor");
    }
}
