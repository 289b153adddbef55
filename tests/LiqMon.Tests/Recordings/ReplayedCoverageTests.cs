using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Recordings;
using LiqMon.Venues;

namespace LiqMon.Tests.Recordings;

/// <summary>What a recording proves: what every socket of the venue delivered, and nothing that may have been on its way.</summary>
public sealed class ReplayedCoverageTests
{
    private const long Start = 1_794_000_000_000;

    private readonly VenueCounters _counters = new();

    [Fact]
    public void A_socket_that_is_silent_alone_proves_nothing_of_the_venue()
    {
        var coverage = new ReplayedCoverage(Venue("bybit"));
        Play(coverage, "linear", 1, 0, 120);
        Play(coverage, "inverse", 2, 0, 40);
        Play(coverage, "inverse", 3, 80, 120);
        var spans = coverage.Spans(Bybit, _counters);
        Assert.Equal(2, spans.Count);
        Assert.InRange(spans[0].ToMs, Start + 30_000, Start + 40_000 - 1_000);
        Assert.InRange(spans[1].FromMs, Start + 80_000, Start + 82_000);
    }

    [Fact]
    public void A_recording_that_does_not_keep_the_sockets_apart_proves_nothing_of_a_venue_that_has_several()
    {
        var (several, one) = (new ReplayedCoverage(Venue("bybit")), new ReplayedCoverage(Venue("kraken")));
        Play(several, null, 0, 0, 60);
        Play(one, null, 0, 0, 60);
        Assert.Empty(several.Spans(Bybit, _counters));
        Assert.Single(one.Spans([Contract("kraken", "PF_XBTUSD", MarginKind.Linear)], _counters));
    }

    [Fact]
    public void A_socket_of_which_no_frame_was_recorded_is_missing()
    {
        var coverage = new ReplayedCoverage(Venue("bybit"));
        Play(coverage, "linear", 1, 0, 60);
        Assert.Empty(coverage.Spans(Bybit, _counters));
    }

    [Fact]
    public void What_the_venue_may_hold_back_is_not_proven_at_the_end()
    {
        var coverage = new ReplayedCoverage(Venue("bybit"));
        Play(coverage, "linear", 1, 0, 60);
        Play(coverage, "inverse", 2, 0, 60);
        var span = Assert.Single(coverage.Spans(Bybit, _counters));
        Assert.True(span.FromMs > Start);
        Assert.True(span.ToMs <= Start + 60_000 - (long)Venue("bybit").Profile.HoldsOrdersFor.TotalMilliseconds);
    }

    [Fact]
    public void A_connection_proves_from_its_last_confirmation_on_and_nothing_if_a_topic_was_refused()
    {
        var contracts = new[] { Contract("kraken", "PF_XBTUSD", MarginKind.Linear) };
        var confirmed = new ReplayedCoverage(Venue("kraken"));
        Play(confirmed, "trades", 1, 0, 10);
        confirmed.Add(Frame("trades", 1), Start + 10_500, new FrameOutcome(FrameKind.Ack, null, null, default, false));
        Play(confirmed, "trades", 1, 11, 60);
        Assert.Equal([true, false], confirmed.Spans(contracts, _counters).Select(span => span.ToMs < Start + 10_000));

        var refused = new ReplayedCoverage(Venue("kraken"));
        refused.Add(Frame("trades", 1), Start, new FrameOutcome(FrameKind.Nack, null, "no", default, false));
        Play(refused, "trades", 1, 1, 60);
        Assert.Empty(refused.Spans(contracts, _counters));
    }

    private static IReadOnlyList<Instrument> Bybit =>
        [Contract("bybit", "BTCUSDT", MarginKind.Linear), Contract("bybit", "BTCUSD", MarginKind.Inverse)];

    /// <summary>A proof each second.</summary>
    private static void Play(ReplayedCoverage coverage, string? feed, long connection, int fromSecond, int toSecond)
    {
        for (var second = fromSecond; second <= toSecond; second++)
            coverage.Add(Frame(feed, connection), Start + (second * 1_000), new FrameOutcome(FrameKind.Data, null, null, default, Taken: true));
    }

    private static RecordedFrame Frame(string? feed, long connection) =>
        new(Start, null, RecordedFrame.Socket, default) { Feed = feed, Connection = connection };

    private static IVenue Venue(string id) => VenueCatalog.Find(id)!;

    private static Instrument Contract(string venue, string symbol, MarginKind margin) =>
        new() { Venue = venue, Symbol = symbol, Asset = "BTC", Quote = "USD", Margin = margin };
}
