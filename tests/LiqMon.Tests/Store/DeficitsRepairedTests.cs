using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class DeficitsRepairedTests : IDisposable
{
    private const long Noon = Sample.Noon;
    private const string Rows = "SELECT feed, symbol, reason, from_ms - 1795176000000, ifnull(to_ms - 1795176000000, '-'), count FROM deficit ORDER BY 1, 2, 3, 4";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Deficits_within_the_span_are_removed_and_no_others()
    {
        Commit(
            Deficit(10, 20, DeficitReason.Rejected, count: 3),
            Deficit(10, 20, DeficitReason.NotSubscribed),
            Deficit(10, 20, DeficitReason.Unreadable, count: 2, feed: "b"),
            Deficit(40, 50, DeficitReason.Rejected, count: 1),
            Repaired(0, 30, "a", DeficitReason.Rejected, DeficitReason.Unreadable));
        Assert.Equal("a||NotSubscribed|10|20|0\na||Rejected|40|50|1\nb||Unreadable|10|20|2", _folder.Dump(Rows));
    }

    [Fact]
    public void Without_a_feed_every_feed_is_meant()
    {
        Commit(
            Deficit(10, 20, DeficitReason.Rejected, count: 3), Deficit(10, 20, DeficitReason.Rejected, count: 3, feed: "b"),
            Repaired(0, 30, null, DeficitReason.Rejected));
        Assert.Equal("", _folder.Dump(Rows));
    }

    [Fact]
    public void A_span_that_reaches_out_is_shortened()
    {
        Commit(
            Deficit(0, 15, DeficitReason.SequenceLost), Deficit(5, 100, DeficitReason.TopicRefused), Deficit(12, null, DeficitReason.Unreadable),
            Repaired(10, 20, null, DeficitReason.SequenceLost, DeficitReason.TopicRefused, DeficitReason.Unreadable));
        Assert.Equal(
            "a||SequenceLost|0|10|0\na||TopicRefused|5|10|0\na||TopicRefused|20|100|0\na||Unreadable|20|-|0", _folder.Dump(Rows));
    }

    [Fact]
    public void Orders_of_which_some_may_lie_outside_stay()
    {
        Commit(Deficit(0, 15, DeficitReason.Rejected, count: 4), Repaired(10, 20, null, DeficitReason.Rejected));
        Assert.Equal("a||Rejected|0|15|4", _folder.Dump(Rows));
    }

    [Fact]
    public void Deficits_of_contracts_whose_history_was_not_read_stay()
    {
        Commit(
            Deficit(10, 20, DeficitReason.Rejected, count: 1), Deficit(10, 20, DeficitReason.Rejected, count: 1) with { Symbol = "READ" },
            Deficit(10, 20, DeficitReason.Rejected, count: 1) with { Symbol = "ENDED" },
            Repaired(0, 30, null, DeficitReason.Rejected) with { Contracts = new HashSet<string> { "READ" } });
        Assert.Equal("a||Rejected|10|20|1\na|ENDED|Rejected|10|20|1", _folder.Dump(Rows));
    }

    [Fact]
    public void Ended_deficits_are_read_within_the_span_and_single_spans_are_cut_to_it()
    {
        Commit(
            Deficit(0, 100, DeficitReason.TopicRefused), Deficit(5, 15, DeficitReason.Rejected, count: 2), Deficit(12, 18, DeficitReason.Unreadable, count: 1),
            Deficit(12, null, DeficitReason.NotSubscribed), Deficit(30, 40, DeficitReason.SequenceLost));
        using var reader = _folder.Read();
        Assert.Equal(
            [(DeficitReason.TopicRefused, 10L, 25L), (DeficitReason.Unreadable, 12L, 18L)],
            reader.Coverage.EndedDeficits("v", Noon + 10, Noon + 25).Select(row => (row.Reason, row.FromMs - Noon, row.ToMs!.Value - Noon)));
    }

    private void Commit(params object[] payloads)
    {
        using var store = _folder.Open();
        store.Commit([.. payloads.Select(StoreItem.Of)]);
    }

    private static Deficit Deficit(long fromMs, long? toMs, DeficitReason reason, long count = 0, string feed = "a") => new()
    {
        Venue = "v",
        Feed = feed,
        FromMs = Noon + fromMs,
        ToMs = Noon + toMs,
        Reason = reason,
        Count = count,
    };

    private static DeficitsRepaired Repaired(long fromMs, long toMs, string? feed, params DeficitReason[] reasons) =>
        new("v", feed, Noon + fromMs, Noon + toMs, reasons);
}
