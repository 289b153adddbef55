using LiqMon.Feeds.Coverage;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

public sealed class SessionProofTests
{
    private readonly FakeTime _time = new();
    private readonly ProofRhythm _rhythm = new(TimeSpan.FromSeconds(15));
    private readonly SessionProof _proof;
    private readonly long _startMs;

    public SessionProofTests()
    {
        _proof = new SessionProof(_rhythm, _time);
        _startMs = NowMs;
        _proof.Begin(_time.GetTimestamp(), NowMs);
        for (var i = 0; i < 30; i++)
            Pass(1, proof: true);
        Assert.Equal(TimeSpan.FromSeconds(3), _rhythm.Limit);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void Steady_proofs_leave_nothing_unproven()
    {
        var look = _proof.Look();
        Assert.Empty(look.Closed);
        Assert.Null(look.Open);
        Assert.Equal(_startMs + 30_000, look.ProvenMs);
    }

    [Fact]
    public void Silence_beyond_the_rhythm_is_unproven_at_once_and_from_the_last_proof()
    {
        Pass(2.9, proof: false);
        Assert.Null(_proof.Look().Open);
        Pass(0.2, proof: false);
        Assert.Equal(new UnprovenSpan(_startMs + 30_000, null, GapReason.Silent), _proof.Look().Open);
        Pass(9, proof: true);
        var look = _proof.Look();
        Assert.Equal([new UnprovenSpan(_startMs + 30_000, _startMs + 42_100, GapReason.Silent)], look.Closed);
        Assert.Null(look.Open);
        Assert.Equal(_startMs + 42_100, look.ProvenMs);
        Assert.Empty(_proof.Look().Closed);
    }

    [Fact]
    public void A_silence_that_nobody_looked_at_is_unproven_too()
    {
        Pass(12, proof: true);
        Pass(1, proof: true);
        Assert.Equal([new UnprovenSpan(_startMs + 30_000, _startMs + 42_000, GapReason.Silent)], _proof.Look().Closed);
    }

    [Fact]
    public void Silence_while_the_store_holds_us_back_proves_and_teaches_nothing()
    {
        _proof.HoldBack();
        Pass(30, proof: false);
        Assert.Null(_proof.Look().Open);
        _proof.Release(TimeSpan.FromSeconds(30));
        Pass(1, proof: true);
        var look = _proof.Look();
        Assert.Empty(look.Closed);
        Assert.Equal(NowMs, look.ProvenMs);
        Assert.Equal(TimeSpan.FromSeconds(3), _rhythm.Limit);
    }

    [Fact]
    public void A_silence_before_the_store_holds_us_back_is_seen()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        var (arrivedAt, arrivedMs) = (_time.GetTimestamp(), NowMs);
        _proof.HoldBack();
        _time.Advance(TimeSpan.FromSeconds(20));
        _proof.Add(arrivedAt, arrivedMs, Frame(isProof: true));
        _proof.Release(TimeSpan.FromSeconds(20));
        var look = _proof.Look();
        Assert.Equal([new UnprovenSpan(_startMs + 30_000, _startMs + 40_000, GapReason.Silent)], look.Closed);
        Assert.Null(look.Open);
    }

    [Fact]
    public void From_the_first_rejected_order_until_one_is_taken_nothing_is_proven()
    {
        Pass(1, proof: false, rejected: 1);
        Pass(1, proof: true);
        Pass(1, proof: true, rejected: 2);
        Assert.Equal(new UnprovenSpan(_startMs + 30_000, null, GapReason.OrdersRejected), _proof.Look().Open);
        // The control stream goes on, so it is not silent either.
        for (var i = 0; i < 20; i++)
            Pass(1, proof: true);
        Assert.Equal(_startMs + 30_000, _proof.Look().ProvenMs);
        Pass(1, proof: true, taken: 1, rejected: 1);
        Assert.Equal(GapReason.OrdersRejected, _proof.Look().Open?.Reason);
        Pass(1, proof: true, taken: 1);
        var look = _proof.Look();
        Assert.Equal([new UnprovenSpan(_startMs + 30_000, NowMs, GapReason.OrdersRejected)], look.Closed);
        Assert.Equal((null, NowMs), (look.Open, look.ProvenMs));
    }

