using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using LiqMon.Venues;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// LiqMon is off from Thursday evening to Saturday, and a dated contract expires on Friday. Its gap is read in pieces of six
/// hours; the orders of the contract in the later pieces are read only if it is asked for there too.
/// </summary>
public sealed class EndedInOutageTests : IDisposable
{
    private const long HourMs = 3_600_000;

    private static readonly Instrument Dated = Sample.Contract("kraken", "FI_XBTUSD_261120", "BTC");

    private static readonly Instrument Perpetual = Sample.Contract("kraken", "PF_XBTUSD", "BTC");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 6)]
    [InlineData(6, 12)]
    [InlineData(12, 18)]
    public void A_contract_that_ended_while_nothing_ran_is_read_in_every_piece(int fromHour, int toHour)
    {
        using (var store = _folder.Open())
        {
            StoreItem[] items =
            [
                StoreItem.Of(new ListedInstruments("kraken", [Dated, Perpetual])),
                StoreItem.Of(new OpenInterest(Dated, Sample.Noon - 60_000, 5, 5, 5)),
                StoreItem.Of(new CoveredSpan("kraken", "trades", Sample.Noon - HourMs, Sample.Noon)),
                StoreItem.Of(new CoveredSpan("kraken", "trades", Sample.Noon + (24 * HourMs), Sample.Noon + (25 * HourMs))),
                StoreItem.Of(new OpenInterest(Perpetual, Sample.Noon + (25 * HourMs), 5, 5, 5)),
            ];
            store.Commit(items);
        }

        using var reader = _folder.Read();
        var gap = new CoverageGap(Sample.Noon + (fromHour * HourMs), Sample.Noon + (toHour * HourMs), GapReason.NotRunning);
        var margin = new HistoryMargin(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        var proof = RepairProof.Of(
            reader, VenueCatalog.Find("kraken")!, [Perpetual], _ => true, gap, new(margin, gap.ToMs + HourMs, new HistoryFinds()));
        Assert.Contains(Dated.Symbol, proof.Contracts.Select(contract => contract.Symbol));
    }
}
