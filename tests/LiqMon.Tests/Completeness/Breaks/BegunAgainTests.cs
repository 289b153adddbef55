using LiqMon.Completeness;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// A contract that is in no list is traded. LiqMon is started twice within a minute, as by an upgrade: the first list of the
/// second run ends what the first run had written, and the next ticker begins it again, from the same minute.
/// </summary>
public sealed class BegunAgainTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_deficit_that_begins_again_from_the_same_moment_lasts()
    {
        var missing = new Deficit
        {
            Venue = "lighter",
            Feed = CoveredSpan.WholeVenue,
            Symbol = "NEW",
            FromMs = Sample.Noon - 120_000,
            Reason = DeficitReason.NotSubscribed,
        };
        using (var store = _folder.Open())
        {
            StoreItem[] items =
            [
                StoreItem.Of(new CoveredSpan("lighter", "trades", Sample.Noon - 3_600_000, Sample.Noon)),
                StoreItem.Of(missing),
                StoreItem.Of(new DeficitEnded("lighter", CoveredSpan.WholeVenue, null, DeficitReason.NotSubscribed, Sample.Noon - 90_000)),
                StoreItem.Of(missing),
            ];
            store.Commit(items);
        }

        using var reader = _folder.Read();
        var result = new CompletenessQuery(reader, [new("lighter", FeedClass.Full)])
            .Run(["lighter"], Sample.Noon - 60_000, Sample.Noon, Sample.Noon + 60_000).Of(new());
        Assert.True(result.Floor);
    }
}
