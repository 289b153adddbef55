using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class CoverageTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly long NowMs = Noon.ToUnixTimeMilliseconds();

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_venue_never_watched_is_all_gap() =>
        Assert.Equal("0 NotWatched[0,100)", Of(0, 100, []));

    [Fact]
    public void Covered_and_missing_together_are_the_span() => Assert.Equal(
        "0.5 NotWatched[0,10) Silent[40,60) NotRunning[80,100)",
        Of(0, 100, [Covered("a", 10, 40), Gap("a", 40, 60, GapReason.Silent), Covered("a", 60, 80)]));

    [Fact]
    public void A_moment_is_covered_when_all_feeds_are() => Assert.Equal(
        "0.3 NotWatched[0,20) Refused[50,80) NotRunning[80,100)",
        Of(0, 100, [Covered("a", 0, 90), Covered("b", 20, 50), Gap("b", 50, 80, GapReason.Refused)]));

    [Fact]
    public void A_feed_without_a_row_in_the_span_does_not_count() => Assert.Equal(
        "1 ", Of(100, 200, [Covered("old", 0, 50), Covered("a", 0, 200)]));

    [Fact]
    public void A_venue_watched_earlier_was_not_running() =>
        Assert.Equal("0 NotRunning[100,200)", Of(100, 200, [Covered("a", 0, 50)]));

    [Fact]
    public void Overlapping_spans_count_once() => Assert.Equal(
        "0.6 NotRunning[60,100)", Of(0, 100, [Covered("a", 0, 50), Covered("a", 20, 30), Covered("a", 40, 60)]));

    [Fact]
    public void A_gap_is_split_where_its_reason_changes() => Assert.Equal(
        "0.2 ConnectionLost[20,40) Unreachable[40,70) Connecting[70,100)",
        Of(0, 100,
        [
            Covered("a", 0, 20), Gap("a", 20, 40, GapReason.ConnectionLost), Gap("a", 40, 55, GapReason.Unreachable),
            Gap("a", 55, 70, GapReason.Unreachable), Gap("a", 70, null, GapReason.Connecting),
        ]));

    [Fact]
    public void An_open_gap_ends_where_its_feed_is_heard_of_again() => Assert.Equal(
        "0.7 Silent[20,50)", Of(0, 100, [Covered("a", 0, 20), Gap("a", 20, null, GapReason.Silent), Covered("a", 50, 100)]));

    [Fact]
    public void A_recording_covers_the_whole_venue() => Assert.Equal(
        "0.7 NotRunning[0,30)",
        Of(0, 100, [Covered("a", -10, -5), Covered(CoveredSpan.WholeVenue, 30, 80), Covered("a", 80, 100)]));

    [Fact]
    public void A_recording_covers_no_gap_of_a_feed() => Assert.Equal(
        "0.8 Silent[40,60)",
        Of(0, 100, [Covered("a", 20, 40), Gap("a", 40, 60, GapReason.Silent), Covered("a", 60, 80), Covered(CoveredSpan.WholeVenue, 0, 100)]));

    [Fact]
    public void A_clock_set_back_cuts_what_was_recorded_ahead()
    {
        using var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon));
        const long LaterMs = 600_000;
        store.Commit(
        [
            Covered("a", NowMs - 60_000, NowMs + LaterMs), Covered("b", NowMs - 60_000, NowMs - 10_000), Covered("b", NowMs + 5_000, NowMs + LaterMs),
            Gap("b", NowMs - 10_000, NowMs + 5_000, GapReason.Silent), Gap("c", NowMs + 1_000, null, GapReason.Unreachable),
            Covered("c", NowMs + (2 * LaterMs), NowMs + (3 * LaterMs)),
        ]);
        store.Commit([StoreItem.Of(new CoverageCut("v", null, NowMs) { UntilMs = NowMs + LaterMs })]);
        using var reader = StoreReader.Open(_folder.Path);
        var later = reader.Coverage.OfVenues(["v"], NowMs - 60_000, NowMs + LaterMs, NowMs + LaterMs).Single();
        Assert.Equal(50_000d / 660_000, later.Share, 6);
        Assert.Equal(
            [(NowMs - 10_000, NowMs, GapReason.Silent), (NowMs, NowMs + LaterMs, GapReason.ClockStepped)],
            later.Gaps.Select(gap => (gap.FromMs, gap.ToMs, gap.Reason)));
        // What the clock had not reached was recorded by another clock.
        Assert.Equal(1, reader.Coverage.OfVenues(["v"], NowMs + (2 * LaterMs), NowMs + (3 * LaterMs), NowMs + (3 * LaterMs)).Single().Share);
    }

    [Fact]
    public void What_a_clock_runs_through_twice_is_a_gap_and_what_was_repaired_meanwhile_is_none_no_more()
    {
        using var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon));
        store.Commit(
        [
            Covered("a", NowMs - 60_000, NowMs - 40_000), Gap("a", NowMs - 40_000, NowMs - 30_000, GapReason.Silent), Covered("a", NowMs - 30_000, NowMs + 20_000),
            StoreItem.Of(new GapRepaired("v", NowMs - 40_000, NowMs - 30_000, GapReason.Silent, NowMs + 10_000, 0, FeedClass.Full)),
        ]);
        store.Commit([StoreItem.Of(new CoverageCut("v", "a", NowMs) { PassedMs = NowMs + 25_000, UntilMs = NowMs + 85_000 }), Covered("a", NowMs, NowMs + 60_000)]);
        using var reader = StoreReader.Open(_folder.Path);
        Assert.Equal(
            [(NowMs - 40_000, NowMs - 30_000, GapReason.Silent), (NowMs, NowMs + 25_000, GapReason.ClockStepped)],
            reader.Coverage.OfVenues(["v"], NowMs - 60_000, NowMs + 60_000, NowMs + 60_000).Single().Gaps.Select(gap => (gap.FromMs, gap.ToMs, gap.Reason)));
    }

    [Fact]
    public void While_the_writer_lives_a_fresh_proof_holds_until_now()
    {
        using var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon));
        store.Commit([Covered("a", NowMs - 60_000, NowMs - 3_000), Covered("b", NowMs - 60_000, NowMs)]);
        Assert.Equal((1d, 0), Share(NowMs));
        store.Commit([Gap("a", NowMs - 3_000, null, GapReason.Silent)]);
        Assert.Equal((0.95, 1), Share(NowMs));

        (double, int) Share(long nowMs)
        {
            using var reader = StoreReader.Open(_folder.Path);
            var coverage = reader.Coverage.OfVenues(["v"], nowMs - 60_000, nowMs, nowMs).Single();
            return (coverage.Share, coverage.Gaps.Count);
        }
    }

    [Theory]
    [InlineData(60_000, 60_000, 0)]
    [InlineData(60_000, 60_001, 1)]
    [InlineData(3_000, 3_000, 0)]
    [InlineData(3_000, 3_001, 1)]
    [InlineData(0, 1, 1)]
    public void A_proof_holds_as_long_as_its_feed_says_and_no_longer(int holdsMs, int agoMs, int gaps)
    {
        using var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon));
        store.Commit([StoreItem.Of(new CoveredSpan("htx", "a", NowMs - 600_000, NowMs - agoMs) { HoldsMs = holdsMs })]);
        using var reader = StoreReader.Open(_folder.Path);
        Assert.Equal(gaps, reader.Coverage.OfVenues(["htx"], NowMs - 600_000, NowMs, NowMs).Single().Gaps.Count);
    }

    [Fact]
    public void A_span_in_doubt_ends_what_its_older_proof_holds()
    {
        using var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon));
        store.Commit(
        [
            Covered("a", NowMs - 60_000, NowMs - 2_000), Gap("a", NowMs - 5_000, NowMs - 1_000, GapReason.ClockStepped),
            StoreItem.Of(new CoveredSpan("v", "a", NowMs - 1_000, NowMs - 1_000)),
        ]);
        using var reader = StoreReader.Open(_folder.Path);
        Assert.Equal(55_000d / 60_000, reader.Coverage.OfVenues(["v"], NowMs - 60_000, NowMs, NowMs).Single().Share, 9);
    }

    [Fact]
    public void A_feed_that_did_not_exist_is_not_missing() => Assert.Equal(
        "0.8 Connecting[60,80)",
        Of(0, 100, [Covered("a", 0, 100), Absent("b", 0, 60), Gap("b", 60, 80, GapReason.Connecting), Covered("b", 80, 100)]));

    [Fact]
    public void A_feed_that_was_retired_is_not_missing_from_its_last_proof_on_until_it_is_heard_of_again() => Assert.Equal(
        "0.9 Connecting[70,80)",
        Of(0, 100,
        [
            Covered("a", 0, 100), Covered("b", 0, 45), Absent("b", 50, null), Gap("b", 70, 80, GapReason.Connecting), Covered("b", 80, 100),
        ]));

    [Fact]
    public void What_a_retired_feed_had_lost_stays_missing() => Assert.Equal(
        "0.9 Silent[40,50)", Of(0, 100, [Covered("a", 0, 100), Covered("b", 0, 40), Gap("b", 40, 50, GapReason.Silent), Absent("b", 52, null)]));

    [Fact]
    public void Without_any_feed_nothing_is_covered() => Assert.Equal(
        "0.5 NotRunning[50,100)", Of(0, 100, [Covered("a", 0, 50), Absent("a", 50, null)]));

    [Fact]
    public void A_clock_set_back_moves_what_began_ahead_of_it()
    {
        Assert.Equal("0.9 NotRunning[40,50)", Of(0, 100, [Covered("a", 0, 100), Absent("b", 140, null), Cut(50), Covered("b", 0, 40)]));

        static StoreItem Cut(long atMs) => StoreItem.Of(new CoverageCut("v", "b", atMs));
    }

    [Fact]
    public void A_feed_that_was_to_be_absent_beyond_a_clock_set_back_is_needed_from_there_on() => Assert.Equal(
        "0.55 NotWatched[50,95)",
        Of(0, 100, [Covered("a", 0, 100), Absent("b", 0, 90), StoreItem.Of(new CoverageCut("v", "b", 50)), Covered("b", 95, 100)]));

    [Fact]
    public void After_the_writer_has_died_a_proof_holds_no_longer()
    {
        using (var store = EventStore.Open(_folder.Options, new ShiftedTime(Noon)))
            store.Commit([Covered("a", NowMs - 60_000, NowMs)]);
        using var reader = StoreReader.Open(_folder.Path);
        var later = NowMs + 10_000;
        Assert.Equal(GapReason.NotRunning, reader.Coverage.OfVenues(["v"], NowMs - 60_000, later, later).Single().Gaps.Single().Reason);
    }

    [Fact]
    public void The_future_does_not_count()
    {
        Assert.Equal("0.5 NotRunning[25,50)", Of(0, 100, [Covered("a", 0, 25)], nowMs: 50));
        Assert.Equal("1 ", Of(60, 100, [], nowMs: 50));
    }

    [Fact]
    public void Covered_and_missing_tile_every_span() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var feeds = new[] { "a", "b", "c" };
            var timeline = new CoverageTimeline(0, 50);
            var covered = feeds.Select(_ => new bool[50]).ToArray();
            var present = new bool[3];
            var lost = new bool[50];
            for (var i = 0; i < random.Next(0, 15); i++)
            {
                var feed = random.Next(3);
                var (from, to) = (random.Next(-5, 55), random.Next(-5, 55));
                if (from >= to)
                    continue;
                present[feed] |= from < 50 && to > 0;
                if (random.Next(2) == 0)
                {
                    timeline.AddCovered(feeds[feed], from, to);
                    for (var at = Math.Max(0, from); at < Math.Min(50, to); at++)
                        covered[feed][at] = true;
                }
                else
                {
                    timeline.AddGap(feeds[feed], from, to, (GapReason)random.Next(5));
                    for (var at = Math.Max(0, from); at < Math.Min(50, to); at++)
                        lost[at] = true;
                }
            }

            var expected = Enumerable.Range(0, 50).Select(at =>
                !lost[at] && present.Any(yes => yes) && Enumerable.Range(0, 3).All(feed => !present[feed] || covered[feed][at])).ToArray();
            var result = timeline.Of("v");
            Assert.Equal(expected.Count(yes => yes) / 50.0, result.Share);
            var missing = new bool[50];
            foreach (var gap in result.Gaps)
            {
                Assert.True(gap.FromMs < gap.ToMs);
                for (var at = gap.FromMs; at < gap.ToMs; at++)
                {
                    Assert.False(missing[at]);
                    missing[at] = true;
                }
            }

            Assert.Equal(expected.Select(yes => !yes), missing);
            Assert.DoesNotContain(
                result.Gaps.Zip(result.Gaps.Skip(1)), pair => pair.First.ToMs == pair.Second.FromMs && pair.First.Reason == pair.Second.Reason);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static StoreItem Covered(string feed, long from, long to) =>
        StoreItem.Of(new CoveredSpan("v", feed, from, to) { HoldsMs = 8_000 });

    private static StoreItem Absent(string feed, long from, long? to) => StoreItem.Of(new FeedAbsence("v", feed, from, to));

    private static StoreItem Gap(string feed, long from, long? to, GapReason reason) =>
        StoreItem.Of(new Gap("v", feed, from, to, reason));

    private string Of(long from, long to, List<StoreItem> rows, long nowMs = 1_000)
    {
        using var store = _folder.Open();
        store.Commit(rows);
        using var reader = _folder.Read();
        var coverage = reader.Coverage.OfVenues(["v"], from, to, nowMs).Single();
        return FormattableString.Invariant($"{coverage.Share} ")
            + string.Join(' ', coverage.Gaps.Select(gap => $"{gap.Reason}[{gap.FromMs},{gap.ToMs})"));
    }
}
