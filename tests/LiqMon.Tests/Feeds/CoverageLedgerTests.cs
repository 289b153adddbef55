using FsCheck;
using FsCheck.Fluent;
using LiqMon.Feeds.Coverage;
using LiqMon.Market;

namespace LiqMon.Tests.Feeds;

public sealed class CoverageLedgerTests
{
    private readonly CoverageTracker _ledger = new("v", "f");

    [Fact]
    public void Gap_and_span_follow_each_other()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Change(150, GapReason.Unreachable);
        _ledger.Change(170, GapReason.Unreachable);
        _ledger.Prove(200);
        _ledger.Extend(300);
        _ledger.Extend(300);
        _ledger.Lose(350, GapReason.Silent);
        _ledger.End(350, 400);
        Assert.Equal(
            (object[])
            [
                Gap(100, null, GapReason.Connecting), Gap(100, 150, GapReason.Connecting), Gap(150, null, GapReason.Unreachable),
                Gap(150, 200, GapReason.Unreachable), Span(200, 200), Span(200, 300), Span(200, 350),
                Gap(350, null, GapReason.Silent), Gap(350, 400, GapReason.Silent),
            ],
            _ledger.Entries);
    }

    [Fact]
    public void A_covered_feed_ends_where_it_was_last_proven()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Prove(200);
        _ledger.Entries.Clear();
        _ledger.End(lastProvenMs: 280, nowMs: 900);
        Assert.Equal([Span(200, 280)], _ledger.Entries);
    }

    [Fact]
    public void A_break_of_the_clock_is_a_gap_from_the_last_proof()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Break(150, GapReason.Standstill);
        _ledger.Prove(200);
        _ledger.Extend(300);
        _ledger.Break(900, GapReason.Standstill);
        _ledger.Extend(950);
        Assert.Equal(
            (object[])
            [
                Gap(100, null, GapReason.Connecting), Gap(100, 200, GapReason.Connecting), Span(200, 200), Span(200, 300),
                Gap(300, null, GapReason.Standstill), Gap(300, 900, GapReason.Standstill), Span(900, 900), Span(900, 950),
            ],
            _ledger.Entries);
    }

    [Fact]
    public void A_loss_in_doubt_reaches_back_into_the_span_and_never_beyond_its_start()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Prove(200);
        _ledger.Extend(900);
        _ledger.Entries.Clear();
        _ledger.Lose(910, GapReason.ConnectionLost, doubtMs: 30);
        _ledger.Prove(1_000);
        _ledger.Lose(1_005, GapReason.ConnectionLost, doubtMs: 500);
        Assert.Equal(
            [
                Gap(880, null, GapReason.ConnectionLost), Gap(880, 1_000, GapReason.ConnectionLost), Span(1_000, 1_000),
                Gap(1_000, null, GapReason.ConnectionLost),
            ],
            _ledger.Entries);
    }

    [Fact]
    public void A_clock_set_back_cuts_a_span_and_begins_another()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Prove(200);
        _ledger.Extend(900);
        _ledger.Entries.Clear();
        _ledger.Cut(500, passedMs: 930, untilMs: 950);
        _ledger.Extend(500);
        _ledger.Extend(600);
        Assert.Equal([new CoverageCut("v", "f", 500) { PassedMs = 930, UntilMs = 950 }, Span(500, 500), Span(500, 600)], _ledger.Entries);
    }

    [Fact]
    public void A_clock_set_back_moves_a_gap_that_began_ahead()
    {
        _ledger.Begin(100, GapReason.Connecting);
        _ledger.Prove(200);
        _ledger.Lose(900, GapReason.ConnectionLost);
        _ledger.Entries.Clear();
        _ledger.Cut(500, passedMs: 930);
        _ledger.Prove(600);
        Assert.Equal(
            [
                new CoverageCut("v", "f", 500) { PassedMs = 930 },
                Gap(501, null, GapReason.ConnectionLost), Gap(501, 600, GapReason.ConnectionLost), Span(600, 600),
            ],
            _ledger.Entries);
    }

    [Fact]
    public void Whatever_happens_the_book_has_no_hole_and_no_overlap() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var ledger = new CoverageTracker("v", "f");
        var now = 1_000L;
        ledger.Begin(now, GapReason.Connecting);
        for (var i = 0; i < 60; i++)
        {
            // The wall clock may stand still or be set back.
            now += random.Next(-20, 100);
            switch (random.Next(5))
            {
                case 4: ledger.Break(now, GapReason.Standstill); break;
                case 0: ledger.Prove(now); break;
                case 1: ledger.Extend(now); break;
                case 2: ledger.Lose(now, (GapReason)random.Next(2, 6)); break;
                default: ledger.Change(now, (GapReason)random.Next(2, 6)); break;
            }
        }

        ledger.End(now, now);
        var kept = ledger.Entries.GroupBy(entry => entry is Gap gap ? (true, gap.FromMs) : (false, ((CoveredSpan)entry).FromMs))
            .Select(rows => rows.Last() is Gap gap ? (gap.FromMs, To: gap.ToMs ?? -1) : (rows.Key.FromMs, To: ((CoveredSpan)rows.Last()).ToMs))
            .ToList();
        for (var i = 1; i < kept.Count; i++)
            Assert.Equal(kept[i - 1].To, kept[i].FromMs);
    }).QuickCheckThrowOnFailure();

    private static Gap Gap(long from, long? to, GapReason reason) => new("v", "f", from, to, reason);

    private static CoveredSpan Span(long from, long to) => new("v", "f", from, to);
}
