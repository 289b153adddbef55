using LiqMon.Doctor;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>Commits that a store has lost are noticed, whatever took them away.</summary>
public sealed class CommitMarkTests : IDisposable
{
    private static readonly CommitMark Whole = new(1_234, Sample.Noon, true, new(5, Sample.Noon - 60_000, Sample.Noon, Sample.Noon + 1));

    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly FakeTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_that_was_removed_after_a_kill()
    {
        using (var first = Open(_folder))
            Commit(first, 3);
        using var killed = Open(_folder);
        Commit(killed, 5);
        using var left = Crash();
        File.Delete(In(left, "liqmon.db-wal"));

        Assert.Contains("the last 5 commits are missing, of 2026-11-20T12:03:00.000Z to 2026-11-20T12:08:00.000Z", Finding(left), StringComparison.Ordinal);
        using var opened = Open(left);
        Assert.Equal((LastRun.CutOff, 3L, true), (opened.LastRun, opened.Sequence, opened.IsLossNew));
        Assert.Equal(new LostCommits(5, Sample.Noon + 180_000, Sample.Noon + 480_000, Sample.Noon + 480_000), opened.Lost);
    }

    [Fact]
    public void A_log_that_was_removed_before_anything_had_left_it()
    {
        using var killed = Open(_folder);
        Commit(killed, 4);
        using var left = Crash();
        File.Delete(In(left, "liqmon.db-wal"));

        using var opened = Open(left);
        Assert.Equal((0L, 4L), (opened.Sequence, opened.Lost!.Commits));
    }

    [Fact]
    public void One_changed_byte_in_the_newest_commit_of_the_log()
    {
        using var killed = Open(_folder);
        Commit(killed, 4);
        using var left = Crash();
        using (var log = new FileStream(In(left, "liqmon.db-wal"), FileMode.Open))
        {
            log.Position = log.Length - 100;
            var value = log.ReadByte();
            log.Position--;
            log.WriteByte((byte)(value ^ 1));
        }

        using var opened = Open(left);
        Assert.Equal((3L, 1L), (opened.Sequence, opened.Lost!.Commits));
    }

    [Fact]
    public void An_older_copy_of_the_database()
    {
        using (var first = Open(_folder))
            Commit(first, 2);
        var older = File.ReadAllBytes(In(_folder, "liqmon.db"));
        using (var second = Open(_folder))
            Commit(second, 6);
        File.WriteAllBytes(In(_folder, "liqmon.db"), older);

        using var opened = Open(_folder);
        Assert.Equal((LastRun.Stopped, 2L, 6L), (opened.LastRun, opened.Sequence, opened.Lost!.Commits));
    }

    [Fact]
    public void Nothing_is_missing_after_a_stop_a_kill_or_a_new_beginning()
    {
        using (var first = Open(_folder))
        {
            Assert.Equal((LastRun.Unknown, (LostCommits?)null), (first.LastRun, first.Lost));
            Commit(first, 3);
        }

        Assert.Equal("no commit is missing; the last run was stopped in order", Finding(_folder));
        using (var second = Open(_folder))
        {
            Assert.Equal((LastRun.Stopped, (LostCommits?)null), (second.LastRun, second.Lost));
            Commit(second, 3);
            using var left = Crash();
            Assert.Equal("no commit is missing; a process writes, or the last one did not end by itself", Finding(left));
            using var opened = Open(left);
            Assert.Equal((LastRun.CutOff, 6L, (LostCommits?)null), (opened.LastRun, opened.Sequence, opened.Lost));
        }

        File.Delete(In(_folder, "liqmon.db"));
        using (var third = Open(_folder))
            Assert.Null(third.Lost);
        File.Delete(In(_folder, "liqmon.commits"));
        Assert.Equal("how the last run ended is not known", Finding(_folder));
    }

    [Fact]
    public void A_loss_is_remembered_for_seven_days()
    {
        using (var first = Open(_folder))
            Commit(first, 2);
        var older = File.ReadAllBytes(In(_folder, "liqmon.db"));
        using (var second = Open(_folder))
            Commit(second, 1);
        File.WriteAllBytes(In(_folder, "liqmon.db"), older);
        using (var third = Open(_folder))
        {
            Assert.True(third.IsLossNew);
            Commit(third, 10);
        }

        _time.Advance(TimeSpan.FromDays(6));
        using (var fourth = Open(_folder))
            Assert.Equal((false, 1L), (fourth.IsLossNew, fourth.Lost!.Commits));
        Assert.Contains("found the last 1 commits missing", Finding(_folder), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromDays(2));
        using (var fifth = Open(_folder))
            Assert.Null(fifth.Lost);
        Assert.Equal("no commit is missing; the last run was stopped in order", Finding(_folder));
    }

    [Fact]
    public void A_mark_that_is_torn_or_changed_says_nothing()
    {
        var bytes = Whole.ToBytes();
        Assert.Equal(CommitMark.Bytes, bytes.Length);
        Assert.Equal(Whole, CommitMark.Parse(bytes));
        for (var at = 0; at < bytes.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = bytes.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Assert.True(CommitMark.Parse(changed) is not { } read || read == Whole, $"byte {at}, bit {bit}");
            }

            Assert.True(CommitMark.Parse(bytes.AsSpan(0, at)) is not { } part || part == Whole, $"{at} bytes");
        }
    }

    [Fact]
    public void A_mark_that_cannot_be_written_holds_nothing_up()
    {
        Directory.CreateDirectory(In(_folder, "liqmon.commits"));
        using var store = Open(_folder);

        Commit(store, 2);

        Assert.Equal((LastRun.Unknown, 2L), (store.LastRun, store.Sequence));
    }

    private static string In(StoreFolder folder, string file) => Path.Combine(folder.Path, file);

    private static string Finding(StoreFolder folder)
    {
        using var reader = folder.Read();
        return StoreLossCheck.Look(reader, folder.Path).Finding;
    }

    private EventStore Open(StoreFolder folder) => EventStore.Open(folder.Options, _time);

    /// <summary>A commit a minute.</summary>
    private void Commit(EventStore store, int commits)
    {
        for (var commit = 0; commit < commits; commit++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            store.Commit([Sample.Item(Sample.Btc, _time.GetUtcNow().ToUnixTimeMilliseconds())]);
        }
    }

    /// <summary>The folder as a kill leaves it.</summary>
    private StoreFolder Crash()
    {
        var left = _folder.Copy(isFast: true);
        File.Copy(In(_folder, "liqmon.commits"), In(left, "liqmon.commits"));
        return left;
    }
}
