using System.Collections.Concurrent;
using LiqMon.Tests.Store;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// The power fails at a moment of a scripted life, for every write, sync and truncation of it. What was not synced is gone,
/// or any part of it is. Then the store is opened again: all that was acknowledged is there, and nothing is double.
/// <c>LIQMON_TEST_SEED</c> draws other parts.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private static readonly Lazy<(ScriptEnd End, IoFault Calls)> Healthy = new(() =>
    {
        var counted = new IoFault(IoCall.Open, IoFailure.Error, at: 0, forGood: false);
        return (ScriptedRun.Play(counted, killed: false), counted);
    });

    [Theory]
    [InlineData(Survival.None)]
    [InlineData(Survival.Some)]
    [InlineData(Survival.All)]
    public void Whenever_the_power_fails_nothing_acknowledged_is_lost_and_nothing_double(Survival survival)
    {
        var (end, calls) = Healthy.Value;
        var wrong = new ConcurrentBag<(int At, string Text)>();
        var (cuts, unsynced) = (0, 0);
        var moments =
            from call in (IoCall[])[IoCall.Write, IoCall.Sync, IoCall.Truncate, IoCall.Delete]
            from at in Enumerable.Range(1, calls.Calls(call))
            select (Call: call, At: at);
        Parallel.ForEach(moments, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, moment =>
        {
            var cut = new PowerCut(survival, new Random(HashCode.Combine(Steering.Seed, (int)moment.Call, moment.At)));
            var fault = new IoFault(moment.Call, IoFailure.Error, moment.At, forGood: true) { Power = cut };
            try
            {
                Assert.Equal(end, ScriptedRun.Play(fault, killed: true));
            }
            catch (Exception failure)
            {
                wrong.Add((moment.At, $"the power fails at {moment.Call} {moment.At}, seed {Steering.Seed}: {failure}"));
            }

            Interlocked.Add(ref cuts, cut.IsOff ? 1 : 0);
            Interlocked.Add(ref unsynced, cut.Unsynced);
        });
        output.WriteLine($"{cuts} cuts, {unsynced} writes were not synced");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} lives end wrong:\n" + string.Join('\n', wrong.OrderBy(one => one.At).Take(3).Select(one => one.Text)));
        Assert.True(cuts >= calls.Calls(IoCall.Write), $"only {cuts} times did the power fail");
        Assert.True(unsynced > cuts, "hardly anything was ever unsynced: the cuts cost nothing");
    }

    /// <summary>The disk of these tests does lose what is not synced: SQLite's weaker setting is enough to see it.</summary>
    [Theory]
    [InlineData("EXTRA", 1)]
    [InlineData("FULL", 1)]
    [InlineData("NORMAL", 0)]
    public void A_commit_that_is_not_synced_is_lost_with_the_power(string synchronous, long rows)
    {
        var cut = new PowerCut(Survival.None, new Random(1));
        using var folder = StoreFolder.Fast();
        using var after = StoreFolder.Fast();
        Spend(
            folder, cut, "PRAGMA synchronous = EXTRA", "PRAGMA journal_mode = WAL", "CREATE TABLE t (i)", "PRAGMA wal_checkpoint(TRUNCATE)",
            $"PRAGMA synchronous = {synchronous}", "INSERT INTO t VALUES (1)");
        cut.Restore(after.Path);
        Assert.Equal(FormattableString.Invariant($"{rows}"), after.Dump("SELECT count(*) FROM t"));
    }

    /// <summary>
    /// A new database is made with a journal. SQLite's setting FULL does not sync the folder after the journal is removed, so
    /// it may come back with the power and undo what was made; with EXTRA it cannot.
    /// </summary>
    [Theory]
    [InlineData("EXTRA", true)]
    [InlineData("FULL", false)]
    public void A_new_store_is_made_so_that_its_journal_cannot_come_back(string synchronous, bool isThere)
    {
        var cut = new PowerCut(Survival.None, new Random(1));
        using var folder = StoreFolder.Fast();
        using var after = StoreFolder.Fast();
        Spend(folder, cut, $"PRAGMA synchronous = {synchronous}", "PRAGMA journal_mode = WAL", "CREATE TABLE t (i)");
        cut.Restore(after.Path);
        Assert.Equal(isThere ? "1" : "0", after.Dump("SELECT count(*) FROM sqlite_master"));
    }

    /// <summary>Runs statements on a new database, and the power fails before it is closed.</summary>
    private static void Spend(StoreFolder folder, PowerCut cut, params string[] statements)
    {
        FaultyDisk.Set(folder.Path, new IoFault(IoCall.Open, IoFailure.Error, at: 0, forGood: false) { Power = cut });
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "liqmon.db")};Pooling=False");
            connection.Open();
            foreach (var statement in statements)
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
                command.CommandText = statement;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }

            cut.Cut();
        }
        finally
        {
            FaultyDisk.Clear(folder.Path);
        }
    }
}
