using LiqMon.Completeness;
using LiqMon.Market;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// LiqMon is upgraded from a version that knew no deficits. An order that it could not read lies in its quarantine, in a
/// span that it calls covered.
/// </summary>
public sealed class OlderStoreTests : IDisposable
{
    private const long HourMs = 3_600_000;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_order_in_the_quarantine_of_an_older_version_makes_a_floor()
    {
        VersionedStore.Write(_folder, 8);
        _folder.Dump(FormattableString.Invariant(
            $"""
            INSERT INTO covered_span(venue, feed, from_ms, to_ms) VALUES ('kraken', 'trades', {Sample.Noon - (5 * HourMs)}, {Sample.Noon + HourMs});
            INSERT INTO quarantined VALUES (77, 'kraken', 'trades', {Sample.Noon - (HourMs / 2)}, 'UnknownSide', x'7B7D');
            """));
        _folder.Open().Dispose();
        using var reader = _folder.Read();
        var result = new CompletenessQuery(reader, [new("kraken", FeedClass.Full)])
            .Run(["kraken"], Sample.Noon - HourMs, Sample.Noon, Sample.Noon + (2 * HourMs)).Of(new());
        Assert.True(result.Floor);
    }
}
