using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Text;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

public sealed class VenueStateTests : IDisposable
{
    private const long Noon = Sample.Noon;
    private const long Minute = 60_000;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Repairs_and_what_is_still_missing_are_told()
    {
        Commit(
            new CoveredSpan("kraken", "main", Noon - 600 * Minute, Noon - 90 * Minute),
            new Gap("kraken", "main", Noon - 90 * Minute, Noon - 30 * Minute, GapReason.ConnectionLost),
            new CoveredSpan("kraken", "main", Noon - 30 * Minute, Noon));
        // One gap read in two pieces, ten minutes of it not at all.
        Commit(
            new GapRepaired("kraken", Noon - 90 * Minute, Noon - 60 * Minute, GapReason.ConnectionLost, Noon, 7, FeedClass.Full),
            new GapRepaired("kraken", Noon - 60 * Minute, Noon - 40 * Minute, GapReason.ConnectionLost, Noon, 4, FeedClass.Full));

        var kraken = Answer("kraken");

        Assert.Equal((1, 11, 600), (kraken.Repairs7d!.Repaired, kraken.Repairs7d.Events, kraken.Repairs7d.MissingSeconds));
        Assert.Equal(
            [new GapResult(Timestamps.FromUnixMs(Noon - 40 * Minute), Timestamps.FromUnixMs(Noon - 30 * Minute), GapReason.ConnectionLost)], kraken.Repairs7d.Missing);
        Assert.Equal("live", kraken.State);
    }

    [Fact]
    public void A_venue_of_open_interest_alone_is_live_while_it_is_sampled()
    {
        var contract = Sample.Contract("kucoin", "XBTUSDTM", "BTC");
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(new ListedInstruments("kucoin", [contract])), StoreItem.Of(new OpenInterest(contract, Noon - 2 * Minute, 1, 1, 1))]);

        Assert.Equal("live", Answer("kucoin").State);
        Assert.Equal("not_running", Answer("kucoin", Noon + 10 * Minute).State);
        Assert.Equal("not_watched", Answer("mexc").State);
        Assert.Null(Answer("kucoin").Repairs7d);
    }

    [Fact]
    public void What_the_settings_switch_off_is_off()
    {
        Commit(new Gap("kraken", "main", Noon - Minute, Noon, GapReason.ConnectionLost));
        Assert.Equal("off", Answer("kraken", enabled: false).State);
        Assert.Equal("connection_lost", Answer("kraken").State);
    }

    private VenueResult Answer(string venue, long nowMs = Noon, bool enabled = true) =>
        new StoreQueries(_folder.Read, KnownVenues.Of(_ => enabled)).Venues.Of(Timestamps.FromUnixMs(nowMs), []).Single(answer => answer.Id == venue);

    private void Commit(params object[] items)
    {
        using var store = _folder.Open();
        store.Commit(
        [
            .. items.Select(item => item switch
            {
                CoveredSpan span => StoreItem.Of(span),
                Gap gap => StoreItem.Of(gap),
                _ => StoreItem.Of((GapRepaired)item),
            }),
        ]);
    }
}