    [Fact]
    public void Another_connection_goes_on_where_orders_were_rejected()
    {
        var next = new SessionProof(_rhythm, _time);
        next.Begin(_time.GetTimestamp(), NowMs);
        next.ContinueRejected();
        Assert.Equal(new UnprovenSpan(NowMs, null, GapReason.OrdersRejected), next.Look().Open);
        _time.Advance(TimeSpan.FromSeconds(1));
        next.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true, taken: 1));
        next.ContinueRejected();
        Assert.Null(next.Look().Open);
    }

    [Fact]
    public void A_venue_that_promises_to_speak_is_silent_when_it_does_not_whatever_the_rhythm_of_proofs()
    {
        var proof = new SessionProof(new ProofRhythm(TimeSpan.FromSeconds(150)), _time, speaksEvery: TimeSpan.FromSeconds(5));
        proof.Begin(_time.GetTimestamp(), NowMs);
        var provenMs = NowMs;
        for (var i = 0; i < 6; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: false));
        }

        Assert.Null(proof.Look().Open);
        _time.Advance(TimeSpan.FromSeconds(13));
        Assert.Equal(new UnprovenSpan(provenMs, null, GapReason.Silent), proof.Look().Open);
        proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: false));
        Assert.NotNull(proof.Look().Open);
        proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true));
        Assert.Equal([new UnprovenSpan(provenMs, NowMs, GapReason.Silent)], proof.Look().Closed);
    }

    [Fact]
    public void What_was_read_late_is_known_by_the_venues_times()
    {
        _time.Advance(TimeSpan.FromSeconds(4));
        // The venue's clock is a second behind, and the message took three more.
        _proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true, stampMs: NowMs - 4_000));
        Assert.Equal(3_000, _proof.LateMs(offsetMs: -1_000));
        Assert.Equal(0, _proof.LateMs(offsetMs: null));
        Pass(1, proof: true);
        Assert.Equal(4_000, _proof.LateMs(offsetMs: -1_000));
    }

    [Fact]
    public void What_may_still_wait_to_be_read_is_not_claimed()
    {
        Assert.Equal(0, _proof.UnreadMs(offsetMs: -1_000));
        _time.Advance(TimeSpan.FromSeconds(1));
        _proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true, stampMs: NowMs - 1_400));
        Assert.Equal((400, 0), (_proof.UnreadMs(offsetMs: -1_000), _proof.UnreadMs(offsetMs: null)));
        // Frames with older times, or with none, are believed to be as late, up to two seconds more.
        Pass(0.5, proof: true);
        Assert.Equal(900, _proof.UnreadMs(offsetMs: -1_000));
        for (var i = 0; i < 5; i++)
            Pass(1, proof: true);
        Assert.Equal(2_400, _proof.UnreadMs(offsetMs: -1_000));
        // A newer time shows what has been read since.
        _proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true, stampMs: NowMs - 1_000));
        Assert.Equal(0, _proof.UnreadMs(offsetMs: -1_000));
    }

    [Fact]
    public void Times_far_older_than_usual_are_no_sign_of_unread_messages()
    {
        _proof.Add(_time.GetTimestamp(), NowMs, Frame(isProof: true, stampMs: NowMs - 600_000));
        Assert.Equal(0, _proof.UnreadMs(offsetMs: -1_000));
    }

    [Fact]
    public void The_first_message_already_shows_a_clock_that_is_ahead()
    {
        var proof = new SessionProof(_rhythm, _time);
        Assert.Equal(0, proof.LeadMs);
        proof.Begin(_time.GetTimestamp(), NowMs, NowMs + 18_000);
        Assert.Equal(18_000, proof.LeadMs);
        proof.Cut(NowMs);
        Assert.Equal(0, proof.LeadMs);
    }

    [Fact]
    public void A_clock_that_was_set_back_has_proven_nothing_ahead()
    {
        _time.StepWall(TimeSpan.FromMinutes(-10));
        _proof.Cut(NowMs);
        Assert.Equal(NowMs, _proof.Look().ProvenMs);
    }

    private void Pass(double seconds, bool proof, int taken = 0, int rejected = 0)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        if (proof || taken > 0 || rejected > 0)
            _proof.Add(_time.GetTimestamp(), NowMs, Frame(proof, taken, rejected));
    }

    private static FrameOutcome Frame(bool isProof, int taken = 0, int rejected = 0, long? stampMs = null) =>
        new(FrameKind.Data, null, null, default, isProof, taken, rejected, null, stampMs);
}
