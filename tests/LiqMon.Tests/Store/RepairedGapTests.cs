using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class RepairedGapTests : IDisposable
{
    private const long Noon = Sample.Noon;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_repaired_gap_counts_as_covered_and_is_marked()
    {
        Commit(Covered(0, 10), Lost(10, 20), Covered(20, 30), Repaired(10, 20));
        Assert.Equal((1.0, 0), Coverage(0, 30));
        Assert.Equal("a|10|20|17|0", _folder.Dump($"SELECT feed, from_ms - {Noon}, to_ms - {Noon}, repaired_events, repaired_class FROM gap WHERE feed <> '*'"));
        using var reader = _folder.Read();
        Assert.Equal(17, Assert.Single(reader.Coverage.Repairs("v", 0, Noon + 100)).Events);
        Assert.Empty(reader.Coverage.Missing("v", 0, Noon + 30, Noon + 30, neverWatched: false));
    }

    [Fact]
    public void A_history_that_may_not_be_whole_leaves_the_gap_and_is_not_read_again()
    {
        Commit(Covered(0, 10), Lost(10, 20), Covered(20, 30), Repaired(10, 20, FeedClass.Partial));
        Assert.Equal((20.0 / 30, 1), Coverage(0, 30));
        using var reader = _folder.Read();
        Assert.Empty(reader.Coverage.Missing("v", 0, Noon + 30, Noon + 30, neverWatched: false));
    }

    [Fact]
    public void Time_in_which_nothing_ran_can_be_repaired_too()
    {
        Commit(Covered(0, 10), Covered(50, 60), Repaired(10, 30));
        Assert.Equal((40.0 / 60, 1), Coverage(0, 60));
        using var reader = _folder.Read();
        Assert.Equal(
            [new CoverageGap(Noon + 30, Noon + 50, GapReason.NotRunning)],
            reader.Coverage.Missing("v", 0, Noon + 60, Noon + 60, neverWatched: false));
    }

    [Fact]
    public void Feeds_that_delivered_throughout_a_gap_are_known()
    {
        Commit(Covered(0, 10), Lost(10, 40), Covered(40, 50), Covered(0, 15, "b"), Covered(30, 50, "b"), Covered(12, 16, "c"), Covered(16, 50, "c"));
        using var reader = _folder.Read();
        var missing = Assert.Single(reader.Coverage.Missing("v", Noon, Noon + 50, Noon + 50, neverWatched: false));
        Assert.Equal((Noon + 10, Noon + 40), (missing.FromMs, missing.ToMs));
        Assert.Empty(reader.Coverage.FeedsThroughout("v", missing));
        Assert.Equal(["b"], reader.Coverage.FeedsThroughout("v", missing with { ToMs = Noon + 15 }));
        Assert.Equal(["c"], reader.Coverage.FeedsThroughout("v", missing with { FromMs = Noon + 12, ToMs = Noon + 20 }));
    }

    [Fact]
    public void A_later_repair_that_is_shorter_takes_nothing_back()
    {
        Commit(Covered(0, 10), Lost(10, 20), Covered(20, 30), Repaired(10, 20));
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(Repaired(10, 15))]);
        Assert.Equal((1.0, 0), Coverage(0, 30));
    }

    [Fact]
    public void A_gap_of_the_second_version_survives_the_migration()
    {
        _folder.Dump(Schema.Scripts[0] + Schema.Scripts[1]);
        _folder.Dump(
            $"""
            INSERT INTO gap VALUES ('v', 'a', {Noon + 10}, {Noon + 20}, 'ConnectionLost');
            INSERT INTO covered_span VALUES ('v', 'a', {Noon}, {Noon + 10});
            INSERT INTO covered_span VALUES ('v', 'a', {Noon + 20}, {Noon + 30});
            PRAGMA user_version = 2;
            PRAGMA application_id = {Schema.ApplicationId};
            """);
        _folder.Open().Dispose();
        Assert.Equal((20.0 / 30, 1), Coverage(0, 30));
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(Repaired(10, 20))]);
        Assert.Equal((1.0, 0), Coverage(0, 30));
    }

    private void Commit(params object[] payloads)
    {
        using var store = _folder.Open();
        store.Commit([.. payloads.Select(StoreItem.Of)]);
    }

    private (double Share, int Gaps) Coverage(long fromMs, long toMs)
    {
        using var reader = _folder.Read();
        var coverage = reader.Coverage.OfVenues(["v"], Noon + fromMs, Noon + toMs, Noon + toMs).Single();
        return (coverage.Share, coverage.Gaps.Count);
    }

    private static CoveredSpan Covered(long fromMs, long toMs, string feed = "a") => new("v", feed, Noon + fromMs, Noon + toMs);

    private static Gap Lost(long fromMs, long toMs) => new("v", "a", Noon + fromMs, Noon + toMs, GapReason.ConnectionLost);

    private static GapRepaired Repaired(long fromMs, long toMs, FeedClass history = FeedClass.Full) =>
        new("v", Noon + fromMs, Noon + toMs, GapReason.ConnectionLost, Noon + 99, 17, history);
}
